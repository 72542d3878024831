package dev.penstock.internal.sys;

/** Requests of ioctl(2), from asm-generic/ioctls.h. */
public final class Ioctl {
    /** Bytes that can be read now, as a C {@code int}; on a pipe either end may be asked. */
    public static final long FIONREAD = 0x541B;

    /** A terminal's rows and columns, as a {@code struct winsize}: ioctl_tty(2). */
    public static final long TIOCGWINSZ = 0x5413;

    private Ioctl() {}
}
