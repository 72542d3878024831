package dev.penstock.sink;

import dev.penstock.sink.Sink.Answer;
import java.nio.ByteBuffer;

/** One sink of a {@link Tee}, and how far it has come. The loop's thread, but where it says so. */
final class TeeBranch {
    final Sink sink;

    /** Whether the others wait for it; an optional one is dropped instead. */
    final boolean needed;

    private final Counter missed = new Counter();

    /** Whether it is attached, and has seen neither its end nor a failure. */
    private boolean live;

    /** How many of the bytes to be offered next it has taken already. */
    private int ahead;

    private volatile Throwable dropped;

    // Guarded by this.
    private boolean full;
    private boolean resumed;

    TeeBranch(Sink sink, boolean needed) {
        this.sink = sink;
        this.needed = needed;
    }

    /**
     * Attaches the sink.
     *
     * @param told run each time that it has resumed, from any thread
     */
    void attach(Runnable told) {
        sink.attach(
                () -> {
                    resumed();
                    told.run();
                });
        live = true;
    }

    private synchronized void resumed() {
        resumed = true;
    }

    /** Whether the others have to wait for it now. Any thread. */
    synchronized boolean holdsUp() {
        return needed && full && !resumed;
    }

    /**
     * Offers what it has not taken yet of the bytes between two positions, unless it is full.
     *
     * @return how many of them it has taken in all
     * @throws Exception what a needed one throws; an optional one is dropped for it
     */
    int offer(ByteBuffer bytes, int from, int to) throws Exception {
        if (needed) {
            offerIfReady(bytes, from, to);
        } else if (live) {
            try {
                offerIfReady(bytes, from, to);
            } catch (Throwable t) {
                drop(t);
            }
        }
        return ahead;
    }

    private void offerIfReady(ByteBuffer bytes, int from, int to) throws Exception {
        if (from + ahead == to || !ready()) {
            return;
        }
        bytes.limit(to).position(from + ahead);
        boolean answered;
        try {
            answered = sink.accept(bytes) == Answer.FULL;
        } finally {
            ahead = bytes.position() - from;
        }
        if (!answered && bytes.hasRemaining()) {
            throw new IllegalStateException(
                    sink + " left " + bytes.remaining() + " bytes and did not answer FULL");
        }
        synchronized (this) {
            full = answered;
        }
    }

    /** Whether it may be offered bytes; if so, what it runs from now on answers what comes now. */
    private synchronized boolean ready() {
        boolean ready = !full || resumed;
        if (ready) {
            full = false;
            resumed = false;
        }
        return ready;
    }

    /**
     * The stream goes on after so many of the bytes, whether this one has taken them or not; one
     * that has not is dropped.
     */
    void goOn(int taken) {
        int left = taken - ahead;
        if (left > 0) {
            if (live) {
                drop(new LaggingException(left));
            }
            missed.add(left);
            ahead = taken;
        }
        ahead -= taken;
    }

    private void drop(Throwable cause) {
        dropped = cause;
        fail(cause);
    }

    /** Ends it, once, unless it is over; what a needed one throws is returned, otherwise null. */
    Throwable end() {
        if (live) {
            live = false;
            try {
                sink.end();
            } catch (Throwable t) {
                if (needed) {
                    return t;
                }
                dropped = t;
            }
        }
        return null;
    }

    /** Fails it, once, unless it is over; what it throws is suppressed in the cause. */
    void fail(Throwable cause) {
        if (live) {
            live = false;
            try {
                sink.fail(cause);
            } catch (Throwable t) {
                if (t != cause) {
                    cause.addSuppressed(t);
                }
            }
        }
    }

    /** Bytes that it did not get since it was dropped. Any thread. */
    long missed() {
        return missed.get();
    }

    /** Why it was dropped, or null. Any thread. */
    Throwable dropped() {
        return dropped;
    }
}
