package dev.penstock.libc;

/** Numbers of system calls that the C library has no function for, or one that lacks something. */
public final class SystemCall {
    // The same on every architecture, as all calls since Linux 5.0 (asm-generic/unistd.h).
    public static final long PIDFD_SEND_SIGNAL = 424;
    public static final long PIDFD_OPEN = 434;
    public static final long PIDFD_GETFD = 438;

    /** asm/unistd_64.h, and asm-generic/unistd.h. */
    public static final long WAITID = "aarch64".equals(System.getProperty("os.arch")) ? 95 : 247;

    private SystemCall() {}
}
