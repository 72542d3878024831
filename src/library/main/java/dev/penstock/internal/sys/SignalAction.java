package dev.penstock.internal.sys;

import dev.penstock.libc.Libc;
import dev.penstock.sys.SyscallException;

/**
 * What this process does on a signal: {@code struct sigaction} of the C library's signal.h, as
 * glibc and musl lay it out on both machines. Not thread-safe.
 *
 * <pre>
 *   0         8               136     140       144        152
 *   | handler | mask          | flags | (unused) | restorer |
 * </pre>
 */
public final class SignalAction {
    /** In the handler's place: as the signal has it by default. */
    public static final long SIG_DFL = 0;

    /** In the handler's place: ignored. */
    public static final long SIG_IGN = 1;

    /** Of SIGCHLD: the kernel forgets how children ended, as where it is ignored. */
    public static final int SA_NOCLDWAIT = 2;

    static final int SIZE = 152;
    static final int FLAGS_OFFSET = 136;

    private final NativeMemory memory = new NativeMemory(SIZE);
    private final Libc libc;
    private final int signal;

    /** The action as it is now. */
    public SignalAction(Libc libc, int signal) throws SyscallException {
        this.libc = libc;
        this.signal = signal;
        SyscallException.check("sigaction", libc.sigaction(signal, 0, memory.address()));
    }

    /** A function's address, {@link #SIG_DFL} or {@link #SIG_IGN}. */
    public long handler() {
        return memory.bytes().getLong(0);
    }

    public int flags() {
        return memory.bytes().getInt(FLAGS_OFFSET);
    }

    /** Changes these two for the whole process, and leaves the rest as it was. */
    public void set(long handler, int flags) throws SyscallException {
        memory.bytes().putLong(0, handler);
        memory.bytes().putInt(FLAGS_OFFSET, flags);
        SyscallException.check("sigaction", libc.sigaction(signal, memory.address(), 0));
    }
}
