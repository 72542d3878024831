package dev.penstock.sink;

import dev.penstock.internal.sink.StreamLife;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Takes every byte and keeps none: the stream is drained so that the child never stalls on it, and
 * only counted. From a pipe they do not come at all: the kernel moves them to {@code /dev/null}, by
 * splice(2). The loop thread calls the {@link Sink} methods; any thread may ask for the counts.
 *
 * <p>Memory: no stream data at all. Never answers {@link Sink.Answer#FULL}.
 */
public final class Discard implements Sink {
    private final StreamLife life = new StreamLife();
    private final Counter bytes = new Counter();

    private Discard() {}

    /** A sink for one stream. */
    public static Discard of() {
        return new Discard();
    }

    @Override
    public void requireUnused() {
        life.requireUnused(this);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if this sink has served a stream before
     */
    @Override
    public void attach(Runnable resume) {
        life.attach(this);
    }

    @Override
    public Answer accept(ByteBuffer bytes) {
        this.bytes.add(bytes.remaining());
        bytes.position(bytes.limit());
        return Answer.MORE;
    }

    /**
     * Counts bytes that somebody else has thrown away already, in the kernel for one. The loop
     * thread.
     */
    public void dropped(long count) {
        bytes.add(count);
    }

    @Override
    public void end() {
        life.end();
    }

    @Override
    public void fail(Throwable cause) {
        life.fail(cause);
    }

    /** Bytes taken so far; all of the stream's once {@link #ended}. From any thread. */
    public long bytes() {
        return bytes.get();
    }

    /** Always 0: nothing is held. */
    public long peakBytes() {
        return 0;
    }

    /** Whether the whole stream has come, up to its end of file. From any thread. */
    public boolean ended() {
        return life.ended();
    }

    /** Why the stream ended before its end of file; empty while it runs and if it did not fail. */
    public Optional<Throwable> failure() {
        return life.failure();
    }
}
