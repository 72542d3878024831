/**
 * Linux exactly as it is: constants, structures and how the C library is bound, and nothing built
 * on them.
 *
 * <p>{@link dev.penstock.libc.Libc} is the one door to native code. {@code JniLibc} and {@code
 * FfmLibc} are here; jnr is a module of its own, found as a service. Calls answer as the kernel
 * does, a result or minus errno, and {@link dev.penstock.sys.SyscallException#check} turns the
 * second into an exception that names the call, the error and the descriptor.
 */
package dev.penstock.internal.sys;
