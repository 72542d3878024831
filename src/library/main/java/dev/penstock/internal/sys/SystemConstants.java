package dev.penstock.internal.sys;

/**
 * Numbers that system calls take and return, by the header that defines them. They are the same on
 * x86_64 and aarch64.
 */
public final class SystemConstants {
    private SystemConstants() {}

    // ioctl(2), from asm-generic/ioctls.h.

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

    // memfd_create(2), from linux/memfd.h, and its seals, from linux/fcntl.h.

    public static final int MFD_CLOEXEC = 1;
    public static final int MFD_ALLOW_SEALING = 2;

    /**
     * The file may be executed, Linux 6.3. Before that every memfd may, and the flag is {@code
     * EINVAL}.
     */
    public static final int MFD_EXEC = 0x10;

    public static final int F_SEAL_SEAL = 1;
    public static final int F_SEAL_SHRINK = 2;
    public static final int F_SEAL_GROW = 4;
    public static final int F_SEAL_WRITE = 8;

    // prctl(2), from linux/prctl.h.

    /** Whether the process adopts its orphaned descendants; of all its threads. Linux 3.4. */
    public static final int PR_SET_CHILD_SUBREAPER = 36;

    /** Writes what {@link #PR_SET_CHILD_SUBREAPER} has set to an {@code int} at the address. */
    public static final int PR_GET_CHILD_SUBREAPER = 37;

    // send(2) and recv(2), from the C library's sys/socket.h and the kernel's linux/socket.h.

    /** Copies the bytes that have arrived, and leaves them in the socket. */
    public static final int MSG_PEEK = 0x2;

    /** The call does not wait, whatever the open file description says. */
    public static final int MSG_DONTWAIT = 0x40;

    /** {@code EPIPE} without SIGPIPE. */
    public static final int MSG_NOSIGNAL = 0x4000;

    // splice(2) and tee(2), from linux/splice.h.

    public static final int SPLICE_F_NONBLOCK = 2;

    // posix_spawn(3), from the C library's spawn.h; the sizes are those of glibc and of musl.

    public static final short POSIX_SPAWN_SETPGROUP = 0x02;
    public static final short POSIX_SPAWN_SETSIGDEF = 0x04;
    public static final short POSIX_SPAWN_SETSIGMASK = 0x08;
    public static final short POSIX_SPAWN_SETSID = 0x80;

    /** {@code sizeof(posix_spawnattr_t)}. */
    public static final int SPAWN_ATTRIBUTES_SIZE = 336;

    /** {@code sizeof(posix_spawn_file_actions_t)}. */
    public static final int SPAWN_FILE_ACTIONS_SIZE = 80;

    /**
     * {@code sizeof(sigset_t)} in the C library: room for 1024 signals, of which the kernel has 64.
     */
    public static final int SIGSET_SIZE = 128;

    // waitid(2), from linux/wait.h, and its result, from asm-generic/siginfo.h.

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
}
