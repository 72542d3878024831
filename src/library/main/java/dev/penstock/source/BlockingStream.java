package dev.penstock.source;

import dev.penstock.internal.thread.OwnThread;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.InterruptibleChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SelectableChannel;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * An {@link InputStream} or a channel whose reads wait. They cannot wait on the loop's thread, and
 * two of them cannot share another, so each such source has a thread that reads: a daemon of its
 * own, or one that an executor lends it for as long as it lasts.
 *
 * <p>When the reader of the pipe is gone the thread is interrupted. A read that heeds that ends
 * there; one that does not is left alone: nothing waits for it, and its thread ends when it returns
 * ({@link #isReading}); what that read took is {@link #unused}. {@link System#in}, as the JDK has
 * made it, is not read before there is something to read and the child's pipe has room for it: so
 * the child's end ends its thread, and leaves the next line to this process. (Let no other thread
 * read it meanwhile. One that {@link System#setIn} has put there is a stream as any other; if it is
 * a {@link java.io.BufferedInputStream}, that must come before this class is first used or be
 * passed as a channel.) An {@link InterruptibleChannel} would be closed by an interrupt, so it is
 * not interrupted unless it is to be {@linkplain #closing closed} anyway; pass such a channel
 * itself, and not a stream made of it, which nobody can tell.
 *
 * <p>Memory: 128 KiB, which the thread reads ahead and no further.
 */
public final class BlockingStream implements Source {
    /** One read into a buffer that an array backs: how many bytes, −1 at the end. */
    private interface Reading {
        int into(ByteBuffer chunk) throws IOException;
    }

    private final SingleUse once = new SingleUse();
    private final Closeable stream;
    private final Reading reading;
    private final Executor executor;
    private final boolean closing;

    /** Null for any other stream. */
    private final StandardInput standard;

    /** Null before it is attached. */
    private volatile ReadAhead ahead;

    /** The thread that is at it, or null. Guarded by this, and so is whether it is interrupted. */
    private Thread reader;

    /** Guarded by this. */
    private boolean closed;

    private BlockingStream(
            Closeable stream,
            Reading reading,
            Executor executor,
            boolean closing,
            StandardInput standard) {
        this.stream = stream;
        this.reading = reading;
        this.executor = executor;
        this.closing = closing;
        this.standard = standard;
    }

    /** Reads a stream from where it stands to its end. */
    public static BlockingStream of(InputStream stream) {
        Executor own = task -> ownThread(task, stream).start();
        StandardInput standard = StandardInput.of(stream);
        Reading reading =
                standard != null
                        ? standard::into
                        : chunk -> stream.read(chunk.array(), 0, chunk.limit());
        return new BlockingStream(stream, reading, own, false, standard);
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
        return new BlockingStream(channel, channel::read, own, false, null);
    }

    private static Thread ownThread(Runnable task, Closeable stream) {
        return OwnThread.daemon("penstock input from " + stream.getClass().getSimpleName(), task);
    }

    /**
     * The same, read on a thread of this executor, which it occupies to the end.
     *
     * @param executor not one that runs what it is given on the thread that gives it
     */
    public BlockingStream readBy(Executor executor) {
        return new BlockingStream(stream, reading, executor, closing, standard);
    }

    /**
     * The same, closed when it is over: at its end, when a read fails, or when the reader is gone;
     * by the thread that reads, after its last read.
     */
    public BlockingStream closing() {
        return new BlockingStream(stream, reading, executor, true, standard);
    }

    /**
     * Whether a thread is still at it; when the child is over, one in a read that never returns.
     */
    public synchronized boolean isReading() {
        return reader != null;
    }

    /** How many bytes were read that could not be given any more, the reader having gone. */
    public long unused() {
        return ahead == null ? 0 : ahead.unused();
    }

    /** What a read, or the close, threw, also after the reader had gone; or empty. */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(ahead == null ? null : ahead.failure());
    }

    // ---- The thread that reads

    private void read() {
        Throwable failure = null;
        begin();
        try {
            for (ByteBuffer chunk = ahead.free(); chunk != null; chunk = ahead.free()) {
                int got = reading.into(chunk);
                if (got < 0) {
                    break;
                }
                if (got == 0) {
                    throw new IOException(stream + " answered a read with no bytes");
                }
                ahead.give(chunk.position(0).limit(got));
            }
        } catch (Throwable t) {
            failure = t;
        }
        finish();
        if (standard != null) {
            failure = closed(standard, failure);
        }
        ahead.end(closing ? closed(stream, failure) : failure);
    }

    private synchronized void begin() {
        reader = Thread.currentThread();
    }

    private synchronized void finish() {
        reader = null;
        if (closed) {
            // The interrupt, if it came too late for a read, is not the executor's.
            Thread.interrupted();
        }
    }

    /** Closes it; answers the failure, with what that threw. */
    private static Throwable closed(Closeable what, Throwable failure) {
        try {
            what.close();
        } catch (Throwable t) {
            if (failure == null) {
                return t;
            }
            failure.addSuppressed(t);
        }
        return failure;
    }

    // ---- The loop's thread

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if this source has served a stream before
     * @throws java.util.concurrent.RejectedExecutionException if the executor takes no task
     */
    @Override
    public void attach(Runnable ready) throws IOException {
        once.attach(this);
        ahead = new ReadAhead(ready, standard != null);
        if (standard == null) {
            executor.execute(this::read);
            return;
        }
        standard.open();
        try {
            executor.execute(this::read);
        } catch (Throwable t) {
            standard.close();
            throw t;
        }
    }

    /**
     * {@inheritDoc}
     *
     * @throws Exception what a read, or the close, threw, when all that was read was given
     */
    @Override
    public Answer fill(ByteBuffer into) throws Exception {
        return ahead.fill(into);
    }

    @Override
    public void close(Throwable cause) throws IOException {
        ahead.close();
        if (standard != null) {
            standard.end();
            return;
        }
        synchronized (this) {
            closed = true;
            if (reader != null && (closing || !(stream instanceof InterruptibleChannel))) {
                reader.interrupt();
            }
        }
    }
}
