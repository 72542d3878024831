package dev.penstock.internal.sys;

/** Flags and sizes of posix_spawn(3): the C library's spawn.h, not the kernel's. */
public final class SpawnAttributes {
    public static final short POSIX_SPAWN_SETPGROUP = 0x02;
    public static final short POSIX_SPAWN_SETSIGDEF = 0x04;
    public static final short POSIX_SPAWN_SETSIGMASK = 0x08;
    public static final short POSIX_SPAWN_SETSID = 0x80;

    /** {@code sizeof(posix_spawnattr_t)}: 336 in glibc and in musl. */
    public static final int SIZE = 336;

    /** {@code sizeof(posix_spawn_file_actions_t)}: 80 in glibc and in musl. */
    public static final int FILE_ACTIONS_SIZE = 80;

    /**
     * {@code sizeof(sigset_t)} in the C library: room for 1024 signals, of which the kernel has 64.
     */
    public static final int SIGSET_SIZE = 128;

    private SpawnAttributes() {}
}
