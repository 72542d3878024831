package dev.penstock.sink;

import dev.penstock.internal.sink.StreamLife;
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
 * Capture kept = Capture.of(1 << 16);
 * QueueSink<String> live = QueueSink.ofLines(8192, 10_000);
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
    private final List<TeeBranch> branches;
    private final StreamLife life = new StreamLife();

    // Guarded by this.
    private boolean waiting;
    private Runnable resume = () -> {};

    private Tee(List<TeeBranch> branches) {
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
        List<TeeBranch> all = new ArrayList<>();
        for (TeeBranch branch : branches) {
            if (branch.sink == sink) {
                throw new IllegalArgumentException("the same sink twice in a tee: " + sink);
            }
            all.add(new TeeBranch(branch.sink, branch.needed));
        }
        all.add(new TeeBranch(sink, needed));
        return new Tee(List.copyOf(all));
    }

    @Override
    public void requireUnused() {
        life.requireUnused(this);
        for (TeeBranch branch : branches) {
            branch.sink.requireUnused();
        }
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
        for (TeeBranch branch : branches) {
            branch.attach(this::resumed);
        }
    }

    /** A branch's {@code resume}: any thread. */
    private void resumed() {
        Runnable wake = null;
        synchronized (this) {
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
        for (TeeBranch branch : branches) {
            if (branch.holdsUp()) {
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
        for (TeeBranch branch : branches) {
            if (branch.needed) {
                slowest = Math.min(slowest, branch.offer(bytes, from, to));
            }
        }
        for (TeeBranch branch : branches) {
            if (!branch.needed) {
                branch.offer(bytes, from, to);
            }
            branch.goOn(slowest);
        }
        bytes.limit(to).position(from + slowest);
        return answer(slowest < to - from);
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
        for (TeeBranch branch : branches) {
            Throwable t = branch.end();
            if (thrown == null) {
                thrown = t;
            } else if (t != null && t != thrown) {
                thrown.addSuppressed(t);
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
        for (TeeBranch branch : branches) {
            branch.fail(cause);
        }
    }

    private TeeBranch branch(Sink sink) {
        for (TeeBranch branch : branches) {
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
        return branch(sink).missed();
    }

    /**
     * Why an optional branch was dropped: a {@link LaggingException}, or what it threw; empty if it
     * was not.
     *
     * @throws IllegalArgumentException if the sink is no branch of this tee
     */
    public Optional<Throwable> dropped(Sink sink) {
        return Optional.ofNullable(branch(sink).dropped());
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
