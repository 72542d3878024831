package dev.penstock.jnr;

import com.kenai.jffi.MemoryIO;
import dev.penstock.libc.Fcntl;

/** The six functions that Penstock calls through jnr-posix, as {@link CFunction} binds them. */
final class CalledFunctions extends UncalledFunctions {
    private final MemoryIO memory = MemoryIO.getInstance();

    /** pipe2, so that no child of another thread is born between pipe and FD_CLOEXEC. */
    @Override
    public int pipe(int[] fds) {
        long both = memory.allocateMemory(2 * Integer.BYTES, false);
        if (both == 0) {
            throw new OutOfMemoryError("native memory for two descriptors");
        }
        try {
            int result = (int) CFunction.PIPE2.call(both, Fcntl.O_CLOEXEC);
            if (result == 0) {
                memory.getIntArray(both, fds, 0, 2);
            }
            return result;
        } finally {
            memory.freeMemory(both);
        }
    }

    @Override
    public int dup(int fd) {
        return (int) CFunction.DUP.call(fd);
    }

    @Override
    public int dup2(int oldFd, int newFd) {
        return (int) CFunction.DUP2.call(oldFd, newFd);
    }

    @Override
    public int fcntl(int fd, int command, int argument) {
        return (int) CFunction.FCNTL.call(fd, command, argument);
    }

    @Override
    public int close(int fd) {
        return (int) CFunction.CLOSE.call(fd);
    }

    /** jnr-posix passes the pid as a long. */
    @Override
    public int kill(long pid, int signal) {
        return (int) CFunction.KILL.call(pid, signal);
    }
}
