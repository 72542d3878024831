package dev.penstock.loop;

/** What a registered descriptor's owner does when it is ready. */
@FunctionalInterface
public interface ReadyHandler {
    /**
     * Called on the loop's thread; it must not block. Readiness is level-triggered: what is not
     * done now is called for again. It is also a hint: a call on the descriptor may still answer
     * {@code EAGAIN}.
     *
     * @param registration the one that was ready
     * @param events the {@code EPOLL…} bits of {@link dev.penstock.internal.sys.EpollEvent}; {@code
     *     EPOLLERR} and {@code EPOLLHUP} come without being asked for, and {@code EPOLLHUP} is not
     *     end of file: read on until a read answers so
     * @throws Exception cancels the registration and goes to the loop thread's uncaught exception
     *     handler; the loop goes on
     */
    void ready(Registration registration, int events) throws Exception;
}
