package dev.penstock.internal.sys;

/** Constants of memfd_create(2), from linux/memfd.h, and of its seals, from linux/fcntl.h. */
public final class Memfd {
    public static final int MFD_CLOEXEC = 1;
    public static final int MFD_ALLOW_SEALING = 2;

    /** May be executed, Linux 6.3; before, every memfd may, and the flag is {@code EINVAL}. */
    public static final int MFD_EXEC = 0x10;

    public static final int F_SEAL_SEAL = 1;
    public static final int F_SEAL_SHRINK = 2;
    public static final int F_SEAL_GROW = 4;
    public static final int F_SEAL_WRITE = 8;

    private Memfd() {}
}
