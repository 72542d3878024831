package dev.penstock.sys;

import dev.penstock.internal.sys.Linux;
import dev.penstock.libc.Fcntl;
import dev.penstock.libc.Libc;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A descriptor and its one owner. Any thread.
 *
 * <p>Calls on the descriptor stand between {@link #use} and {@link #done}. {@link #close} takes
 * effect at once for later users; close(2) itself is made when the last one in a call is done, so
 * that the number is never another file's while a call is under way. That wait is short, because
 * the descriptors that Penstock owns do not block.
 */
public final class Fd implements Closeable {
    private static final int CLOSED = 1 << 31;
    private static final int STANDARD_ERROR = 2;

    private final int number;

    /** How many are between use and done, and {@link #CLOSED}. */
    private final AtomicInteger state = new AtomicInteger();

    private volatile Runnable beforeClose;

    /**
     * Takes ownership.
     *
     * @param number an open descriptor that nobody else closes
     */
    public Fd(int number) {
        if (number < 0) {
            throw new IllegalArgumentException("not a descriptor: " + number);
        }
        this.number = number;
    }

    /**
     * Takes ownership of a descriptor that a call has just made, and moves it out of the way if it
     * got a number of 0 to 2, as happens in a process whose own are closed: what that process
     * prints must not end up in a pipe, nor a child's standard streams be laid over each other.
     *
     * @throws SyscallException {@code EMFILE} if it cannot be moved; it is closed then
     */
    public static Fd adopt(int number) throws SyscallException {
        if (number > STANDARD_ERROR) {
            return new Fd(number);
        }
        Libc libc = Linux.libc();
        int moved = libc.fcntl(number, Fcntl.F_DUPFD_CLOEXEC, STANDARD_ERROR + 1);
        int closed = libc.close(number);
        SyscallException.check("fcntl(F_DUPFD_CLOEXEC)", moved, number);
        SyscallException.check("close", closed, number);
        return new Fd(moved);
    }

    /** The number, for messages and for handing to a child that is being spawned. */
    public int number() {
        return number;
    }

    /**
     * Begins a call on the descriptor; {@link #done} must follow.
     *
     * @return the number
     * @throws ClosedChannelException if it has been closed
     */
    public int use() throws ClosedChannelException {
        int seen;
        do {
            seen = state.get();
            if (seen < 0) {
                throw new ClosedChannelException();
            }
        } while (!state.compareAndSet(seen, seen + 1));
        return number;
    }

    /**
     * Ends what {@link #use} began, and makes the close(2) that waited for it.
     *
     * @throws SyscallException if that fails
     */
    public void done() throws SyscallException {
        if (state.decrementAndGet() == CLOSED) {
            release();
        }
    }

    public boolean isOpen() {
        return state.get() >= 0;
    }

    /**
     * Names what must happen before close(2): for a descriptor in an epoll set, leaving it. At most
     * one; it runs on the thread that closes.
     *
     * @param action replaces the one before; null for none
     */
    public void beforeClose(Runnable action) {
        beforeClose = action;
    }

    /** Closes the descriptor. Closing again does nothing. */
    @Override
    public void close() throws IOException {
        int seen;
        do {
            seen = state.get();
            if (seen < 0) {
                return;
            }
            // Counts as one more in a call, so that nobody's done() closes before the action has
            // run.
        } while (!state.compareAndSet(seen, (seen + 1) | CLOSED));
        Runnable action = beforeClose;
        try {
            if (action != null) {
                action.run();
            }
        } finally {
            done();
        }
    }

    private void release() throws SyscallException {
        int result = Linux.libc().close(number);
        // The descriptor is gone all the same; a second close could hit somebody else's (close(2)).
        if (result < 0 && result != -Errno.EINTR) {
            throw new SyscallException("close", -result, number);
        }
    }

    @Override
    public String toString() {
        return "fd " + number + (isOpen() ? "" : " (closed)");
    }
}
