package dev.penstock.sink;

import dev.penstock.internal.sink.StreamLife;
import dev.penstock.text.LineCounts;
import dev.penstock.text.LineFormat;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Publishes a stream, as chunks or as lines, to one {@link Flow.Subscriber}, by the rules of
 * Reactive Streams. While the subscriber has asked for nothing, and before there is one, nothing is
 * taken: the descriptor is out of the epoll set, the pipe fills and the child waits.
 *
 * <pre>{@code
 * FlowSink<String> lines = FlowSink.ofLines(8192);
 * lines.subscribe(subscriber);
 * Command.of("journalctl", "-f").stdout(lines).start();
 * }</pre>
 *
 * <p><b>Threads.</b> The loop thread calls the {@link Sink} methods, and {@code onNext}, {@code
 * onComplete} and {@code onError} too, so a subscriber must not block; {@link #deliveredBy} moves
 * them to an executor. {@code onSubscribe} is called by {@link #subscribe}, on the thread that
 * subscribes; so is what was due before it returned, and {@code onError} after a wrong {@code
 * request} may be on the thread that made it. In any case signals come one at a time. {@code
 * subscribe}, {@code request}, {@code cancel} and the counts are for any thread.
 *
 * <p><b>One subscriber.</b> The first one gets the stream from its beginning, also when it comes
 * late; each other one gets an {@link IllegalStateException} by {@code onError}.
 *
 * <p><b>The end.</b> {@code onComplete} comes after the last item. Since nothing is read while
 * nothing is asked for, the end of file shows only while something is: a subscriber that stops
 * asking, and does not cancel, keeps its child's outcome waiting as any full sink does, until the
 * child's timeout or its {@code close}. When the stream fails, the unfinished line that has come so
 * far is an item, and {@code onError} gets the cause.
 *
 * <p><b>Cancelled</b>, the subscriber is let go of at once. The child is not stopped and not left
 * hanging: the rest of its output is read to nowhere and counted in {@link #droppedBytes}. {@code
 * request} of 0 or less does the same, after {@code onError} with an {@link
 * IllegalArgumentException}. A subscriber that throws is cancelled, and the stream fails with what
 * it threw.
 *
 * <p>Memory: of what one read brought, 256 KiB at most, the items that were asked for, and the
 * unfinished line. With an executor, at most its {@code items} items of the longest size.
 *
 * @param <T> {@code ByteBuffer} for chunks, {@code String} for lines
 */
public final class FlowSink<T> implements Sink, Flow.Publisher<T> {
    /** So many items at most are made of what was read before they are delivered. */
    private static final int BATCH = 256;

    private final Supplier<ItemSource<T>> kind;
    private final StreamLife life = new StreamLife();
    private final AtomicBoolean subscribed = new AtomicBoolean();
    private final Delivery<T> delivery;

    // The loop thread's own.
    private final ItemSource<T> source;
    private final Batch<T> batch = new Batch<>();

    private FlowSink(Supplier<ItemSource<T>> kind, int items, Executor executor) {
        this.kind = kind;
        this.delivery = new Delivery<>(items, executor);
        this.source = kind.get();
    }

    /**
     * Publishes chunks: what one read brought, cut into pieces of at most {@code chunk} bytes; none
     * is held back to be filled up. Each is a heap buffer with a copy of the bytes, the
     * subscriber's own: {@code array()} is just them.
     *
     * @param chunk bytes that an item may have, at least 1
     * @throws IllegalArgumentException if less
     */
    public static FlowSink<ByteBuffer> ofChunks(int chunk) {
        return new FlowSink<>(() -> new ChunkItems<>(chunk, ByteBuffer::wrap), BATCH, null);
    }

    /**
     * Publishes lines, cut as {@link Lines} cuts them.
     *
     * @param longest bytes that a line may have without its newline, at least 1
     * @throws IllegalArgumentException if less
     */
    public static FlowSink<String> ofLines(int longest) {
        return ofLines(LineFormat.of(longest));
    }

    /** As {@link #ofLines(int)}, with all that a format can say. */
    public static FlowSink<String> ofLines(LineFormat format) {
        return new FlowSink<>(() -> new LineItems(format), BATCH, null);
    }

    /**
     * A new publisher like this one, whose signals but {@code onSubscribe} are delivered by an
     * executor, one task at a time, so that the subscriber may take its time; this one is not
     * changed. If the executor refuses a task, the stream fails, and {@code onError} is called
     * where the refusal was met.
     *
     * @param executor whose threads may block
     * @param items how many at most are made ahead of the subscriber, asked for or not, at least 1.
     *     More of them save a subscriber that asks for few at a time the way to the loop and back
     * @throws IllegalArgumentException if {@code items} is less than 1
     */
    public FlowSink<T> deliveredBy(Executor executor, int items) {
        if (items < 1) {
            throw new IllegalArgumentException(
                    items + " items ahead of the subscriber: at least 1");
        }
        return new FlowSink<>(kind, items, Objects.requireNonNull(executor, "executor"));
    }

    /**
     * Connects the one subscriber; also before the child is started, or after the stream is over.
     * From any thread.
     */
    @Override
    public void subscribe(Flow.Subscriber<? super T> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber");
        if (subscribed.compareAndSet(false, true)) {
            delivery.open(subscriber);
        } else {
            subscriber.onSubscribe(NoSubscription.INSTANCE);
            subscriber.onError(
                    new IllegalStateException("this publisher has had its one subscriber"));
        }
    }

    private enum NoSubscription implements Flow.Subscription {
        INSTANCE;

        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
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
        delivery.resumeWith(Objects.requireNonNull(resume, "resume"));
    }

    /**
     * Takes as many items as were asked for.
     *
     * @throws Exception what the subscriber threw
     */
    @Override
    public Answer accept(ByteBuffer bytes) throws Exception {
        while (delivery.makeRoom(batch)) {
            if (batch.closed) {
                delivery.drop(source.forget() + bytes.remaining());
                bytes.position(bytes.limit());
                return Answer.MORE;
            }
            if (!bytes.hasRemaining()) {
                return Answer.MORE;
            }
            source.fill(bytes, batch);
            delivery.put(batch, source.held());
        }
        return Answer.FULL;
    }

    /**
     * {@inheritDoc}
     *
     * @throws Exception what the subscriber threw; the stream then counts as failed
     */
    @Override
    public void end() throws Exception {
        try {
            finish(null);
            delivery.rethrow();
            life.end();
        } catch (Throwable t) {
            life.fail(t);
            throw t;
        }
    }

    @Override
    public void fail(Throwable cause) {
        life.fail(Objects.requireNonNull(cause, "cause"));
        try {
            finish(cause);
        } catch (Exception e) {
            if (e != cause) {
                cause.addSuppressed(e);
            }
        }
    }

    private void finish(Throwable cause) throws Exception {
        if (delivery.isClosed()) {
            delivery.drop(source.forget());
        } else {
            // An unfinished line has its place: the splitter stops right after the last line that
            // was asked for.
            source.finish(batch);
            delivery.put(batch, 0);
        }
        delivery.finish(cause);
    }

    /** Items handed to the subscriber so far. */
    public long items() {
        return delivery.delivered();
    }

    /**
     * Bytes of the stream that the subscriber did not get because it cancelled, asked wrongly or
     * threw.
     */
    public long droppedBytes() {
        return delivery.droppedBytes();
    }

    /** What became of the lines; all 0 for chunks. */
    public LineCounts lineCounts() {
        return source.counts();
    }

    /** The most bytes of the stream that were held at once, in items and in an unfinished line. */
    public long peakBytes() {
        return delivery.peakBytes();
    }

    /** Whether the whole stream has come. From any thread; the subscriber may hear of it later. */
    public boolean ended() {
        return life.ended();
    }

    /** Why the stream ended before its end of file; empty while it runs and if it did not fail. */
    public Optional<Throwable> failure() {
        return life.failure();
    }
}
