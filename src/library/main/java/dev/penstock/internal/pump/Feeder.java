package dev.penstock.internal.pump;

import dev.penstock.internal.splice.DirectSource;
import dev.penstock.internal.splice.DirectSource.Given;
import dev.penstock.loop.EventLoop;
import dev.penstock.loop.Interest;
import dev.penstock.loop.Readiness;
import dev.penstock.loop.Registration;
import dev.penstock.pipe.PipeChannel;
import dev.penstock.source.Source;
import dev.penstock.sys.Errno;
import dev.penstock.sys.SyscallException;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Carries bytes from a source into a pipe, on an event loop, then closes it so that the reader sees
 * end of file. It owns the channel.
 *
 * <p>It writes until the pipe is full or the source is empty, but no more than 256 KiB a wake-up: a
 * source that never runs dry must not keep the loop from the other descriptors. While the pipe is
 * full the source is not asked; while the source is empty the loop watches the pipe for one thing
 * alone, that its reader closes it. A pipe that takes much turn after turn, and is full
 * nevertheless, is grown, as far as {@link PipeBudget} allows, and shrunk when its reader has
 * become slow, its source quiet, or the stream has ended.
 *
 * <p>Memory: 64 KiB while bytes of the source wait for room in the pipe, otherwise none; never any
 * with a {@link DirectSource}.
 *
 * <p>Everything but {@link #bytes} is for the loop's thread.
 */
public final class Feeder {
    /** Told once, on the loop's thread, after the channel and the source were closed. */
    public interface Listener {
        /**
         * @param failure null if every byte was written; an {@code EPIPE} if the reader closed its
         *     end before, which many programs do quite properly
         */
        void feederEnded(Feeder feeder, Throwable failure);
    }

    private static final int TURN = 256 * 1024;

    private final EventLoop loop;
    private final Source from;
    private final PipeChannel to;
    private final Listener listener;
    private final PipeSizing sizing;
    private final AtomicBoolean readyAsked = new AtomicBoolean();

    /** One object for all times, so that being ready makes no garbage. */
    private final Runnable readied = this::readied;

    /** The source, while it puts its bytes into the pipe itself; otherwise null. */
    private DirectSource direct;

    /** How it is done for one that does not, or does not any more; otherwise null. */
    private BufferedFeed writing;

    private Registration registration;

    /** Whether it waits for the source, and not for the pipe. */
    private boolean empty;

    /** Whether the source has been ready while it was not waited for; it may answer EMPTY yet. */
    private boolean readySince;

    /** Whether the source is being called: as {@code moving} in {@link Pump}. */
    private boolean feeding;

    private boolean ended;
    private boolean readerGone;
    private volatile long bytes;
    private long leftUnread;

    private Feeder(
            EventLoop loop, Source from, PipeChannel to, Listener listener, PipeSizing sizing) {
        this.loop = loop;
        this.from = from;
        this.to = to;
        this.listener = listener;
        this.sizing = sizing;
    }

    /**
     * Attaches the source, writes what there is and fits, and waits, registered, to go on. Loop
     * thread. The listener may be told from within this call.
     *
     * @param to owned by the feeder from now on
     */
    public static Feeder start(EventLoop loop, Source from, PipeChannel to, Listener listener) {
        return start(loop, from, to, listener, PipeBudget.shared());
    }

    /**
     * As {@link #start(EventLoop, Source, PipeChannel, Listener)}.
     *
     * @param budget what the pipe may be grown from: {@link PipeBudget#NONE} leaves it as it is
     */
    public static Feeder start(
            EventLoop loop, Source from, PipeChannel to, Listener listener, PipeBudget budget) {
        return start(loop, from, to, listener, new PipeSizing(loop, to, budget, PipeSizing.PERIOD));
    }

    static Feeder start(
            EventLoop loop, Source from, PipeChannel to, Listener listener, PipeSizing sizing) {
        Feeder feeder = new Feeder(loop, from, to, listener, sizing);
        try {
            feeder.attach();
        } catch (Throwable t) {
            feeder.finish(t, false);
            return feeder;
        }
        feeder.feed();
        return feeder;
    }

    private void attach() throws Exception {
        if (from instanceof DirectSource itself) {
            direct = itself;
            direct.attach(loop, this::ready);
        } else {
            writing = new BufferedFeed(from, to);
            from.attach(this::ready);
        }
    }

    /** How many bytes the pipe has taken so far. Any thread. */
    public long bytes() {
        return bytes;
    }

    /**
     * How many bytes the source gave that nobody read: those that the pipe did not take before the
     * end and, where the reader was gone, those that were left in it.
     */
    public long leftUnread() {
        return leftUnread;
    }

    /** Whether it ended because the reader closed its end; the failure is an {@code EPIPE} then. */
    public boolean readerGone() {
        return readerGone;
    }

    /** Ends without writing the rest. */
    public void stop(Throwable cause) {
        finish(cause, !feeding);
    }

    /** Carries on as far as it goes, and sees to being called again. */
    private void feed() {
        if (ended) {
            return;
        }
        if (feeding) {
            finish(new IllegalStateException("System.exit was called in " + from), false);
            return;
        }
        Throwable failure = null;
        feeding = true;
        try {
            long begun = bytes;
            Given answer;
            do {
                answer = step();
            } while (answer == Given.MORE && bytes - begun < TURN);
            empty = answer == Given.EMPTY;
            if (answer == Given.END) {
                finish(null, true);
            } else {
                sizing.turned(bytes - begun, empty);
                await(empty ? Interest.ERROR : Interest.WRITE);
            }
        } catch (Throwable t) {
            failure = t;
        }
        feeding = false;
        if (failure != null) {
            finish(failure, true);
        }
    }

    private Given step() throws Exception {
        Given answer = direct != null ? give() : write();
        if (answer == Given.REFUSED) {
            direct = null;
            writing = new BufferedFeed(from, to);
            return Given.MORE;
        }
        if (answer == Given.EMPTY && readySince) {
            readySince = false;
            return Given.MORE;
        }
        return answer;
    }

    private Given give() throws Exception {
        try {
            return direct.give(to);
        } catch (SyscallException e) {
            readerGone = e.errno() == Errno.EPIPE;
            throw e;
        } finally {
            bytes = direct.given();
        }
    }

    private Given write() throws Exception {
        long before = writing.bytes();
        try {
            return writing.step();
        } finally {
            bytes += writing.bytes() - before;
            readerGone = writing.readerGone();
        }
    }

    private void await(Interest interest) throws IOException {
        if (registration == null) {
            registration = loop.register(to.fd(), interest, (r, ready) -> woken(ready));
        } else {
            registration.interest(interest);
        }
    }

    private void woken(Readiness readiness) {
        if (readiness.error() || readiness.hungUp()) {
            // Of a terminal, which hangs up, the unread bytes are output.
            readerGone = readiness.error();
            stop(new SyscallException("write", Errno.EPIPE, to.fd().number()));
        } else {
            feed();
        }
    }

    /**
     * The source's {@code ready}: any thread, any time; it goes through the loop, so it is never
     * lost.
     */
    private void ready() {
        if (readyAsked.compareAndSet(false, true)) {
            try {
                loop.execute(readied);
            } catch (RejectedExecutionException closed) {
                // The loop is closed, and this feeder with it: nothing is left to feed.
                return;
            }
        }
    }

    private void readied() {
        readyAsked.set(false);
        if (empty) {
            feed();
        } else {
            readySince = true;
        }
    }

    private void finish(Throwable failure, boolean attached) {
        if (ended) {
            return;
        }
        ended = true;
        if (writing != null) {
            leftUnread = writing.left();
            writing.release();
        }
        sizing.close();
        Throwable told = failure;
        try {
            if (readerGone && to.isOpen()) {
                leftUnread += to.unread();
            }
            to.close();
        } catch (IOException | RuntimeException e) {
            told = join(told, e);
        }
        if (attached) {
            try {
                from.close(failure);
            } catch (Throwable t) {
                told = join(told, t);
            }
        }
        listener.feederEnded(this, told);
    }

    private static Throwable join(Throwable first, Throwable next) {
        if (first == null || first == next) {
            return next;
        }
        first.addSuppressed(next);
        return first;
    }
}
