package dev.penstock.sink;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A count with one writer, the loop thread, and any number of readers. A reader may see a count
 * that is a moment old, never one that was not there. Adding costs a plain store: no fence on a
 * line's way.
 */
final class Counter {
    private final AtomicLong value = new AtomicLong();

    /** On the loop thread only. */
    void add(long n) {
        value.setRelease(value.getPlain() + n);
    }

    long get() {
        return value.getAcquire();
    }
}
