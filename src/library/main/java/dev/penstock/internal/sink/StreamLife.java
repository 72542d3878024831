package dev.penstock.internal.sink;

import dev.penstock.sink.Sink;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The one stream of a sink: attached once, then ended or failed, whichever comes first. For sinks
 * to have one of; any thread reads it.
 */
public final class StreamLife {
    private final AtomicBoolean attached = new AtomicBoolean();
    private boolean ended;
    private Throwable failure;

    /** Of a sink that has not been attached. */
    public StreamLife() {}

    /**
     * The stream begins.
     *
     * @throws IllegalStateException if one has begun before, naming the sink
     */
    public void attach(Sink sink) {
        if (!attached.compareAndSet(false, true)) {
            throw used(sink);
        }
    }

    /**
     * No stream has begun.
     *
     * @throws IllegalStateException if one has, naming the sink
     */
    public void requireUnused(Sink sink) {
        if (attached.get()) {
            throw used(sink);
        }
    }

    private static IllegalStateException used(Sink sink) {
        return new IllegalStateException(
                "this "
                        + sink.getClass().getSimpleName()
                        + " has served a stream before: make a new one for each stream");
    }

    /** The stream has come to its end of file; nothing, if it failed before. */
    public synchronized void end() {
        ended = failure == null;
    }

    /** The stream is over before its end of file; nothing, if it is over already. */
    public synchronized void fail(Throwable cause) {
        if (!ended && failure == null) {
            failure = cause;
        }
    }

    /** Whether the stream has come to its end of file. */
    public synchronized boolean ended() {
        return ended;
    }

    /** Why the stream ended before its end of file, if it did. */
    public synchronized Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }
}
