package dev.penstock.sink;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What does a publisher cost an item, over a handler that is called with it? Baselines are {@link
 * Lines} with a handler, and the JDK's {@link SubmissionPublisher} fed by that handler; both
 * deliver on the thread that feeds them, or by an executor of one thread.
 *
 * <p>Run with {@code make bench ARGS='-prof gc PublisherCost'}; each score is of one line of 64
 * bytes, or of one chunk of 64.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PublisherCost {
    private static final int ITEMS = 4096;
    private static final int BYTES = 64;
    private static final int AHEAD = 1024;

    /** What a subscriber asks for at once: each time one more, or all at the beginning. */
    @Param({"1", "9223372036854775807"})
    long asked;

    private final Semaphore resumed = new Semaphore(0);
    private final Semaphore received = new Semaphore(0);
    private ByteBuffer chunk;
    private ExecutorService executor;
    private Lines handler;
    private FlowSink<String> lines;
    private FlowSink<ByteBuffer> chunks;
    private FlowSink<String> linesByExecutor;
    private SubmissionPublisher<String> jdk;
    private SubmissionPublisher<String> jdkByExecutor;
    private Lines toJdk;
    private Lines toJdkByExecutor;

    @Setup
    public void open(Blackhole blackhole) {
        byte[] all =
                ("y".repeat(BYTES - 1) + "\n").repeat(ITEMS).getBytes(StandardCharsets.US_ASCII);
        chunk = ByteBuffer.allocateDirect(all.length).put(all);
        executor = Executors.newSingleThreadExecutor();
        handler = Lines.of(8192, blackhole::consume);
        lines = FlowSink.ofLines(8192);
        chunks = FlowSink.ofChunks(BYTES);
        linesByExecutor = FlowSink.ofLines(8192).deliveredBy(executor, AHEAD);
        lines.attach(() -> {});
        chunks.attach(() -> {});
        linesByExecutor.attach(resumed::release);
        lines.subscribe(new Asking<>(blackhole));
        chunks.subscribe(new Asking<>(blackhole));
        linesByExecutor.subscribe(new Asking<>(blackhole));
        jdk = new SubmissionPublisher<>(Runnable::run, AHEAD);
        jdkByExecutor = new SubmissionPublisher<>(executor, AHEAD);
        jdk.subscribe(new Asking<>(blackhole));
        jdkByExecutor.subscribe(new Asking<>(blackhole));
        toJdk = Lines.of(8192, jdk::submit);
        toJdkByExecutor = Lines.of(8192, jdkByExecutor::submit);
    }

    @TearDown
    public void close() {
        executor.shutdownNow();
    }

    private final class Asking<T> implements Flow.Subscriber<T> {
        private final Blackhole blackhole;
        private Flow.Subscription subscription;
        private int seen;

        Asking(Blackhole blackhole) {
            this.blackhole = blackhole;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            this.subscription = subscription;
            subscription.request(asked);
        }

        @Override
        public void onNext(T item) {
            blackhole.consume(item);
            if (asked == 1) {
                subscription.request(1);
            }
            if (++seen == ITEMS) {
                seen = 0;
                received.release();
            }
        }

        @Override
        public void onError(Throwable cause) {
            throw new AssertionError(cause);
        }

        @Override
        public void onComplete() {}
    }

    private void feed(Sink sink) throws Exception {
        chunk.flip();
        while (sink.accept(chunk) == Sink.Answer.FULL && chunk.hasRemaining()) {
            if (sink == linesByExecutor) {
                resumed.acquire();
            }
        }
        received.acquire();
    }

    @Benchmark
    @OperationsPerInvocation(ITEMS)
    public void handler() throws Exception {
        handler.accept(chunk.flip());
    }

    @Benchmark
    @OperationsPerInvocation(ITEMS)
    public void lines() throws Exception {
        feed(lines);
    }

    @Benchmark
    @OperationsPerInvocation(ITEMS)
    public void chunks() throws Exception {
        feed(chunks);
    }

    @Benchmark
    @OperationsPerInvocation(ITEMS)
    public void jdkLines() throws Exception {
        feed(toJdk);
    }

    @Benchmark
    @OperationsPerInvocation(ITEMS)
    public void linesByExecutor() throws Exception {
        feed(linesByExecutor);
    }

    @Benchmark
    @OperationsPerInvocation(ITEMS)
    public void jdkLinesByExecutor() throws Exception {
        feed(toJdkByExecutor);
    }
}
