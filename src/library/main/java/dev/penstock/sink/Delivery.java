package dev.penstock.sink;

import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;

/**
 * A {@link FlowSink}'s signals to its subscriber: one at a time and in order, never more than were
 * asked for. The loop thread puts items in, where there is no executor no more than were asked for
 * either; the subscriber asks for them, and gives up, from any thread.
 *
 * <p>Whoever finds something to signal and {@code delivering} unset sets it and goes on until
 * nothing is left; everybody else leaves what there is to that thread. So signals are serial,
 * without a lock held while the subscriber's code runs.
 */
final class Delivery<T> implements Flow.Subscription {
    private final int most;

    /** Null to signal on the thread that finds something to signal: the loop's, mostly. */
    private final Executor executor;

    // Guarded by this.
    private final Items<T> waiting = new Items<>();
    private long demand;
    private int undelivered;
    private long held;
    private long peakBytes;
    private long delivered;
    private long droppedBytes;
    private boolean open;
    private boolean delivering;
    private boolean full;
    private Runnable resume = () -> {};

    /** Null before there is one, and as soon as it is to hear nothing more. */
    private Flow.Subscriber<? super T> subscriber;

    /** Nothing more is taken: what comes is counted only. Written under the lock. */
    private volatile boolean closed;

    /** The last signal is due, once nothing is waiting. */
    private boolean over;

    private Throwable cause;

    /** What the subscriber threw; the stream is to fail with it. */
    private Throwable thrown;

    // The delivering thread's own.
    private final Items<T> batch = new Items<>();

    Delivery(int most, Executor executor) {
        this.most = most;
        this.executor = executor;
    }

    synchronized void resumeWith(Runnable resume) {
        this.resume = resume;
    }

    /** The subscriber's first signal. Before it has returned, nothing is put in. */
    void open(Flow.Subscriber<? super T> to) {
        synchronized (this) {
            subscriber = to;
            delivering = true;
        }
        try {
            to.onSubscribe(this);
        } catch (Throwable t) {
            broken(t);
        }
        Runnable wake;
        boolean start;
        synchronized (this) {
            open = true;
            delivering = false;
            start = start();
            wake = wake();
        }
        run(wake);
        if (start) {
            launch();
        }
    }

    /**
     * Makes room in the batch for what may be put; false if that is nothing.
     *
     * @throws Exception what the subscriber threw
     */
    synchronized boolean makeRoom(Batch<T> batch) throws Exception {
        rethrow();
        batch.closed = closed;
        batch.roomItems = room();
        batch.roomBytes = Long.MAX_VALUE;
        full = !closed && batch.roomItems <= 0;
        return !full;
    }

    private int room() {
        if (!open) {
            return 0;
        }
        return (int) (executor == null ? Math.min(demand, most) : most) - undelivered;
    }

    /**
     * Takes the batch's items, which are not more than there was room for.
     *
     * @param unfinished bytes that the source holds of the next item
     */
    void put(Batch<T> batch, int unfinished) {
        boolean start = false;
        synchronized (this) {
            if (closed) {
                droppedBytes += batch.items.bytes();
                batch.items.clear();
            } else {
                undelivered += batch.items.count();
                held += batch.items.bytes();
                batch.items.move(batch.items.count(), waiting);
                peakBytes = Math.max(peakBytes, held + unfinished);
                start = start();
            }
        }
        if (start) {
            launch();
        }
    }

    boolean isClosed() {
        return closed;
    }

    synchronized void drop(long bytes) {
        droppedBytes += bytes;
    }

    /**
     * No more items will come.
     *
     * @param why null at the stream's end
     */
    void finish(Throwable why) {
        boolean start;
        synchronized (this) {
            full = false; // nobody to resume any more
            if (closed || over) {
                return;
            }
            over = true;
            cause = why;
            start = start();
        }
        if (start) {
            launch();
        }
    }

    /** Throws what the subscriber threw, if it did. */
    synchronized void rethrow() throws Exception {
        if (thrown instanceof Error e) {
            throw e;
        }
        if (thrown != null) {
            throw (Exception) thrown;
        }
    }

    @Override
    public void request(long n) {
        boolean start;
        Runnable wake;
        synchronized (this) {
            if (subscriber == null) {
                return;
            }
            if (n > 0) {
                demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
            } else {
                dropWaiting();
                closed = true;
                over = true;
                cause = new IllegalArgumentException("request(" + n + "): at least 1, by rule 3.9");
            }
            start = start();
            wake = wake();
        }
        run(wake);
        if (start) {
            launch();
        }
    }

    @Override
    public void cancel() {
        giveUp(null);
    }

    /** The subscriber threw where it must not: that cancels it, and fails the stream. */
    private void broken(Throwable t) {
        giveUp(t);
    }

    private void giveUp(Throwable t) {
        Runnable wake;
        synchronized (this) {
            if (thrown == null) {
                thrown = t;
            }
            subscriber = null;
            closed = true;
            dropWaiting();
            wake = wake();
        }
        run(wake);
    }

    private void dropWaiting() {
        droppedBytes += waiting.bytes();
        held -= waiting.bytes();
        undelivered -= waiting.count();
        waiting.clear();
    }

    /** What to run outside the lock if there is room again after there was none, or null. */
    private Runnable wake() {
        int enough = executor == null ? 1 : most - most / 2;
        if (!full || !closed && room() < enough) {
            return null;
        }
        full = false;
        return resume;
    }

    private static void run(Runnable wake) {
        if (wake != null) {
            wake.run();
        }
    }

    /** Whether there is something to signal, and nobody who does: then the caller is to launch. */
    private boolean start() {
        if (!open || delivering || !ready()) {
            return false;
        }
        delivering = true;
        return true;
    }

    private boolean ready() {
        return subscriber != null && (waiting.count() == 0 ? over : demand > 0);
    }

    /** By the one who has set {@code delivering}. */
    private void launch() {
        if (executor == null) {
            deliver();
            return;
        }
        try {
            executor.execute(this::deliver);
        } catch (RejectedExecutionException e) {
            synchronized (this) {
                thrown = e;
                dropWaiting();
                closed = true;
                over = true;
                cause = e;
            }
            deliver(); // here, since there is no other place to say it
        }
    }

    private void deliver() {
        Flow.Subscriber<? super T> to;
        Throwable why;
        while (true) {
            synchronized (this) {
                to = subscriber;
                why = cause;
                if (!ready()) {
                    delivering = false;
                    return;
                }
                if (waiting.count() == 0) {
                    // The last signal: delivering stays set, so that none can follow.
                    subscriber = null;
                    closed = true;
                    break;
                }
                fillBatch();
            }
            deliverBatch(to);
        }
        if (why == null) {
            to.onComplete();
        } else {
            to.onError(why);
        }
    }

    private void fillBatch() {
        int n = (int) Math.min(demand, waiting.count());
        waiting.move(n, batch);
        if (demand != Long.MAX_VALUE) {
            demand -= n;
        }
    }

    private void deliverBatch(Flow.Subscriber<? super T> to) {
        int n = batch.count();
        long bytes = batch.bytes();
        try {
            while (!closed && batch.count() > 0) {
                to.onNext(batch.remove());
            }
        } catch (Throwable t) {
            broken(t);
        }
        Runnable wake;
        synchronized (this) {
            delivered += n - batch.count();
            droppedBytes += batch.bytes();
            held -= bytes;
            undelivered -= n;
            batch.clear();
            wake = wake();
        }
        run(wake);
    }

    synchronized long delivered() {
        return delivered;
    }

    synchronized long droppedBytes() {
        return droppedBytes;
    }

    synchronized long peakBytes() {
        return peakBytes;
    }
}
