package dev.penstock.internal.loop;

import static dev.penstock.internal.sys.EpollEvent.EPOLL_CLOEXEC;
import static dev.penstock.internal.sys.EpollEvent.EPOLL_CTL_ADD;
import static dev.penstock.internal.sys.EpollEvent.EPOLL_CTL_DEL;
import static dev.penstock.internal.sys.EpollEvent.EPOLL_CTL_MOD;

import dev.penstock.internal.sys.EpollEvent;
import dev.penstock.internal.sys.Linux;
import dev.penstock.libc.Libc;
import dev.penstock.sys.Errno;
import dev.penstock.sys.Fd;
import dev.penstock.sys.SyscallException;
import java.io.Closeable;
import java.io.IOException;

/**
 * An epoll set, level-triggered, one verb a method. {@link #await} is for one thread; the others
 * may be called from any, while it waits too.
 */
final class Epoll implements Closeable {
    private final Libc libc = Linux.libc();
    private final Fd owned;
    private final int epfd;

    /** The argument of {@code epoll_ctl}; guarded by itself. */
    private final EpollEvent change = new EpollEvent(1);

    Epoll() throws SyscallException {
        owned = Fd.adopt(SyscallException.check("epoll_create1", libc.epollCreate1(EPOLL_CLOEXEC)));
        epfd = owned.number();
    }

    /**
     * @throws SyscallException {@code EPERM} for a regular file or directory, which epoll does not
     *     take; {@code EEXIST} if the descriptor is in the set
     */
    void add(int fd, int interest, long key) throws SyscallException {
        control(EPOLL_CTL_ADD, fd, interest, key);
    }

    void modify(int fd, int interest, long key) throws SyscallException {
        control(EPOLL_CTL_MOD, fd, interest, key);
    }

    /**
     * Always before close(2): the set holds the open file description, and so may a child that is
     * just being spawned; its events would go on under a number that is soon another file's.
     */
    void delete(int fd) throws SyscallException {
        control(EPOLL_CTL_DEL, fd, 0, 0);
    }

    private void control(int operation, int fd, int interest, long key) throws SyscallException {
        synchronized (change) {
            change.set(0, interest, key);
            SyscallException.check(
                    "epoll_ctl", libc.epollCtl(epfd, operation, fd, change.address()), fd);
        }
    }

    /**
     * Waits for events.
     *
     * @param events receives them
     * @param timeoutMillis -1 for ever
     * @return how many; 0 after the time, and after a signal, so that the caller works out its
     *     timeout anew
     */
    int await(EpollEvent events, int timeoutMillis) throws SyscallException {
        int ready = libc.epollWait(epfd, events.address(), events.count(), timeoutMillis);
        return ready == -Errno.EINTR ? 0 : SyscallException.check("epoll_wait", ready, epfd);
    }

    @Override
    public void close() throws IOException {
        owned.close();
    }
}
