package dev.penstock.internal.loop;

import dev.penstock.loop.Interest;
import dev.penstock.loop.ReadyHandler;
import dev.penstock.loop.Registration;
import dev.penstock.sys.SyscallException;

/** A {@link Registration} in an {@link EpollLoop}. */
public final class EpollRegistration implements Registration {
    private final EpollLoop loop;
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

    EpollRegistration(EpollLoop loop, Epoll epoll, int fd, ReadyHandler handler, long key) {
        this.loop = loop;
        this.epoll = epoll;
        this.fd = fd;
        this.handler = handler;
        this.key = key;
    }

    @Override
    public synchronized void interest(Interest wanted) throws SyscallException {
        if (cancelled) {
            throw new IllegalStateException("cancelled: " + this);
        }
        int events = wanted.events();
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

    @Override
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

    @Override
    public boolean isCancelled() {
        return cancelled;
    }

    @Override
    public String toString() {
        return "fd " + fd + " in " + loop;
    }
}
