package dev.penstock.internal.sys;

import dev.penstock.libc.Libc;

/**
 * JNI, but for the six calls that jnr-posix has: those go through another binding. All others are
 * inherited native methods, so composing costs them nothing.
 */
final class ComposedLibc extends JniLibc {
    private final Libc posix;

    /** To be made once {@link JniLibc}'s library is loaded. */
    ComposedLibc(Libc posix) {
        this.posix = posix;
    }

    @Override
    public int pipe(int[] fds) {
        return posix.pipe(fds);
    }

    @Override
    public int dup(int fd) {
        return posix.dup(fd);
    }

    @Override
    public int dup2(int oldFd, int newFd) {
        return posix.dup2(oldFd, newFd);
    }

    @Override
    public int fcntl(int fd, int command, int argument) {
        return posix.fcntl(fd, command, argument);
    }

    @Override
    public int close(int fd) {
        return posix.close(fd);
    }

    @Override
    public int kill(int pid, int signal) {
        return posix.kill(pid, signal);
    }
}
