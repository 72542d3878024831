package dev.penstock.sink;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The items of a {@link QueueSink} between its watermarks: the loop thread puts them, any number of
 * threads take them. {@code resume} is run outside the lock, since it is somebody else's code.
 */
final class QueueStore<T> {
    /** So many items at most are put in at once: one lock for many, and consumers start early. */
    private static final int BATCH = 1024;

    /** For a wait without an end. */
    static final long FOR_EVER = Long.MAX_VALUE;

    // High watermarks. More bytes than these are full: one longest item might go over the bound.
    private final int highItems;
    private final long highBytes;

    private final int lowItems;
    private final long lowBytes;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition available = lock.newCondition();

    // Guarded by the lock.
    private final Items<T> queue = new Items<>();
    private long peakBytes;
    private long accepted;
    private long droppedItems;
    private long droppedBytes;
    private boolean full;
    private boolean closed;
    private boolean over;
    private Throwable failure;
    private Runnable resume = () -> {};

    /**
     * @param resumeAt the low watermarks' part of the high ones
     */
    QueueStore(int highItems, long highBytes, double resumeAt) {
        this.highItems = highItems;
        this.highBytes = highBytes;
        this.lowItems = (int) (highItems * resumeAt);
        this.lowBytes = (long) (highBytes * resumeAt);
    }

    void resumeWith(Runnable resume) {
        Objects.requireNonNull(resume, "resume");
        lock.lock();
        try {
            this.resume = resume;
        } finally {
            lock.unlock();
        }
    }

    // ---- The loop thread's side

    /** Makes room in the batch for what can be put; false if that is nothing. */
    boolean makeRoom(Batch<T> batch) {
        lock.lock();
        try {
            batch.closed = closed;
            batch.roomItems = Math.min(BATCH, highItems - queue.count());
            batch.roomBytes = highBytes - queue.bytes();
            return !full || closed;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Puts the batch's items, and says whether it is full now.
     *
     * @param unfinished bytes that the source holds of the next item
     */
    boolean put(Batch<T> batch, int unfinished) {
        lock.lock();
        try {
            int n = batch.items.count();
            accepted += n;
            if (closed) {
                droppedItems += n;
                droppedBytes += batch.items.bytes();
                batch.items.clear();
            } else {
                batch.items.move(n, queue);
                peakBytes = Math.max(peakBytes, queue.bytes() + unfinished);
                full = queue.count() >= highItems || queue.bytes() > highBytes;
                for (int i = 0; i < n && lock.hasWaiters(available); i++) {
                    available.signal();
                }
            }
            return full;
        } finally {
            lock.unlock();
        }
    }

    void drop(long bytes) {
        lock.lock();
        try {
            droppedBytes += bytes;
        } finally {
            lock.unlock();
        }
    }

    /**
     * No more will be put.
     *
     * @param cause null at the stream's end
     */
    void finish(Throwable cause) {
        lock.lock();
        try {
            full = false; // nobody to resume any more
            if (!over) {
                over = true;
                failure = cause;
                available.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    // ---- The consumers' side

    /**
     * The next item, or null if none comes within the time or ever.
     *
     * @param nanos how long to wait; {@link #FOR_EVER} to wait until there is one or the end
     */
    T take(long nanos) throws InterruptedException, StreamFailedException {
        T item = null;
        Runnable wake = null;
        lock.lockInterruptibly();
        try {
            if (await(nanos)) {
                item = queue.remove();
                wake = removed();
            }
        } finally {
            lock.unlock();
        }
        run(wake);
        return item;
    }

    /** As many as there are, at most so many; waits for the first. */
    List<T> takeMany(int most) throws InterruptedException, StreamFailedException {
        List<T> items = List.of();
        Runnable wake = null;
        lock.lockInterruptibly();
        try {
            if (await(FOR_EVER)) {
                items = remove(most);
                wake = removed();
            }
        } finally {
            lock.unlock();
        }
        run(wake);
        return items;
    }

    /** As many as there are, at most so many, without waiting, interrupted or not. */
    List<T> drain(int most) throws StreamFailedException {
        List<T> items;
        Runnable wake;
        lock.lock();
        try {
            if (queue.count() == 0 && finished()) {
                return List.of();
            }
            items = remove(most);
            wake = removed();
        } finally {
            lock.unlock();
        }
        run(wake);
        return items;
    }

    void close() {
        Runnable wake;
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            droppedItems += queue.count();
            droppedBytes += queue.bytes();
            queue.clear();
            wake = removed();
            available.signalAll();
        } finally {
            lock.unlock();
        }
        run(wake);
    }

    /** Waits until there is an item; false if there is none in that time, or ever. */
    private boolean await(long nanos) throws InterruptedException, StreamFailedException {
        long left = nanos;
        while (queue.count() == 0) {
            if (finished() || left <= 0) {
                return false;
            }
            if (nanos == FOR_EVER) {
                available.await();
            } else {
                left = available.awaitNanos(left);
            }
        }
        return true;
    }

    /** Nothing is queued: whether that is for good. Throws if the stream has failed. */
    private boolean finished() throws StreamFailedException {
        if (!closed && failure != null) {
            throw new StreamFailedException(failure);
        }
        return closed || over;
    }

    private List<T> remove(int most) {
        return queue.remove(Math.min(most, queue.count()));
    }

    /** Items are out; returns what to run outside the lock, or null. */
    private Runnable removed() {
        if (!full || queue.count() > lowItems || queue.bytes() > lowBytes) {
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

    // ---- For any thread

    boolean isDone() {
        return locked(() -> closed || over && failure == null && queue.count() == 0);
    }

    boolean isOver() {
        return locked(() -> over);
    }

    Throwable failure() {
        return locked(() -> failure);
    }

    int count() {
        return locked(queue::count);
    }

    long peakBytes() {
        return locked(() -> peakBytes);
    }

    long accepted() {
        return locked(() -> accepted);
    }

    long droppedItems() {
        return locked(() -> droppedItems);
    }

    long droppedBytes() {
        return locked(() -> droppedBytes);
    }

    private <V> V locked(Supplier<V> question) {
        lock.lock();
        try {
            return question.get();
        } finally {
            lock.unlock();
        }
    }
}
