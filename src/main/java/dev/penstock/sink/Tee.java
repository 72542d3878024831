package dev.penstock.sink;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Gives a stream to several sinks, its branches: each gets every byte, once and in order. The loop
 * thread calls the {@link Sink} methods and by them those of the branches; any thread may ask for
 * the results.
 *
 * <pre>{@code
 * Capture kept = Capture.limit(1 << 16);
 * Queue<String> live = Queue.ofLines(8192, 10_000);
 * Tee tee = Tee.of(kept).optional(live);
 * }</pre>
 *
 * <p><b>Branches given to {@link #of}</b> are needed: the slowest of them decides. While one is
 * full the stream waits, until all that were full have resumed. What one of them throws fails the
 * stream, and so every branch.
 *
 * <p><b>{@linkplain #optional Optional} branches</b> hold nobody up and fail nobody. One that is
 * full while the needed ones take more is dropped: its {@link Sink#fail} is called, what it misses
 * from there on is counted in {@link #missed}, and the others go on. So how far it may lag behind
 * is what it can hold itself; a read brings up to 256 KiB at once. One that throws is dropped too.
 * {@link #dropped} says why.
 *
 * <p>Every branch sees exactly one of {@code end} and {@code fail}, also if another one throws from
 * it.
 *
 * <p>Memory: none beside that of the branches; what a needed one leaves stays where it was offered.
 */
public final class Tee implements Sink {
    private static final class Branch {
        final Sink sink;
        final boolean needed;
        final Counter missed = new Counter();

        // The loop thread's own.
        boolean live;

        /** How many of the bytes to be offered next it has taken already. */
        int ahead;

        // Guarded by the tee.
        boolean full;
        boolean resumed;
        Throwable dropped;

        Branch(Sink sink, boolean needed) {
            this.sink = sink;
            this.needed = needed;
        }
    }

    private final List<Branch> branches;
    private final Life life = new Life();

    // Guarded by this.
    private boolean waiting;
    private Runnable resume = () -> {};

    private Tee(List<Branch> branches) {
        this.branches = branches;
    }

    /**
     * A tee whose branches are all needed.
     *
     * @throws IllegalArgumentException if a sink is given twice
     */
    public static Tee of(Sink... needed) {
        Tee tee = new Tee(List.of());
        for (Sink sink : needed) {
            tee = tee.with(sink, true);
        }
        return tee;
    }

    /**
     * A new tee with one more branch, which is dropped where it would hold the others up; this one
     * is not changed.
     *
     * @throws IllegalArgumentException if the sink is a branch already
     */
    public Tee optional(Sink sink) {
        return with(sink, false);
    }

    private Tee with(Sink sink, boolean needed) {
        Objects.requireNonNull(sink, "sink");
        List<Branch> all = new ArrayList<>();
        for (Branch branch : branches) {
            if (branch.sink == sink) {
                throw new IllegalArgumentException("the same sink twice in a tee: " + sink);
            }
            all.add(new Branch(branch.sink, branch.needed));
        }
        all.add(new Branch(sink, needed));
        return new Tee(List.copyOf(all));
    }

    /**
     * Attaches the branches.
     *
     * @throws IllegalStateException if this sink or a branch has served a stream before
     */
    @Override
    public void attach(Runnable resume) {
        life.attach(this);
        synchronized (this) {
            this.resume = Objects.requireNonNull(resume, "resume");
        }
        for (Branch branch : branches) {
            branch.sink.attach(() -> resumed(branch));
            branch.live = true;
        }
    }

    /** A branch's {@code resume}: any thread. */
    private void resumed(Branch branch) {
        Runnable wake = null;
        synchronized (this) {
            branch.resumed = true;
            if (waiting && !isHeldUp()) {
                waiting = false;
                wake = resume;
            }
        }
        if (wake != null) {
            wake.run();
        }
    }

    private boolean isHeldUp() {
        for (Branch branch : branches) {
            if (branch.needed && branch.full && !branch.resumed) {
                return true;
            }
        }
        return false;
    }

    /**
     * Offers the bytes to each branch, and leaves those that not every needed one has taken.
     *
     * @throws Exception what a needed branch throws
     */
    @Override
    public Answer accept(ByteBuffer bytes) throws Exception {
        int from = bytes.position();
        int to = bytes.limit();
        int slowest = to - from;
        for (Branch branch : branches) {
            if (branch.needed) {
                offer(branch, bytes, from, to);
                slowest = Math.min(slowest, branch.ahead);
            }
        }
        for (Branch branch : branches) {
            if (!branch.needed) {
                offerOptional(branch, bytes, from, to);
                leaveBehind(branch, slowest);
            }
        }
        for (Branch branch : branches) {
            branch.ahead -= slowest;
        }
        bytes.limit(to).position(from + slowest);
        return answer(slowest < to - from);
    }

    private void offer(Branch branch, ByteBuffer bytes, int from, int to) throws Exception {
        if (from + branch.ahead == to || !ready(branch)) {
            return;
        }
        bytes.limit(to).position(from + branch.ahead);
        boolean full;
        try {
            full = branch.sink.accept(bytes) == Answer.FULL;
        } finally {
            branch.ahead = bytes.position() - from;
        }
        if (!full && bytes.hasRemaining()) {
            throw new IllegalStateException(
                    branch.sink + " left " + bytes.remaining() + " bytes and did not answer FULL");
        }
        synchronized (this) {
            branch.full = full;
        }
    }

    /** Whether it may be offered bytes; if so, what it runs from now on answers what comes now. */
    private synchronized boolean ready(Branch branch) {
        boolean ready = !branch.full || branch.resumed;
        if (ready) {
            branch.full = false;
            branch.resumed = false;
        }
        return ready;
    }

    private void offerOptional(Branch branch, ByteBuffer bytes, int from, int to) {
        if (branch.live) {
            try {
                offer(branch, bytes, from, to);
            } catch (Throwable t) {
                drop(branch, t);
            }
        }
    }

    /** The needed branches have taken so many of the bytes, and do not wait for this one. */
    private void leaveBehind(Branch branch, int slowest) {
        int left = slowest - branch.ahead;
        if (left > 0) {
            if (branch.live) {
                drop(branch, new LaggingException(left));
            }
            branch.missed.add(left);
            branch.ahead = slowest;
        }
    }

    private void drop(Branch branch, Throwable cause) {
        branch.live = false;
        noteDropped(branch, cause);
        failBranch(branch, cause);
    }

    private synchronized void noteDropped(Branch branch, Throwable cause) {
        branch.dropped = cause;
    }

    private static void failBranch(Branch branch, Throwable cause) {
        try {
            branch.sink.fail(cause);
        } catch (Throwable t) {
            suppress(cause, t);
        }
    }

    private Answer answer(boolean left) {
        Runnable wake = null;
        synchronized (this) {
            waiting = isHeldUp();
            if (!waiting) {
                if (!left) {
                    return Answer.MORE;
                }
                wake = resume; // whoever left bytes has resumed meanwhile
            }
        }
        if (wake != null) {
            wake.run();
        }
        return Answer.FULL;
    }

    /**
     * Ends every branch.
     *
     * @throws Exception what the first needed branch threw; others are suppressed in it
     */
    @Override
    public void end() throws Exception {
        Throwable thrown = null;
        for (Branch branch : branches) {
            if (!branch.live) {
                continue;
            }
            branch.live = false;
            try {
                branch.sink.end();
            } catch (Throwable t) {
                if (!branch.needed) {
                    noteDropped(branch, t);
                } else if (thrown == null) {
                    thrown = t;
                } else {
                    suppress(thrown, t);
                }
            }
        }
        if (thrown == null) {
            life.end();
            return;
        }
        life.fail(thrown);
        if (thrown instanceof Error e) {
            throw e;
        }
        throw (Exception) thrown;
    }

    @Override
    public void fail(Throwable cause) {
        life.fail(cause);
        for (Branch branch : branches) {
            if (branch.live) {
                branch.live = false;
                failBranch(branch, cause);
            }
        }
    }

    private static void suppress(Throwable in, Throwable t) {
        if (t != in) {
            in.addSuppressed(t);
        }
    }

    private Branch branch(Sink sink) {
        for (Branch branch : branches) {
            if (branch.sink == sink) {
                return branch;
            }
        }
        throw new IllegalArgumentException("not a branch of this tee: " + sink);
    }

    /**
     * Bytes that an optional branch did not get because it was dropped; 0 for a needed one.
     *
     * @throws IllegalArgumentException if the sink is no branch of this tee
     */
    public long missed(Sink sink) {
        return branch(sink).missed.get();
    }

    /**
     * Why an optional branch was dropped: a {@link LaggingException}, or what it threw; empty if it
     * was not.
     *
     * @throws IllegalArgumentException if the sink is no branch of this tee
     */
    public synchronized Optional<Throwable> dropped(Sink sink) {
        return Optional.ofNullable(branch(sink).dropped);
    }

    /** Always 0: nothing is held here. */
    public long peakBytes() {
        return 0;
    }

    /** Whether the whole stream has come and every needed branch was ended. From any thread. */
    public boolean ended() {
        return life.ended();
    }

    /** Why the stream ended before its end of file; empty while it runs and if it did not fail. */
    public Optional<Throwable> failure() {
        return life.failure();
    }
}
