package dev.penstock.loop;

import dev.penstock.sys.Fd;
import dev.penstock.sys.SyscallException;

/**
 * A descriptor in a loop's epoll set. Any thread may change or cancel it; the change holds from the
 * return on, but for a handler that is running at that moment on the loop's thread.
 */
public final class Registration {
    private final EventLoop loop;
    private final Epoll epoll;
    private final int fd;
    final ReadyHandler handler;

    /**
     * Slot and generation, as the kernel hands it back with each event; see {@link Registrations}.
     */
    final long key;

    /**
     * What the epoll set holds for it; 0 when it is not in the set. Changed with the monitor held.
     */
    private volatile int interest;

    private volatile boolean cancelled;

    Registration(EventLoop loop, Epoll epoll, int fd, ReadyHandler handler, long key) {
        this.loop = loop;
        this.epoll = epoll;
        this.fd = fd;
        this.handler = handler;
        this.key = key;
    }

    /**
     * What to wait for from now on.
     *
     * @param events {@code EPOLLIN}, {@code EPOLLOUT} or both; {@code EPOLLERR} to be told of
     *     errors and hang-ups alone; 0 pauses, which takes the descriptor out of the set, because
     *     errors and hang-ups are reported to any that is in it
     * @throws SyscallException if epoll_ctl(2) fails
     * @throws IllegalStateException if it was cancelled
     */
    public synchronized void interest(int events) throws SyscallException {
        if (cancelled) {
            throw new IllegalStateException("cancelled: " + this);
        }
        if (events == interest) {
            return;
        }
        if (interest == 0) {
            epoll.add(fd, events, key);
        } else if (events == 0) {
            epoll.delete(fd);
        } else {
            epoll.modify(fd, events, key);
        }
        interest = events;
    }

    /**
     * Takes the descriptor out of the loop, for good; it stays open, and may be closed from now on.
     * Does nothing the second time. An {@link Fd} that is closed cancels its registration by
     * itself.
     */
    public void cancel() {
        synchronized (this) {
            if (cancelled) {
                return;
            }
            cancelled = true;
            if (interest != 0) {
                interest = 0;
                try {
                    epoll.delete(fd);
                } catch (SyscallException e) {
                    // The owner closed the descriptor too early: a mistake that must not stay
                    // unseen.
                    throw new IllegalStateException("closed while registered: " + this, e);
                }
            }
        }
        loop.forget(this);
    }

    /** Whether it is in the epoll set: neither paused nor cancelled. */
    boolean isWaiting() {
        return interest != 0;
    }

    /** Whether {@link #cancel} was called, or the loop is closed. */
    public boolean isCancelled() {
        return cancelled;
    }

    @Override
    public String toString() {
        return "fd " + fd + " in " + loop;
    }
}
