package dev.penstock.internal.sys;

/** Constants of waitid(2), from linux/wait.h, and of its result, from asm-generic/siginfo.h. */
public final class Wait {
    public static final int P_PID = 1;

    /** Linux 5.4. */
    public static final int P_PIDFD = 3;

    public static final int WNOHANG = 1;
    public static final int WEXITED = 4;

    /** Leaves the status to be waited for again. */
    public static final int WNOWAIT = 0x01000000;

    public static final int CLD_EXITED = 1;
    public static final int CLD_KILLED = 2;
    public static final int CLD_DUMPED = 3;

    private Wait() {}
}
