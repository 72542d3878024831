package dev.penstock.splice;

import static dev.penstock.sys.SyscallException.check;

import dev.penstock.internal.sys.FileName;
import dev.penstock.internal.sys.Linux;
import dev.penstock.internal.sys.PollFd;
import dev.penstock.internal.sys.SystemConstants;
import dev.penstock.libc.Fcntl;
import dev.penstock.libc.Libc;
import dev.penstock.sys.Errno;
import dev.penstock.sys.Fd;
import dev.penstock.sys.SyscallException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Ways to write to a descriptor that others use too, without making them wait or fail: {@code
 * O_NONBLOCK} belongs to the open file description, so it is never set on theirs.
 */
final class OpenDescriptor {
    /** No write of this size is split (pipe(7)): it fits where POLLOUT says that anything does. */
    private static final int PIPE_BUF = 4096;

    private OpenDescriptor() {}

    /**
     * A target of ours beside somebody's descriptor.
     *
     * @param number stays theirs
     * @throws IOException naming the descriptor: {@code EBADF} if it is not open for writing
     */
    static Target beside(int number, String name) throws IOException {
        Libc libc = Linux.libc();
        try {
            int flags = check("fcntl(F_GETFL)", libc.fcntl(number, Fcntl.F_GETFL, 0), number);
            if ((flags & Fcntl.O_ACCMODE) == Fcntl.O_RDONLY) {
                throw new SyscallException("write", Errno.EBADF, number);
            }
            Path link = Path.of("/proc/self/fd/" + number);
            if (Files.isRegularFile(link)) {
                // It never answers EAGAIN, and everybody's writes go on from one position.
                return new Target(name, duplicate(number), true);
            }
            if (Files.readSymbolicLink(link).toString().startsWith("socket:")) {
                return new OfSocket(name, duplicate(number));
            }
            int opened =
                    libc.open(
                            FileName.bytes(link),
                            Fcntl.O_WRONLY | Fcntl.O_NONBLOCK | Fcntl.O_CLOEXEC | Fcntl.O_NOCTTY,
                            0);
            return opened < 0 ? asking(number, name) : new Target(name, Fd.adopt(opened), true);
        } catch (SyscallException e) {
            throw Target.named(name, e);
        }
    }

    /** Where it may not be opened: each write asks first, and is small. */
    static Target asking(int number, String name) throws SyscallException {
        return new OfAnother(name, duplicate(number));
    }

    private static Fd duplicate(int number) throws SyscallException {
        int copy = Linux.libc().fcntl(number, Fcntl.F_DUPFD_CLOEXEC, 0);
        return Fd.adopt(check("fcntl(F_DUPFD_CLOEXEC)", copy, number));
    }

    /**
     * A socket cannot be opened a second time, but a single send(2) can be told not to wait;
     * splice(2) cannot, it goes by the description's flag alone.
     */
    private static final class OfSocket extends Target {
        OfSocket(String name, Fd fd) {
            super(name, fd, false);
        }

        @Override
        long call(int number, long address, int most) {
            int flags = SystemConstants.MSG_DONTWAIT | SystemConstants.MSG_NOSIGNAL;
            return libc.send(number, address, most, flags);
        }
    }

    /** Somebody's pipe or terminal that may not be opened: asked before each small write. */
    private static final class OfAnother extends Target {
        OfAnother(String name, Fd fd) {
            super(name, fd, false);
        }

        @Override
        long call(int number, long address, int most) throws IOException {
            return new PollFd().poll(number, PollFd.POLLOUT, 0) == 0
                    ? -Errno.EAGAIN
                    : libc.write(number, address, Math.min(most, PIPE_BUF));
        }
    }
}
