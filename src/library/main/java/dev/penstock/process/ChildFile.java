package dev.penstock.process;

import static dev.penstock.sys.SyscallException.check;

import dev.penstock.internal.sys.FileName;
import dev.penstock.internal.sys.Linux;
import dev.penstock.libc.Fcntl;
import dev.penstock.libc.Libc;
import dev.penstock.sys.Errno;
import dev.penstock.sys.Fd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A file for a child's standard stream. To open one can take any time: a FIFO waits for its other
 * side, a serial line for its carrier, a file under another process's lease for the holder
 * (fcntl(2)). Such a file the child opens itself, after its birth, so that the child waits and no
 * thread of this process does. The thread that starts the child.
 */
final class ChildFile {
    private static final int MODE_0666 = 0_666;

    /** The types of files, from linux/stat.h. */
    private static final int S_IFMT = 0_170000;

    private static final int S_IFIFO = 0_010000;
    private static final int S_IFCHR = 0_020000;
    private static final int S_IFBLK = 0_060000;

    private enum Kind {
        /** Opened at once, unless it is under a lease: a file on a disk. */
        REGULAR,
        /** Opened at once: memory, a terminal. */
        DEVICE,
        /** May take any time. */
        WAITING,
        FIFO
    }

    private final Libc libc = Linux.libc();
    private final Path path;
    private final int flags;
    private boolean openedByChild;

    /**
     * @param flags of open(2)
     */
    ChildFile(Path path, int flags) {
        this.path = path;
        this.flags = flags | Fcntl.O_NOCTTY;
    }

    /** The open file, or its name alone (O_PATH) where {@link #isOpenedByChild}. */
    Fd open() throws IOException {
        Kind kind = kind();
        if (kind == Kind.DEVICE) {
            return open(flags);
        }
        if (kind == Kind.REGULAR) {
            try {
                return atOnce();
            } catch (CannotOpenException e) {
                if (e.errno != Errno.EAGAIN) {
                    throw e;
                }
            }
        }
        openedByChild = true;
        return open(Fcntl.O_PATH);
    }

    /** To be read by this process, from any place in it; it is an error if that would wait. */
    Fd openPart() throws IOException {
        Kind kind = kind();
        if (kind == Kind.FIFO) {
            throw new CannotOpenException(path.toString(), Errno.ESPIPE);
        }
        return kind == Kind.REGULAR ? atOnce() : open(flags);
    }

    boolean isOpenedByChild() {
        return openedByChild;
    }

    /** Those to open it with. */
    int flags() {
        return flags;
    }

    /** {@code O_NONBLOCK} lasts for the opening only. */
    private Fd atOnce() throws IOException {
        Fd file = open(flags | Fcntl.O_NONBLOCK);
        try {
            int number = file.number();
            int set = libc.fcntl(number, Fcntl.F_SETFL, flags & Fcntl.O_APPEND);
            check("fcntl(F_SETFL)", set, number);
            return file;
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    private Fd open(int how) throws IOException {
        int fd = libc.open(FileName.bytes(path), how | Fcntl.O_CLOEXEC, MODE_0666);
        if (fd < 0) {
            throw new CannotOpenException(path.toString(), -fd);
        }
        return Fd.adopt(fd);
    }

    private Kind kind() {
        if (path.toString().equals("/dev/null")) {
            return Kind.DEVICE;
        }
        Map<String, Object> attributes;
        try {
            attributes = Files.readAttributes(path, "unix:mode,rdev");
        } catch (IOException e) {
            // It is about to be made, or open(2) will say what is wrong.
            return Kind.REGULAR;
        }
        int type = (int) attributes.get("mode") & S_IFMT;
        if (type == S_IFIFO) {
            return Kind.FIFO;
        }
        if (type == S_IFCHR) {
            return isReady((long) attributes.get("rdev")) ? Kind.DEVICE : Kind.WAITING;
        }
        return type == S_IFBLK ? Kind.WAITING : Kind.REGULAR;
    }

    /**
     * Whether to open this character device takes no time: {@code /dev/null} and the like, {@code
     * /dev/tty}, and pseudo-terminals, by their major numbers (the kernel's
     * Documentation/admin-guide/devices.txt).
     */
    private static boolean isReady(long device) {
        long major = device >>> 8 & 0xfff | device >>> 32 & ~0xfff;
        return major == 1 || major == 5 || major >= 136 && major <= 143;
    }
}
