package dev.penstock.source;

import java.util.concurrent.atomic.AtomicBoolean;

/** That a source serves one stream and no second. */
final class SingleUse {
    private final AtomicBoolean attached = new AtomicBoolean();

    void attach(Source source) {
        if (!attached.compareAndSet(false, true)) {
            throw new IllegalStateException(
                    "this "
                            + source.getClass().getSimpleName()
                            + " has served a stream before: make a new one for each stream");
        }
    }
}
