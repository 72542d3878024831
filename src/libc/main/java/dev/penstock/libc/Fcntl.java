package dev.penstock.libc;

/** Constants of fcntl(2) and open(2), from asm-generic/fcntl.h and linux/fcntl.h. */
public final class Fcntl {
    public static final int O_RDONLY = 0;
    public static final int O_WRONLY = 1;
    public static final int O_RDWR = 2;
    public static final int O_CREAT = 0_100;
    public static final int O_EXCL = 0_200;
    public static final int O_NOCTTY = 0_400;
    public static final int O_TRUNC = 0_1000;
    public static final int O_APPEND = 0_2000;
    public static final int O_NONBLOCK = 0_4000;
    public static final int O_CLOEXEC = 0_2000000;

    /** Names the file and opens nothing. */
    public static final int O_PATH = 0_10000000;

    /** The access mode within the flags that {@link #F_GETFL} answers. */
    public static final int O_ACCMODE = 3;

    public static final int F_GETFD = 1;
    public static final int F_SETFD = 2;
    public static final int F_GETFL = 3;
    public static final int F_SETFL = 4;
    public static final int F_DUPFD_CLOEXEC = 1030;
    public static final int F_SETPIPE_SZ = 1031;
    public static final int F_GETPIPE_SZ = 1032;

    /** Adds seals to a memfd. */
    public static final int F_ADD_SEALS = 1033;

    /** The only descriptor flag: the descriptor is closed by execve(2). */
    public static final int FD_CLOEXEC = 1;

    private Fcntl() {}

    /**
     * Refuses what is not one of the commands here: others take an address, and a number in its
     * place would let the kernel write anywhere.
     *
     * @throws IllegalArgumentException naming the command
     */
    public static void requireKnown(int command) {
        switch (command) {
            case F_GETFD,
                    F_SETFD,
                    F_GETFL,
                    F_SETFL,
                    F_GETPIPE_SZ,
                    F_SETPIPE_SZ,
                    F_DUPFD_CLOEXEC,
                    F_ADD_SEALS -> {}
            default -> throw new IllegalArgumentException("fcntl command " + command);
        }
    }
}
