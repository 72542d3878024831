package dev.penstock.source;

import dev.penstock.source.Source.Answer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Chunks that one thread fills, and waits with, and that the loop's empties, which does not. */
final class ReadAhead {
    private static final int CHUNK = 64 * 1024;
    private static final int CHUNKS = 2;

    private final Runnable ready;

    /** Whether no more is read than there is room for where it goes. */
    private final boolean onDemand;

    /** Guards everything below. Not a monitor: it may be a virtual thread that reads. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    private final Queue<ByteBuffer> free = new ArrayDeque<>(CHUNKS);
    private final Queue<ByteBuffer> filled = new ArrayDeque<>(CHUNKS);
    private boolean ended;
    private Throwable failure;
    private boolean closed;
    private long unused;

    /** Whether the last answer was EMPTY, so that {@link #ready} is waited for. */
    private boolean idle;

    /** How much there was room for then. */
    private int room;

    /**
     * @param ready run when there is something after {@link #fill} answered EMPTY
     * @param onDemand whether nothing is read before that, and then no more than there was room for
     */
    ReadAhead(Runnable ready, boolean onDemand) {
        this.ready = ready;
        this.onDemand = onDemand;
        for (int i = 0; i < CHUNKS; i++) {
            free.add(ByteBuffer.allocate(CHUNK));
        }
    }

    // ---- The thread that reads

    /** A chunk to read into, when there is one; null if nobody wants any more. */
    ByteBuffer free() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while ((free.isEmpty() || onDemand && !idle) && !closed) {
                changed.await();
            }
            if (closed) {
                return null;
            }
            ByteBuffer chunk = free.remove().clear();
            return onDemand ? chunk.limit(Math.min(room, CHUNK)) : chunk;
        } finally {
            lock.unlock();
        }
    }

    /** What was read, from the chunk's position to its limit. */
    void give(ByteBuffer chunk) {
        Runnable wake;
        lock.lock();
        try {
            if (closed) {
                unused += chunk.remaining();
                return;
            }
            filled.add(chunk);
            wake = wake();
        } finally {
            lock.unlock();
        }
        wake.run();
    }

    /**
     * Nothing more comes.
     *
     * @param failure why not, or null
     */
    void end(Throwable failure) {
        Runnable wake;
        lock.lock();
        try {
            ended = true;
            this.failure = failure;
            wake = wake();
        } finally {
            lock.unlock();
        }
        wake.run();
    }

    /** With the lock held: what to run when it has been let go. */
    private Runnable wake() {
        if (!idle) {
            return () -> {};
        }
        idle = false;
        return ready;
    }

    // ---- The loop's thread

    /** As {@link Source#fill}. */
    Answer fill(ByteBuffer into) throws Exception {
        int begin = into.position();
        lock.lock();
        try {
            while (into.hasRemaining() && !filled.isEmpty()) {
                ByteBuffer chunk = filled.element();
                int count = Math.min(chunk.remaining(), into.remaining());
                into.put(into.position(), chunk, chunk.position(), count);
                into.position(into.position() + count);
                chunk.position(chunk.position() + count);
                if (!chunk.hasRemaining()) {
                    free.add(filled.remove());
                    changed.signal();
                }
            }
            if (!filled.isEmpty() || (failure != null && into.position() > begin)) {
                return Answer.MORE;
            }
            if (failure != null) {
                throw failure instanceof Exception e
                        ? e
                        : new IOException("a read failed", failure);
            }
            if (onDemand && !ended && !into.hasRemaining()) {
                return Answer.MORE;
            }
            idle = !ended;
            room = into.remaining();
            changed.signal();
            return ended ? Answer.END : Answer.EMPTY;
        } finally {
            lock.unlock();
        }
    }

    /** Nobody asks any more. */
    void close() {
        lock.lock();
        try {
            closed = true;
            for (ByteBuffer chunk : filled) {
                unused += chunk.remaining();
            }
            filled.clear();
            free.clear();
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    // ---- Any thread

    /** How many bytes were read that nobody took before the close. */
    long unused() {
        lock.lock();
        try {
            return unused;
        } finally {
            lock.unlock();
        }
    }

    /** What {@link #end} was told, or null. */
    Throwable failure() {
        lock.lock();
        try {
            return failure;
        } finally {
            lock.unlock();
        }
    }
}
