package dev.penstock.source;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.InterruptibleChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SelectableChannel;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * An {@link InputStream} or a channel whose reads wait. They cannot wait on the loop's thread, and
 * two of them cannot share another, so each such source has a thread that reads: a daemon of its
 * own, or one that an executor lends it for as long as it lasts.
 *
 * <p>When the reader of the pipe is gone the thread is interrupted. A read that heeds that ends
 * there; one that does not (of {@code System.in}, for example) is left alone: nothing waits for it,
 * and its thread ends when it returns ({@link #isReading}). An {@link InterruptibleChannel} would
 * be closed by an interrupt, so it is not interrupted unless it is to be {@linkplain #closing
 * closed} anyway; pass such a channel itself, and not a stream made of it, which nobody can tell.
 *
 * <p>Memory: 128 KiB. The thread reads no further ahead.
 */
public final class BlockingStream implements Source {
    private static final int CHUNK = 64 * 1024;
    private static final int CHUNKS = 2;

    /** One read into a buffer that an array backs: how many bytes, −1 at the end. */
    private interface Reading {
        int into(ByteBuffer chunk) throws IOException;
    }

    private final Once once = new Once();
    private final Closeable stream;
    private final Reading reading;
    private final Executor executor;
    private final boolean closing;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<ByteBuffer> free = new ArrayDeque<>(CHUNKS);
    private final Queue<ByteBuffer> filled = new ArrayDeque<>(CHUNKS);
    private Runnable ready;
    private Thread reader;
    private boolean ended;
    private Throwable failure;
    private boolean closed;
    private long unused;

    /** Whether the last answer was EMPTY, so that {@link #ready} is waited for. */
    private boolean idle;

    private BlockingStream(Closeable stream, Reading reading, Executor executor, boolean closing) {
        this.stream = stream;
        this.reading = reading;
        this.executor = executor;
        this.closing = closing;
    }

    /** Reads a stream from where it stands to its end. */
    public static BlockingStream of(InputStream stream) {
        Executor own = task -> ownThread(task, stream).start();
        return new BlockingStream(
                stream, chunk -> stream.read(chunk.array(), 0, chunk.capacity()), own, false);
    }

    /**
     * Reads a channel from where it stands to its end.
     *
     * @throws IllegalArgumentException if it is a non-blocking one, whose reads do not wait
     */
    public static BlockingStream of(ReadableByteChannel channel) {
        if (channel instanceof SelectableChannel selectable && !selectable.isBlocking()) {
            throw new IllegalArgumentException(channel + " is non-blocking");
        }
        Executor own = task -> ownThread(task, channel).start();
        return new BlockingStream(channel, channel::read, own, false);
    }

    private static Thread ownThread(Runnable task, Closeable stream) {
        Thread thread =
                new Thread(task, "penstock input from " + stream.getClass().getSimpleName());
        thread.setDaemon(true);
        return thread;
    }

    /**
     * The same, read on a thread of this executor, which it occupies to the end.
     *
     * @param executor not one that runs what it is given on the thread that gives it
     */
    public BlockingStream readBy(Executor executor) {
        return new BlockingStream(stream, reading, executor, closing);
    }

    /**
     * The same, closed when it is over: at its end, when a read fails, or when the reader is gone;
     * by the thread that reads, after its last read.
     */
    public BlockingStream closing() {
        return new BlockingStream(stream, reading, executor, true);
    }

    /**
     * Whether a thread is still at it; when the child is over, one in a read that never returns.
     */
    public boolean isReading() {
        lock.lock();
        try {
            return reader != null;
        } finally {
            lock.unlock();
        }
    }

    /** How many bytes were read that could not be given any more, the reader having gone. */
    public long unused() {
        lock.lock();
        try {
            return unused;
        } finally {
            lock.unlock();
        }
    }

    /** What a read, or the close, threw, also after the reader had gone; or empty. */
    public Optional<Throwable> failure() {
        lock.lock();
        try {
            return Optional.ofNullable(failure);
        } finally {
            lock.unlock();
        }
    }

    // ---- The thread that reads

    private void read() {
        Throwable failed = null;
        try {
            for (ByteBuffer chunk = begin(); chunk != null; chunk = next()) {
                int got = reading.into(chunk);
                if (got <= 0) {
                    if (got == 0) {
                        throw new IOException(stream + " answered a read with no bytes");
                    }
                    break;
                }
                give(chunk.position(0).limit(got));
            }
        } catch (Throwable t) {
            failed = t;
        }
        finish(failed);
    }

    private ByteBuffer begin() throws InterruptedException {
        lock.lock();
        try {
            reader = Thread.currentThread();
        } finally {
            lock.unlock();
        }
        return next();
    }

    /** A chunk to read into, when there is one; null if nobody wants any more. */
    private ByteBuffer next() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (free.isEmpty() && !closed) {
                changed.await();
            }
            return closed ? null : free.remove().clear();
        } finally {
            lock.unlock();
        }
    }

    private void give(ByteBuffer chunk) {
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

    private void finish(Throwable failed) {
        Throwable told = failed;
        lock.lock();
        try {
            reader = null;
            if (closed) {
                // The interrupt, if it came too late for a read, is not the executor's.
                Thread.interrupted();
            }
        } finally {
            lock.unlock();
        }
        if (closing) {
            try {
                stream.close();
            } catch (Throwable t) {
                if (told == null) {
                    told = t;
                } else {
                    told.addSuppressed(t);
                }
            }
        }
        Runnable wake;
        lock.lock();
        try {
            ended = true;
            failure = told;
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

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if this source has served a stream before
     * @throws java.util.concurrent.RejectedExecutionException if the executor takes no task
     */
    @Override
    public void attach(Runnable ready) {
        once.attach(this);
        this.ready = ready;
        for (int i = 0; i < CHUNKS; i++) {
            free.add(ByteBuffer.allocate(CHUNK));
        }
        executor.execute(this::read);
    }

    /**
     * {@inheritDoc}
     *
     * @throws Exception what a read, or the close, threw, when all that was read was given
     */
    @Override
    public Answer fill(ByteBuffer into) throws Exception {
        int begin = into.position();
        lock.lock();
        try {
            for (ByteBuffer chunk = filled.peek();
                    chunk != null && into.hasRemaining();
                    chunk = filled.peek()) {
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
                        : new IOException("reading " + stream + " failed", failure);
            }
            idle = !ended;
            return ended ? Answer.END : Answer.EMPTY;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close(Throwable cause) {
        lock.lock();
        try {
            closed = true;
            for (ByteBuffer chunk : filled) {
                unused += chunk.remaining();
            }
            filled.clear();
            free.clear();
            changed.signal();
            if (reader != null && (closing || !(stream instanceof InterruptibleChannel))) {
                reader.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }
}
