package dev.penstock.sys;

import dev.penstock.internal.sys.Signals;

/**
 * A signal, as signal(7) numbers and names it: the same on x86_64 and aarch64. Immutable; there is
 * one object for each number.
 */
public final class Signal {
    private static final Signal[] ALL = new Signal[Signals.SIGRTMAX + 1];

    static {
        for (int number = 1; number <= Signals.SIGRTMAX; number++) {
            ALL[number] = new Signal(number);
        }
    }

    /** A terminal was closed, or a daemon is to read its configuration again. */
    public static final Signal HUP = ALL[Signals.SIGHUP];

    /** What Ctrl-C at a terminal sends. */
    public static final Signal INT = ALL[Signals.SIGINT];

    /** What Ctrl-\\ at a terminal sends; a JVM prints its threads. */
    public static final Signal QUIT = ALL[Signals.SIGQUIT];

    /** Ends a process; it can be neither caught nor ignored. */
    public static final Signal KILL = ALL[Signals.SIGKILL];

    /** For the program's own use. */
    public static final Signal USR1 = ALL[Signals.SIGUSR1];

    /** For the program's own use. */
    public static final Signal USR2 = ALL[Signals.SIGUSR2];

    /** A write to a pipe that nobody reads. */
    public static final Signal PIPE = ALL[Signals.SIGPIPE];

    /** Asks a process to end. */
    public static final Signal TERM = ALL[Signals.SIGTERM];

    /** Lets a stopped process go on. */
    public static final Signal CONT = ALL[Signals.SIGCONT];

    /** Stops a process; it can be neither caught nor ignored. */
    public static final Signal STOP = ALL[Signals.SIGSTOP];

    private final int number;

    private Signal(int number) {
        this.number = number;
    }

    /**
     * The signal of a number.
     *
     * @param number from 1 to 64
     * @throws IllegalArgumentException for a number that is no signal
     */
    public static Signal of(int number) {
        if (number < 1 || number > Signals.SIGRTMAX) {
            throw new IllegalArgumentException("no signal has the number " + number);
        }
        return ALL[number];
    }

    /**
     * The signal of a name.
     *
     * @param name such as {@code TERM}, {@code SIGTERM} or {@code SIGRTMIN+2}; case counts
     * @throws IllegalArgumentException for a name that no signal has
     */
    public static Signal of(String name) {
        for (int number = 1; number <= Signals.SIGRTMAX; number++) {
            String known = Signals.name(number);
            if (name.equals(known) || name.equals(known.substring("SIG".length()))) {
                return ALL[number];
            }
        }
        throw new IllegalArgumentException("no signal has the name '" + name + "'");
    }

    /** Its number, from 1 to 64. */
    public int number() {
        return number;
    }

    /**
     * Its name, such as {@code SIGTERM}, or {@code SIGRTMIN+2}, counted from the kernel's SIGRTMIN.
     */
    @Override
    public String toString() {
        return Signals.name(number);
    }
}
