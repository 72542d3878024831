package dev.penstock.internal.spawn;

import dev.penstock.internal.sys.Signals;

/**
 * Which signals do in a child what they do by default. exec(3) keeps what is ignored and resets
 * what has a handler, so what is ignored in this process stays so unless it is named here.
 */
final class SignalDefaults {
    /**
     * The two real-time signals that glibc keeps for itself: its posix_spawn would leave them
     * ignored in the child otherwise.
     */
    private static final long GLIBC = bit(32) | bit(33);

    /**
     * What the JVM itself has a handler for, or has set back, by the time that it starts children:
     * it is never ignored in those of {@link ProcessBuilder}, whoever started the JVM.
     */
    private static final long ALWAYS =
            GLIBC | bit(Signals.SIGQUIT) | bit(Signals.SIGPIPE) | bit(Signals.SIGCHLD);

    private static final long ALL = ~(bit(Signals.SIGKILL) | bit(Signals.SIGSTOP));

    private SignalDefaults() {}

    private static long bit(int signal) {
        return 1L << (signal - 1);
    }

    /** A bit for each, that of signal 1 the lowest. */
    static long in(Attributes attributes) {
        return attributes.defaultSignals() ? ALL : ALWAYS;
    }
}
