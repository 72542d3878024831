package dev.penstock.loop;

import dev.penstock.internal.sys.EpollEvent;

/**
 * What epoll_wait(2) reported of a descriptor. Immutable; one object for each combination, so
 * telling of an event makes no garbage.
 *
 * <p>It is a hint: a call on the descriptor may still answer {@code EAGAIN}.
 */
public final class Readiness {
    /** Of the bits that epoll reports without being asked for more, the highest is EPOLLHUP. */
    private static final int COMBINATIONS = 2 * EpollEvent.EPOLLHUP;

    private static final Readiness[] ALL = new Readiness[COMBINATIONS];

    static {
        for (int events = 0; events < COMBINATIONS; events++) {
            ALL[events] = new Readiness(events);
        }
    }

    private final int events;

    private Readiness(int events) {
        this.events = events;
    }

    /**
     * What these bits say.
     *
     * @param events the {@code EPOLL…} bits, from linux/eventpoll.h; those above {@code EPOLLHUP}
     *     are left out
     */
    public static Readiness of(int events) {
        return ALL[events & (COMBINATIONS - 1)];
    }

    /** Whether there is something to read, or the end of file: {@code EPOLLIN}. */
    public boolean readable() {
        return (events & EpollEvent.EPOLLIN) != 0;
    }

    /** Whether there is room to write: {@code EPOLLOUT}. */
    public boolean writable() {
        return (events & EpollEvent.EPOLLOUT) != 0;
    }

    /** Whether there is an error, as a pipe without a reader has: {@code EPOLLERR}. */
    public boolean error() {
        return (events & EpollEvent.EPOLLERR) != 0;
    }

    /**
     * Whether the other side hung up: {@code EPOLLHUP}. That is not the end of file: read on until
     * a read answers so.
     */
    public boolean hungUp() {
        return (events & EpollEvent.EPOLLHUP) != 0;
    }

    /** The bits, as {@link #of} takes them. */
    public int events() {
        return events;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        append(text, readable(), "readable");
        append(text, writable(), "writable");
        append(text, error(), "error");
        append(text, hungUp(), "hung up");
        return text.isEmpty() ? "nothing" : text.toString();
    }

    private static void append(StringBuilder text, boolean said, String word) {
        if (said) {
            text.append(text.isEmpty() ? "" : ", ").append(word);
        }
    }
}
