package dev.penstock.sys;

import dev.penstock.libc.Libc;
import java.io.IOException;

/** A system call that failed: which one, with what error, on which descriptor. */
public final class SyscallException extends IOException {
    private static final long serialVersionUID = 1;

    private static final int NO_FD = -1;

    private final String call;
    private final int errno;
    private final int fd;

    /**
     * @param call the call's name as its man page has it, such as {@code epoll_ctl}
     * @param errno a positive error number
     * @param fd the descriptor concerned, or -1 where there is none
     */
    public SyscallException(String call, int errno, int fd) {
        super(message(call, errno, fd));
        this.call = call;
        this.errno = errno;
        this.fd = fd;
    }

    private static String message(String call, int errno, int fd) {
        String meaning = Errno.meaning(errno);
        return on(call, fd) + ": " + Errno.name(errno) + (meaning.isEmpty() ? "" : ": " + meaning);
    }

    /**
     * {@code read} becomes {@code read(fd 5)}, and {@code fcntl(F_GETFL)} {@code fcntl(fd 5,
     * F_GETFL)}.
     */
    private static String on(String call, int fd) {
        if (fd == NO_FD) {
            return call;
        }
        int open = call.indexOf('(');
        return open < 0
                ? call + "(fd " + fd + ")"
                : call.substring(0, open) + "(fd " + fd + ", " + call.substring(open + 1);
    }

    /**
     * The checked call: passes a result through and turns minus errno into an exception.
     *
     * @param call the call's name as its man page has it
     * @param result what {@link Libc} answered
     * @param fd the descriptor concerned
     * @return {@code result}, 0 or more
     * @throws SyscallException if it is negative
     */
    public static int check(String call, int result, int fd) throws SyscallException {
        if (result < 0) {
            throw new SyscallException(call, -result, fd);
        }
        return result;
    }

    /** As {@link #check(String, int, int)}, for calls that answer a C {@code ssize_t}. */
    public static long check(String call, long result, int fd) throws SyscallException {
        if (result < 0) {
            throw new SyscallException(call, (int) -result, fd);
        }
        return result;
    }

    /** As {@link #check(String, int, int)}, for calls without a descriptor. */
    public static int check(String call, int result) throws SyscallException {
        return check(call, result, NO_FD);
    }

    /** The call's name, such as {@code epoll_ctl}. */
    public String call() {
        return call;
    }

    /** The error number, positive; {@link Errno} has names for it. */
    public int errno() {
        return errno;
    }

    /** The descriptor concerned, or -1. */
    public int fd() {
        return fd;
    }
}
