package dev.penstock.sink;

import dev.penstock.internal.sink.StreamLife;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Gives several streams to one sink, which sees them as one. A sink serves one stream; this makes
 * it serve both outputs of a child, or those of several children, each through a pipe of its own:
 *
 * <pre>{@code
 * Merge both = Merge.of(Capture.of(1 << 20));
 * Command.of("make").stdout(both.stream()).stderr(both.stream()).run();
 * }</pre>
 *
 * <p>What is offered at once stays together, and each stream's bytes keep their order; between the
 * streams the order is that of the reads, which tells nothing of the order of the writes. Where
 * that matters let the kernel merge: {@code Command.mergeStderr}.
 *
 * <p>The sink ends when the last stream does, and fails then if one of them has failed, with the
 * first cause. When the sink is full all streams wait. If it throws, that stream fails at once, and
 * the others with their next bytes.
 *
 * <p>The sink's methods are called by the loops of the streams, by one at a time. Memory: none
 * beside the sink's; what it leaves stays where it was offered.
 */
public final class Merge {
    private final Sink to;
    private final List<Stream> waiting = new ArrayList<>();

    // Guarded by this, and so is what is called on the sink.
    private int running;
    private boolean attached;
    private boolean full;
    private boolean resumed;

    /** The stream whose bytes the sink has left, if it has any: they come first. */
    private Stream first;

    /** What the sink threw. */
    private Throwable broken;

    /** Why the first stream failed that did. */
    private Throwable failure;

    private Merge(Sink to) {
        this.to = Objects.requireNonNull(to, "sink");
    }

    /**
     * Streams into a sink.
     *
     * @param to has served none yet; attached by the first stream that begins
     */
    public static Merge of(Sink to) {
        return new Merge(to);
    }

    /**
     * One stream more. Ask for all of them before the first begins; the sink ends when each has.
     *
     * @throws IllegalStateException if a stream has begun already
     */
    public synchronized Sink stream() {
        if (attached) {
            throw new IllegalStateException("a stream has begun: ask for all of them before");
        }
        running++;
        return new Stream();
    }

    private synchronized void attach() {
        if (!attached) {
            attached = true;
            to.attach(this::resume);
        }
    }

    private synchronized Sink.Answer accept(Stream from, ByteBuffer bytes) throws Exception {
        if (broken != null) {
            throw new StreamFailedException(broken);
        }
        if (full || (first != null && first != from)) {
            waiting.add(from);
            return Sink.Answer.FULL;
        }
        resumed = false;
        try {
            full = to.accept(bytes) == Sink.Answer.FULL && !resumed;
        } catch (Throwable t) {
            broken = t;
            first = null;
            wake();
            throw t;
        }
        first = bytes.hasRemaining() ? from : null;
        if (full || first != null) {
            waiting.add(from);
            if (!full) {
                // It has resumed already.
                wake();
            }
            return Sink.Answer.FULL;
        }
        wake();
        return Sink.Answer.MORE;
    }

    /** The sink's. */
    private synchronized void resume() {
        resumed = true;
        full = false;
        wake();
    }

    /** Those who wait come again; who comes too early is sent to wait once more. */
    private void wake() {
        List<Stream> woken = List.copyOf(waiting);
        waiting.clear();
        woken.forEach(stream -> stream.resume.run());
    }

    private synchronized void end(Stream stream) throws Exception {
        if (isLast(stream)) {
            if (failure == null) {
                to.end();
            } else {
                to.fail(failure);
            }
        }
    }

    private synchronized void fail(Stream stream, Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
        if (isLast(stream)) {
            to.fail(failure);
        }
    }

    private boolean isLast(Stream stream) {
        waiting.remove(stream);
        if (first == stream) {
            first = null;
            if (!full) {
                wake();
            }
        }
        return --running == 0;
    }

    private final class Stream implements Sink {
        private final StreamLife life = new StreamLife();
        private Runnable resume;

        @Override
        public void requireUnused() {
            life.requireUnused(this);
        }

        @Override
        public void attach(Runnable resume) {
            life.attach(this);
            this.resume = resume;
            Merge.this.attach();
        }

        @Override
        public Answer accept(ByteBuffer bytes) throws Exception {
            return Merge.this.accept(this, bytes);
        }

        @Override
        public void end() throws Exception {
            Merge.this.end(this);
        }

        @Override
        public void fail(Throwable cause) {
            Merge.this.fail(this, cause);
        }

        @Override
        public String toString() {
            return "stream into " + to;
        }
    }
}
