package dev.penstock.internal.sys;

/** Requests of ioctl(2), from asm-generic/ioctls.h. */
public final class Ioctl {
    /** Bytes that can be read now, as a C {@code int}; on a pipe either end may be asked. */
    public static final long FIONREAD = 0x541B;

    private Ioctl() {}
}
