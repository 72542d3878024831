package dev.penstock.pipe;

import dev.penstock.loop.EventLoop;
import dev.penstock.loop.Registration;
import dev.penstock.sink.Sink;
import dev.penstock.sys.EpollEvent;
import dev.penstock.sys.NativeMemory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Carries bytes from a pipe to a sink until end of file, on an event loop. It owns the channel and
 * closes it.
 *
 * <p>One read a wake-up: with many pumps on a loop each has its turn, and the kernel calls again
 * for what is left. When the sink is full the descriptor leaves the epoll set, so that the pipe
 * fills and its writer blocks; when the sink resumes, it first gets what it had left, then the
 * descriptor is put back.
 *
 * <p>Everything but {@link #bytes} is for the loop's thread.
 */
public final class Pump {
    /** Told once, on the loop's thread, after the sink and after the channel was closed. */
    public interface Listener {
        /**
         * @param failure null at end of file; otherwise what ended the pump before, and the sink
         *     has it too (unless it is what the sink's {@code end} threw)
         */
        void pumpEnded(Pump pump, Throwable failure);
    }

    /**
     * Reads for a sink that leaves bytes over are no larger than this: they have to be kept for it.
     */
    private static final int HELD_MOST = 64 * 1024;

    private final EventLoop loop;
    private final PipeChannel from;
    private final Sink to;
    private final Listener listener;
    private final AtomicBoolean resumeAsked = new AtomicBoolean();

    private Registration registration;
    private boolean full;
    private boolean ended;

    /**
     * What a full sink left, or null if it has never left any; a heap buffer that is used again.
     */
    private ByteBuffer held;

    private volatile long bytes;
    private long leftUnread;

    private Pump(EventLoop loop, PipeChannel from, Sink to, Listener listener) {
        this.loop = loop;
        this.from = from;
        this.to = to;
        this.listener = listener;
    }

    /**
     * Attaches the sink and begins. Loop thread. Whatever fails here reaches the listener like a
     * later failure, from within this call.
     *
     * @param from owned by the pump from now on
     */
    public static Pump start(EventLoop loop, PipeChannel from, Sink to, Listener listener) {
        Pump pump = new Pump(loop, from, to, listener);
        try {
            to.attach(pump::resume);
            pump.registration =
                    loop.register(from.fd(), EpollEvent.EPOLLIN, (r, events) -> pump.readOnce());
        } catch (Throwable t) {
            pump.fail(t);
        }
        return pump;
    }

    /** How many bytes have been read so far. Any thread. */
    public long bytes() {
        return bytes;
    }

    /**
     * How many bytes the sink did not get when the pump was stopped or the sink threw: those in the
     * pipe, and those read but refused; 0 after end of file.
     */
    public long leftUnread() {
        return leftUnread;
    }

    /** The pipe it reads. */
    public PipeChannel channel() {
        return from;
    }

    /** Whether the listener has been told. */
    public boolean hasEnded() {
        return ended;
    }

    /**
     * Reads what lies in the pipe, as far as the sink takes it, and ends without waiting for more.
     * If the end of file shows, that is how it ends.
     *
     * @param cause why, for the sink and the listener
     */
    public void drainAndStop(Throwable cause) {
        // No further than what lies there now: a process that still writes could keep this up for
        // ever.
        long there = countUnread();
        while (!ended && !full) {
            long before = bytes;
            if (!readOnce() || (there -= bytes - before) < 0) {
                break;
            }
        }
        if (!ended) {
            leftUnread = countUnread() + (held == null ? 0 : held.remaining());
            fail(cause);
        }
    }

    /** Whether it waits for its sink, and not for its pipe. */
    public boolean isFull() {
        return full;
    }

    private long countUnread() {
        try {
            return from.unread();
        } catch (IOException e) {
            // The pump is being stopped for a reason that matters more; the count alone is missing.
            return 0;
        }
    }

    /** One read and what follows from it; false if nothing was there. */
    private boolean readOnce() {
        if (ended || full) {
            return false;
        }
        NativeMemory buffer = loop.readBuffer();
        int got;
        try {
            got = from.read(buffer.address(), held == null ? buffer.bytes().capacity() : HELD_MOST);
        } catch (Throwable t) {
            fail(t);
            return false;
        }
        if (got > 0) {
            bytes += got;
            offer(buffer.bytes().limit(got));
        } else if (got < 0) {
            endOfFile();
        }
        return got > 0;
    }

    private void offer(ByteBuffer chunk) {
        try {
            full = to.accept(chunk) == Sink.Answer.FULL;
            if (full) {
                hold(chunk);
                if (registration != null) {
                    registration.interest(0);
                }
            } else if (chunk.hasRemaining()) {
                throw new IllegalStateException(
                        to + " left " + chunk.remaining() + " bytes and did not answer FULL");
            }
        } catch (Throwable t) {
            leftUnread = chunk.remaining() + countUnread();
            fail(t);
        }
    }

    private void hold(ByteBuffer rest) {
        if (!rest.hasRemaining() || rest == held) {
            return;
        }
        if (held == null || held.capacity() < rest.remaining()) {
            held = ByteBuffer.allocate(Math.max(HELD_MOST, rest.remaining()));
        }
        held.clear();
        held.put(rest).flip();
    }

    /**
     * The sink's {@code resume}: any thread, any time; it goes through the loop, so it is never
     * lost.
     */
    private void resume() {
        if (resumeAsked.compareAndSet(false, true)) {
            try {
                loop.execute(this::resumed);
            } catch (RejectedExecutionException closed) {
                // The loop is closed, and this pump with it: nothing is left to resume.
                return;
            }
        }
    }

    private void resumed() {
        resumeAsked.set(false);
        if (ended || !full) {
            return;
        }
        full = false;
        if (held != null && held.hasRemaining()) {
            offer(held);
        }
        if (!ended && !full) {
            try {
                registration.interest(EpollEvent.EPOLLIN);
            } catch (Throwable t) {
                fail(t);
            }
        }
    }

    private void endOfFile() {
        Throwable failure = null;
        try {
            to.end();
        } catch (Throwable t) {
            failure = t;
        }
        finish(failure);
    }

    private void fail(Throwable cause) {
        if (ended) {
            return;
        }
        try {
            to.fail(cause);
        } catch (Throwable again) {
            if (again != cause) {
                cause.addSuppressed(again);
            }
        }
        finish(cause);
    }

    private void finish(Throwable failure) {
        ended = true;
        Throwable told = failure;
        try {
            from.close();
        } catch (IOException | RuntimeException e) {
            if (told == null) {
                told = e;
            } else {
                told.addSuppressed(e);
            }
        }
        listener.pumpEnded(this, told);
    }
}
