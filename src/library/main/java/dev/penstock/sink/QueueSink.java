package dev.penstock.sink;

import dev.penstock.internal.sink.StreamLife;
import dev.penstock.text.LineCounts;
import dev.penstock.text.LineFormat;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A bounded queue between the loop thread, which fills it, and any number of threads that take from
 * it. A full queue stops the loop from reading this stream; the pipe fills, the child blocks in its
 * write, and goes on once the queue has drained to its low watermark. Nothing is lost and no thread
 * waits but the child and idle consumers.
 *
 * <pre>{@code
 * QueueSink<String> lines = QueueSink.ofLines(8192, 1000);
 * // ... start a child whose output goes to it; then, in each of N workers:
 * for (String line; (line = lines.take()) != null; ) {
 *     work(line);
 * }
 * }</pre>
 *
 * <p>Items are handed out in the stream's order, each to one consumer. {@link #take}, {@link
 * #poll}, {@link #takeTo}, {@link #drainTo} and {@link #close} are for consumers, from any thread
 * but the loop's; the {@link Sink} methods are called by the loop thread; counts may be read from
 * any thread.
 *
 * <p><b>High watermark.</b> The queue is full when it holds {@code items} items, or so many bytes
 * that one more item might take it over {@link #maxBytes}. Bytes are the stream's, as UTF-8 and
 * without newlines. <b>Low watermark.</b> It takes more once both have fallen to half of that (see
 * {@link #resumeAt}). Each time it was full, {@code resume} is run exactly once, on the consumer's
 * thread and outside the lock; never once the stream is over.
 *
 * <p><b>The stream's end.</b> When the stream ends, what is queued is still handed out, then {@code
 * take} returns null to every consumer. When it fails, what is queued is still handed out, then
 * {@code take} throws a {@link StreamFailedException} to every consumer. An unfinished last line is
 * an item in both cases.
 *
 * <p>Memory: at most {@link #maxBytes} bytes of the stream, the unfinished line included; and about
 * 100 bytes of objects an item. A string with a character beyond U+00FF takes two bytes a
 * character, so that a line of mostly ASCII may take twice its bytes. Lines also use 32 KiB that
 * all sinks of one loop thread share.
 *
 * @param <T> {@code String} for lines, {@code byte[]} for chunks
 */
public final class QueueSink<T> implements Sink, AutoCloseable {
    private static final long MIB = 1024 * 1024;

    private final Supplier<ItemSource<T>> kind;
    private final int longest;
    private final int maxItems;
    private final long maxBytes;
    private final double resumeAt;

    private final StreamLife life = new StreamLife();
    private final QueueStore<T> store;

    // The loop thread's own.
    private final ItemSource<T> source;
    private final Batch<T> batch = new Batch<>();

    private QueueSink(
            Supplier<ItemSource<T>> kind,
            int longest,
            int maxItems,
            long maxBytes,
            double resumeAt) {
        if (maxItems < 1) {
            throw new IllegalArgumentException("a queue of " + maxItems + " items: at least 1");
        }
        if (maxBytes < longest) {
            throw new IllegalArgumentException(
                    "a queue of "
                            + maxBytes
                            + " bytes: at least one longest item, "
                            + longest
                            + " bytes");
        }
        if (!(resumeAt >= 0 && resumeAt < 1)) {
            throw new IllegalArgumentException(
                    "resume at " + resumeAt + ": at least 0 and less than 1");
        }
        this.kind = kind;
        this.longest = longest;
        this.maxItems = maxItems;
        this.maxBytes = maxBytes;
        this.resumeAt = resumeAt;
        this.store = new QueueStore<>(maxItems, maxBytes - longest, resumeAt);
        this.source = kind.get();
    }

    /**
     * A queue of lines, cut as {@link Lines} cuts them, of at most {@code items × longest} bytes or
     * 1 MiB and one longest line, whichever is less.
     *
     * @param longest bytes that a line may have without its newline, at least 1
     * @param items lines that may wait, at least 1
     * @throws IllegalArgumentException if out of these ranges
     */
    public static QueueSink<String> ofLines(int longest, int items) {
        return ofLines(LineFormat.of(longest), items);
    }

    /**
     * As {@link #ofLines(int, int)}, with all that a format can say. The bytes that are counted are
     * the stream's: a policy that escapes may make four times as many of them.
     *
     * @param format the lines wanted
     * @param items lines that may wait, at least 1
     * @throws IllegalArgumentException if less
     */
    public static QueueSink<String> ofLines(LineFormat format, int items) {
        int longest = format.longest();
        long bytes = Math.min((long) items * longest, MIB + longest);
        return new QueueSink<>(
                () -> new LineItems(format), longest, items, Math.max(bytes, longest), 0.5);
    }

    /**
     * A queue of chunks of at most {@code items × chunk} bytes. Each chunk is what one read
     * brought, cut into pieces of at most {@code chunk} bytes; none is held back to be filled up.
     *
     * @param chunk bytes that an item may have, at least 1
     * @param items chunks that may wait, at least 1
     * @throws IllegalArgumentException if out of these ranges
     */
    public static QueueSink<byte[]> ofChunks(int chunk, int items) {
        long bytes = (long) items * chunk;
        return new QueueSink<>(
                () -> new ChunkItems<>(chunk, Function.identity()),
                chunk,
                items,
                Math.max(bytes, chunk),
                0.5);
    }

    /**
     * A new queue like this one, with another bound on its bytes; this one is not changed.
     *
     * @param maxBytes at least the longest item's bytes
     * @throws IllegalArgumentException if less
     */
    public QueueSink<T> maxBytes(long maxBytes) {
        return new QueueSink<>(kind, longest, maxItems, maxBytes, resumeAt);
    }

    /**
     * A new queue like this one, with another low watermark; this one is not changed.
     *
     * @param share the part of the high watermark, in items and in bytes, to which a full queue
     *     must have drained before it takes more: at least 0 (empty) and less than 1
     * @throws IllegalArgumentException if out of that range
     */
    public QueueSink<T> resumeAt(double share) {
        return new QueueSink<>(kind, longest, maxItems, maxBytes, share);
    }

    @Override
    public void requireUnused() {
        life.requireUnused(this);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if this sink has served a stream before
     */
    @Override
    public void attach(Runnable resume) {
        life.attach(this);
        store.resumeWith(resume);
    }

    /**
     * Takes items until the queue is full. A full queue takes nothing and says so again; a closed
     * one takes everything and drops it.
     */
    @Override
    public Answer accept(ByteBuffer bytes) throws Exception {
        while (bytes.hasRemaining()) {
            if (!store.makeRoom(batch)) {
                return Answer.FULL;
            }
            if (batch.closed) {
                store.drop(source.forget() + bytes.remaining());
                bytes.position(bytes.limit());
                return Answer.MORE;
            }
            source.fill(bytes, batch);
            if (store.put(batch, source.held())) {
                return Answer.FULL;
            }
        }
        return Answer.MORE;
    }

    @Override
    public void end() throws Exception {
        finish(null);
    }

    @Override
    public void fail(Throwable cause) {
        try {
            finish(Objects.requireNonNull(cause, "cause"));
        } catch (Exception e) {
            cause.addSuppressed(
                    e); // not met: only user code throws checked exceptions, and here is none
        }
    }

    private void finish(Throwable cause) throws Exception {
        store.makeRoom(batch);
        if (batch.closed) {
            store.drop(source.forget());
        } else {
            // Never over the bound: a full queue has no unfinished line, since it stopped right
            // after one.
            source.finish(batch);
            store.put(batch, 0);
        }
        store.finish(cause);
    }

    /**
     * The next item; waits for it as long as the stream runs.
     *
     * @return null once the stream has ended and every item was handed out, or the queue is closed;
     *     from then on always
     * @throws StreamFailedException once the stream has failed and every item was handed out; from
     *     then on always, to every consumer, until the queue is closed
     * @throws InterruptedException if this thread is or was interrupted; no item is lost
     */
    public T take() throws InterruptedException, StreamFailedException {
        return store.take(QueueStore.FOR_EVER);
    }

    /**
     * The next item, if there is one within the time.
     *
     * @param most how long to wait; zero or less does not wait
     * @return null if there was none in that time, or there will be none any more, which {@link
     *     #isDone} tells apart:
     *     <pre>{@code
     * while (!lines.isDone()) {
     *     String line = lines.poll(Duration.ofMillis(100));
     *     if (line == null) {
     *         nothingYet();
     *     } else {
     *         work(line);
     *     }
     * }
     * }</pre>
     *
     * @throws StreamFailedException as {@link #take}
     * @throws InterruptedException if this thread is or was interrupted; no item is lost
     */
    public T poll(Duration most) throws InterruptedException, StreamFailedException {
        return store.take(TimeUnit.NANOSECONDS.convert(most));
    }

    /**
     * Moves what is queued now; waits for the first as long as the stream runs. Of short items many
     * threads get more this way than one by one: there is one lock for all of them.
     *
     * @param to where the items are added, in order
     * @param most how many at most; at least 1
     * @return how many there were; 0 once the stream has ended and every item was handed out, or
     *     the queue is closed
     * @throws StreamFailedException as {@link #take}
     * @throws InterruptedException if this thread is or was interrupted; no item is lost
     * @throws IllegalArgumentException if {@code most} is less than 1
     */
    public int takeTo(Collection<? super T> to, int most)
            throws InterruptedException, StreamFailedException {
        if (most < 1) {
            throw new IllegalArgumentException("take " + most + " items: at least 1");
        }
        List<T> items = store.takeMany(most);
        to.addAll(items);
        return items.size();
    }

    /**
     * Moves what is queued now, without waiting.
     *
     * @param to where the items are added, in order
     * @param most how many at most; at least 0
     * @return how many there were; 0 also when there will be none any more, which {@link #isDone}
     *     tells
     * @throws StreamFailedException as {@link #take}, if nothing is queued
     * @throws IllegalArgumentException if {@code most} is negative
     */
    public int drainTo(Collection<? super T> to, int most) throws StreamFailedException {
        if (most < 0) {
            throw new IllegalArgumentException("drain " + most + " items: at least 0");
        }
        List<T> items = store.drain(most);
        to.addAll(items);
        return items.size();
    }

    /** As {@link #drainTo(Collection, int)}, with no limit but what is queued now. */
    public int drainTo(Collection<? super T> to) throws StreamFailedException {
        return drainTo(to, Integer.MAX_VALUE);
    }

    /**
     * The consumers give up, for all of them: waiting ones wake with null. What is queued, and
     * everything that the stream still brings, is dropped and counted in {@link #droppedItems} and
     * {@link #droppedBytes}. The child is not stopped and not left hanging: its output is read to
     * nowhere, as by {@link Discard}. From any thread; closing again does nothing.
     */
    @Override
    public void close() {
        store.close();
    }

    /**
     * Whether there is nothing more to hand out and will be nothing any more: the stream has ended
     * and the queue is empty, or it is closed. False after a failure, of which the next {@code
     * take}, {@code poll} or {@code drainTo} tells.
     */
    public boolean isDone() {
        return store.isDone();
    }

    /** Items that wait now. */
    public int size() {
        return store.count();
    }

    /** The most bytes of the stream that may be held at once. */
    public long maxBytes() {
        return maxBytes;
    }

    /** The most bytes of the stream that were held at once, in items and in an unfinished line. */
    public long peakBytes() {
        return store.peakBytes();
    }

    /**
     * Items made so far, whether they were taken, wait, or were dropped because of {@link #close}.
     */
    public long accepted() {
        return store.accepted();
    }

    /**
     * Whole items dropped because the queue was closed; what came after that is counted only in
     * bytes.
     */
    public long droppedItems() {
        return store.droppedItems();
    }

    /**
     * Bytes dropped because the queue was closed: those of the dropped items and of all that came
     * later.
     */
    public long droppedBytes() {
        return store.droppedBytes();
    }

    /** What became of the lines; all 0 for chunks. */
    public LineCounts lineCounts() {
        return source.counts();
    }

    /** Lines that were cut because they were longer than allowed; always 0 for chunks. */
    public long cutLines() {
        return source.counts().cutLines();
    }

    /** Bytes of the stream that are missing because lines were cut; always 0 for chunks. */
    public long bytesCut() {
        return source.counts().bytesCut();
    }

    /**
     * Whether the whole stream has come, up to its end of file; items may still wait ({@link
     * #isDone} is about those).
     */
    public boolean ended() {
        return store.isOver() && store.failure() == null;
    }

    /** Why the stream ended before its end of file; empty while it runs and if it did not fail. */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(store.failure());
    }
}
