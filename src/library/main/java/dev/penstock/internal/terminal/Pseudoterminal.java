package dev.penstock.internal.terminal;

import static dev.penstock.sys.SyscallException.check;

import dev.penstock.internal.memory.Buffers;
import dev.penstock.internal.sys.FileName;
import dev.penstock.internal.sys.Ioctl;
import dev.penstock.internal.sys.Linux;
import dev.penstock.internal.sys.NativeMemory;
import dev.penstock.libc.Fcntl;
import dev.penstock.libc.Libc;
import dev.penstock.sys.Errno;
import dev.penstock.sys.Fd;
import dev.penstock.sys.SyscallException;
import java.io.Closeable;
import java.io.IOException;

/**
 * A new pseudoterminal: what is written to the master is typed on the terminal, and what a program
 * prints on the slave is read from the master. Both ends are close-on-exec, and the master is
 * non-blocking. When no slave is open any more the master's reads fail with {@code EIO}; when no
 * master is, the terminal hangs up, which is a SIGHUP to its session.
 */
public final class Pseudoterminal implements Closeable {
    /**
     * More than may lie in one direction, in bytes: what its line discipline keeps (4096,
     * drivers/tty/n_tty.c) and what lies in front of that, 8192 in drivers/tty/pty.c, which a write
     * may exceed by as much.
     */
    public static final int CAPACITY = 32 * 1024;

    private static final int SLAVE_FLAGS = Fcntl.O_RDWR | Fcntl.O_NOCTTY | Fcntl.O_CLOEXEC;

    private final Fd master;
    private final Fd slave;
    private final int number;

    private Pseudoterminal(Fd master, Fd slave, int number) {
        this.master = master;
        this.slave = slave;
        this.number = number;
    }

    /**
     * Makes one.
     *
     * @throws SyscallException {@code ENOENT} where no devpts is mounted, {@code ENOSPC} where
     *     {@code kernel.pty.max} of them are open
     */
    public static Pseudoterminal open() throws IOException {
        Linux.bind();
        Libc libc = Linux.libc();
        int flags = Fcntl.O_RDWR | Fcntl.O_NOCTTY | Fcntl.O_CLOEXEC | Fcntl.O_NONBLOCK;
        Fd master =
                Fd.adopt(check("open /dev/ptmx", libc.open(FileName.ascii("/dev/ptmx"), flags, 0)));
        NativeMemory answer = Buffers.borrow();
        try {
            int fd = master.number();
            answer.bytes().putInt(0, 0);
            check("ioctl(TIOCSPTLCK)", libc.ioctl(fd, Ioctl.TIOCSPTLCK, answer.address()), fd);
            int number = slaveNumber(libc, fd, answer);
            check("ioctl(TIOCGPTN)", number, fd);
            return new Pseudoterminal(master, openSlave(libc, fd, number), number);
        } catch (IOException e) {
            master.close();
            throw e;
        } finally {
            Buffers.giveBack(answer);
        }
    }

    /** Through the master, since another devpts may be mounted on /dev/pts by now. */
    private static Fd openSlave(Libc libc, int master, int number) throws IOException {
        int opened = libc.ioctl(master, Ioctl.TIOCGPTPEER, SLAVE_FLAGS);
        if (opened == -Errno.EINVAL || opened == -Errno.ENOTTY) {
            // Before Linux 4.13, and under emulators, the request is not known.
            opened = libc.open(FileName.ascii(name(number)), SLAVE_FLAGS, 0);
        }
        return Fd.adopt(check("ioctl(TIOCGPTPEER)", opened, master));
    }

    /**
     * Whether a descriptor is a pseudoterminal's master, whose end of file is an {@code EIO}.
     *
     * @param fd an open descriptor
     */
    public static boolean isMaster(int fd) {
        NativeMemory answer = Buffers.borrow();
        try {
            return slaveNumber(Linux.libc(), fd, answer) >= 0;
        } finally {
            Buffers.giveBack(answer);
        }
    }

    /** The number in /dev/pts, or a negative errno. */
    private static int slaveNumber(Libc libc, int master, NativeMemory answer) {
        int result = libc.ioctl(master, Ioctl.TIOCGPTN, answer.address());
        return result < 0 ? result : answer.bytes().getInt(0);
    }

    private static String name(int number) {
        return "/dev/pts/" + number;
    }

    public Fd master() {
        return master;
    }

    public Fd slave() {
        return slave;
    }

    /** The slave's path, such as {@code /dev/pts/4}, where devpts is mounted as usual. */
    public String name() {
        return name(number);
    }

    /** Closes both ends. */
    @Override
    public void close() throws IOException {
        try (master) {
            slave.close();
        }
    }
}
