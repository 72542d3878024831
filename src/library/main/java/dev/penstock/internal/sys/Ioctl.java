package dev.penstock.internal.sys;

/** Requests of ioctl(2), from asm-generic/ioctls.h. */
public final class Ioctl {
    /** Bytes that can be read now, as a C {@code int}; on a pipe either end may be asked. */
    public static final long FIONREAD = 0x541B;

    /** A terminal's rows and columns, as a {@code struct winsize}: ioctl_tty(2). */
    public static final long TIOCGWINSZ = 0x5413;

    /** Sets them; the foreground process group gets a SIGWINCH if they changed. */
    public static final long TIOCSWINSZ = 0x5414;

    /** A terminal's settings, as a {@code struct termios}: of a pseudoterminal, the slave's. */
    public static final long TCGETS = 0x5401;

    public static final long TCSETS = 0x5402;

    /** The number of a pseudoterminal's slave, as a C {@code unsigned}; of a master alone. */
    public static final long TIOCGPTN = 0x8004_5430L;

    /** Unlocks a pseudoterminal's slave, where the C {@code int} is 0. */
    public static final long TIOCSPTLCK = 0x4004_5431L;

    /** Opens a pseudoterminal's slave by its master, with the argument's flags; Linux 4.13. */
    public static final long TIOCGPTPEER = 0x5441;

    private Ioctl() {}
}
