package dev.penstock.internal.pump;

import dev.penstock.internal.loop.EpollLoop;
import dev.penstock.internal.splice.DirectSink;
import dev.penstock.internal.splice.DirectSink.Taken;
import dev.penstock.loop.EventLoop;
import dev.penstock.loop.Interest;
import dev.penstock.loop.Readiness;
import dev.penstock.loop.ReadyHandler;
import dev.penstock.loop.Registration;
import dev.penstock.pipe.PipeChannel;
import dev.penstock.sink.Discard;
import dev.penstock.sink.Sink;
import dev.penstock.sys.SyscallException;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Carries bytes from a pipe to a sink until end of file, on an event loop. It owns the channel and
 * closes it.
 *
 * <p>One read or splice a wake-up: with many pumps on a loop each has its turn, and the kernel
 * calls again for what is left. A pump that is alone in its turn, and finds much, goes on at once
 * until it has carried 256 KiB; no turn is longer than twice that, but that 1 MiB of what is
 * dropped takes no longer. A pipe that is found full turn after turn is grown, as far as {@link
 * PipeBudget} allows, and shrunk when its stream has become quiet or ended. When the sink is full
 * the descriptor leaves the epoll set, so that the pipe fills and its writer blocks; when the sink
 * resumes, it first gets what it had left, then the descriptor is put back.
 *
 * <p>Memory: a buffer that all of a loop share; and of its own, while a sink is full, what that
 * left of a read, 256 KiB at most.
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

    /** So many bytes in a turn, and the other descriptors have theirs. */
    private static final int TURN = 256 * 1024;

    private final EpollLoop loop;
    private final PipeChannel from;
    private final Sink to;
    private final Listener listener;
    private final PipeSizing sizing;
    private final AtomicBoolean resumeAsked = new AtomicBoolean();

    /**
     * One object for all times, so that resuming makes no garbage; a class, not a lambda, since the
     * first lambda costs a cold JVM milliseconds. The same goes for the two in {@link #start}.
     */
    private final Runnable resumed =
            new Runnable() {
                @Override
                public void run() {
                    Pump.this.resumed();
                }
            };

    private volatile Transfer transfer;
    private Registration registration;
    private boolean full;

    /** Whether the registration is out of the epoll set. */
    private boolean paused;

    /**
     * Whether the sink is being called: found so from outside, its thread is in System.exit and
     * never comes back (see {@link EpollLoop}), and the sink must not be called again.
     */
    private boolean moving;

    private boolean ended;
    private long leftUnread;

    private Pump(EpollLoop loop, PipeChannel from, Sink to, Listener listener, PipeSizing sizing) {
        this.loop = loop;
        this.from = from;
        this.to = to;
        this.listener = listener;
        this.sizing = sizing;
        transfer = firstTransfer();
    }

    private Transfer firstTransfer() {
        if (to instanceof DirectSink direct) {
            return new SpliceTransfer(from, direct);
        }
        if (to instanceof Discard discard) {
            return new DiscardTransfer(from, discard);
        }
        return copy(0);
    }

    private Transfer copy(long before) {
        return new CopyTransfer(loop, from, to, before);
    }

    /**
     * Attaches the sink and begins. Loop thread. Whatever fails here reaches the listener like a
     * later failure, from within this call.
     *
     * @param from owned by the pump from now on
     */
    public static Pump start(EventLoop loop, PipeChannel from, Sink to, Listener listener) {
        return start(loop, from, to, listener, PipeBudget.shared());
    }

    /**
     * As {@link #start(EventLoop, PipeChannel, Sink, Listener)}.
     *
     * @param budget what the pipe may be grown from: {@link PipeBudget#NONE} leaves it as it is
     */
    public static Pump start(
            EventLoop loop, PipeChannel from, Sink to, Listener listener, PipeBudget budget) {
        return start(
                loop, from, to, listener, new PipeSizing(loop, from, budget, PipeSizing.PERIOD));
    }

    static Pump start(
            EventLoop loop, PipeChannel from, Sink to, Listener listener, PipeSizing sizing) {
        Pump pump = new Pump((EpollLoop) loop, from, to, listener, sizing);
        try {
            Runnable resume =
                    new Runnable() {
                        @Override
                        public void run() {
                            pump.resume();
                        }
                    };
            if (to instanceof DirectSink direct) {
                direct.attach(loop, resume);
            } else {
                to.attach(resume);
            }
            pump.registration =
                    loop.register(
                            from.fd(),
                            Interest.READ,
                            new ReadyHandler() {
                                @Override
                                public void ready(Registration r, Readiness readiness) {
                                    pump.turn();
                                }
                            });
        } catch (Throwable t) {
            pump.fail(t);
        }
        return pump;
    }

    /** How many bytes have been taken out of the pipe so far. Any thread. */
    public long bytes() {
        return transfer.bytes();
    }

    /**
     * How many bytes the sink did not get when the pump was stopped or the sink threw: those in the
     * pipe, and those read but refused; 0 after end of file.
     */
    public long leftUnread() {
        return leftUnread;
    }

    /** How many bytes have been written into the pipe so far, those taken out included. */
    public long written() {
        return bytes() + countUnread();
    }

    /** Whether the sink is full, and has not yet taken so many bytes. */
    public boolean keepsBack(long bytes) {
        return full && bytes() - transfer.left() < bytes;
    }

    /** The pipe it reads. */
    public PipeChannel channel() {
        return from;
    }

    /** Whether the listener has been told. */
    public boolean hasEnded() {
        return ended;
    }

    /** Whether it waits for its sink, and not for its pipe. */
    public boolean isFull() {
        return full;
    }

    /**
     * Takes what lies in the pipe, as far as the sink takes it, and ends without waiting for more.
     * If the end of file shows, that is how it ends.
     *
     * @param cause why, for the sink and the listener
     */
    public void drainAndStop(Throwable cause) {
        // No further than what lies there now: a process that still writes could keep this up for
        // ever.
        long there = countUnread();
        long before = -1;
        while (!ended && !full && there >= 0 && bytes() > before) {
            before = bytes();
            step();
            there -= bytes() - before;
        }
        if (!ended) {
            fail(cause);
        }
    }

    private long countUnread() {
        try {
            return from.unread();
        } catch (IOException e) {
            // The pump is being stopped for a reason that matters more; the count alone is missing.
            return 0;
        }
    }

    private void turn() {
        long begun = bytes();
        long before;
        long now = begun;
        do {
            before = now;
            step();
            now = bytes();
        } while (now - before >= PipeSizing.MUCH
                && now - begun < TURN
                && !ended
                && !full
                && loop.servesOne());
        if (!ended) {
            try {
                sizing.turned(now - begun, full);
            } catch (Throwable t) {
                fail(t);
            }
        }
    }

    private void step() {
        if (!ended && !full) {
            move(false);
        }
    }

    private void move(boolean resuming) {
        if (moving) {
            finish(new IllegalStateException("System.exit was called in " + to));
            return;
        }
        Throwable failure = null;
        moving = true;
        try {
            Taken taken = resuming ? transfer.resume() : transfer.step();
            if (taken == Taken.REFUSED) {
                transfer = copy(transfer.bytes());
                taken = transfer.step();
            }
            follow(taken);
        } catch (Throwable t) {
            failure = t;
        }
        moving = false;
        if (failure != null) {
            fail(failure);
        }
    }

    private void follow(Taken taken) throws SyscallException {
        if (taken == Taken.END) {
            endOfFile();
            return;
        }
        full = taken == Taken.FULL;
        if (full != paused) {
            registration.interest(full ? Interest.NONE : Interest.READ);
            paused = full;
        }
    }

    /**
     * The sink's {@code resume}: any thread, any time; it goes through the loop, so it is never
     * lost.
     */
    private void resume() {
        if (resumeAsked.compareAndSet(false, true)) {
            try {
                loop.execute(resumed);
            } catch (RejectedExecutionException closed) {
                // The loop is closed, and this pump with it: nothing is left to resume.
                return;
            }
        }
    }

    private void resumed() {
        resumeAsked.set(false);
        if (!ended && full) {
            full = false;
            move(true);
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
        leftUnread = transfer.left() + countUnread();
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
        transfer.close();
        sizing.close();
        Throwable reported = failure;
        try {
            from.close();
        } catch (IOException | RuntimeException e) {
            if (reported == null) {
                reported = e;
            } else {
                reported.addSuppressed(e);
            }
        }
        listener.pumpEnded(this, reported);
    }
}
