/**
 * Linux exactly as it is: system calls, constants, structures and descriptors, and nothing built on
 * them.
 *
 * <p>{@link dev.penstock.sys.Libc} is the one door to native code. Only this package knows jnr; a
 * second binding can stand beside {@code JnrLibc} without a change elsewhere. Calls answer as the
 * kernel does, a result or minus errno, and {@link dev.penstock.sys.SyscallException#check} turns
 * the second into an exception that names the call, the error and the descriptor.
 */
package dev.penstock.sys;
