package dev.penstock.internal.sys;

import java.nio.ByteBuffer;

/**
 * A {@code siginfo_t} as waitid(2) fills it in, from asm-generic/siginfo.h:
 *
 * <pre>
 *   0        4       8       12      16      20      24      28          128
 *   |si_signo|si_errno|si_code|(pad) |si_pid |si_uid |si_status| …         |
 * </pre>
 *
 * Not thread-safe.
 */
public final class SignalInfo {
    static final int SIZE = 128;
    static final int CODE_OFFSET = 8;
    static final int PID_OFFSET = 16;
    static final int STATUS_OFFSET = 24;

    private final NativeMemory memory = new NativeMemory(SIZE);
    private final ByteBuffer bytes = memory.bytes();

    public long address() {
        return memory.address();
    }

    /**
     * Zeroes the pid: with {@code WNOHANG}, waitid succeeds and leaves it so when no child has
     * ended.
     */
    public void clear() {
        bytes.putInt(PID_OFFSET, 0);
    }

    /** {@code CLD_EXITED}, {@code CLD_KILLED} or {@code CLD_DUMPED}. */
    public int code() {
        return bytes.getInt(CODE_OFFSET);
    }

    /** The child that ended, or 0. */
    public int pid() {
        return bytes.getInt(PID_OFFSET);
    }

    /** The exit code, or the signal's number. */
    public int status() {
        return bytes.getInt(STATUS_OFFSET);
    }
}
