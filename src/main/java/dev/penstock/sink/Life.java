package dev.penstock.sink;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The one stream of a sink: attached once, then ended or failed, whichever comes first. Any thread
 * reads it.
 */
final class Life {
    private final AtomicBoolean attached = new AtomicBoolean();
    private boolean ended;
    private Throwable failure;

    void attach(Sink sink) {
        if (!attached.compareAndSet(false, true)) {
            throw new IllegalStateException(
                    "this "
                            + sink.getClass().getSimpleName()
                            + " has served a stream before: make a new one for each stream");
        }
    }

    synchronized void end() {
        ended = failure == null;
    }

    synchronized void fail(Throwable cause) {
        if (!ended && failure == null) {
            failure = cause;
        }
    }

    synchronized boolean ended() {
        return ended;
    }

    synchronized Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }
}
