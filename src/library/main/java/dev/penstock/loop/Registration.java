package dev.penstock.loop;

import dev.penstock.internal.loop.EpollRegistration;
import dev.penstock.sys.Fd;
import dev.penstock.sys.SyscallException;

/**
 * A descriptor in a loop's epoll set. Any thread may change or cancel it; the change holds from the
 * return on, but for a handler that is running at that moment on the loop's thread.
 */
public sealed interface Registration permits EpollRegistration {

    /**
     * What to wait for from now on.
     *
     * @throws SyscallException if epoll_ctl(2) fails
     * @throws IllegalStateException if it was cancelled
     */
    void interest(Interest interest) throws SyscallException;

    /**
     * Takes the descriptor out of the loop, for good; it stays open, and may be closed from now on.
     * Does nothing the second time. An {@link Fd} that is closed cancels its registration by
     * itself.
     */
    void cancel();

    /** Whether {@link #cancel} was called, or the loop is closed. */
    boolean isCancelled();
}
