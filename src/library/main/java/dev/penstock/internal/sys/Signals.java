package dev.penstock.internal.sys;

/** Signal numbers, from asm-generic/signal.h: the same on x86_64 and aarch64. */
public final class Signals {
    public static final int SIGHUP = 1;
    public static final int SIGINT = 2;
    public static final int SIGQUIT = 3;
    public static final int SIGKILL = 9;
    public static final int SIGUSR1 = 10;
    public static final int SIGUSR2 = 12;
    public static final int SIGPIPE = 13;
    public static final int SIGTERM = 15;
    public static final int SIGCHLD = 17;
    public static final int SIGCONT = 18;
    public static final int SIGSTOP = 19;

    /** The kernel's lowest real-time signal; the C library keeps the first two for itself. */
    private static final int KERNEL_SIGRTMIN = 32;

    /** The highest signal number. */
    public static final int SIGRTMAX = 64;

    private static final String[] NAMES = {
        "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2",
        "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG",
        "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS"
    };

    private Signals() {}

    /**
     * The signal's name, such as {@code SIGTERM} or {@code SIGRTMIN+2}, counted from the kernel's
     * SIGRTMIN.
     */
    public static String name(int signal) {
        if (signal >= 1 && signal <= NAMES.length) {
            return "SIG" + NAMES[signal - 1];
        }
        if (signal >= KERNEL_SIGRTMIN && signal <= SIGRTMAX) {
            return "SIGRTMIN" + (signal == KERNEL_SIGRTMIN ? "" : "+" + (signal - KERNEL_SIGRTMIN));
        }
        return "signal " + signal;
    }
}
