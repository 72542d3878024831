package dev.penstock.loop;

import dev.penstock.internal.sys.EpollEvent;

/** What a {@link Registration} waits for, in the terms of epoll_ctl(2). */
public enum Interest {
    /**
     * Nothing: the descriptor is out of the epoll set, because errors and hang-ups are reported for
     * whatever is in the set.
     */
    NONE(0),
    /** Bytes to read, or the end of file: {@code EPOLLIN}. */
    READ(EpollEvent.EPOLLIN),
    /** Room to write: {@code EPOLLOUT}. */
    WRITE(EpollEvent.EPOLLOUT),
    /** Either. */
    READ_WRITE(EpollEvent.EPOLLIN | EpollEvent.EPOLLOUT),
    /** Errors and hang-ups alone: {@code EPOLLERR}. A writer learns that its reader is gone. */
    ERROR(EpollEvent.EPOLLERR);

    private final int events;

    Interest(int events) {
        this.events = events;
    }

    /** The {@code EPOLL…} bits, from linux/eventpoll.h. */
    public int events() {
        return events;
    }
}
