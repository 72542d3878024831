package dev.penstock.sink;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
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
 * What does a queue cost a line, over a handler that is called with it? The baseline is {@link
 * Lines}, in the same chunks, without a pipe. Where another thread takes the lines, the figure is
 * mostly of the two waking each other, twice for each half of the queue: on two processors that is
 * slow, and on one ({@code taskset -c 0 make bench ...}) it is not.
 *
 * <p>Run with {@code make bench ARGS='-prof gc QueueLineCost'}; each score is of one line.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class QueueLineCost {
    private static final int LINES = 16 * 1024;

    /** Bytes of a line with its newline: 2 is what yes(1) writes. */
    @Param({"2", "64"})
    int bytes;

    /** Lines that may wait: from a full queue to its resuming, half as many are taken. */
    @Param({"1000", "16000"})
    int items;

    private final Semaphore resumed = new Semaphore(0);
    private ByteBuffer chunk;
    private Lines lines;
    private QueueSink<String> drained;
    private QueueSink<String> taken;
    private QueueSink<String> takenTogether;
    private Thread consumer;
    private Thread together;

    @Setup
    public void open(Blackhole blackhole) {
        String line = "y".repeat(bytes - 1) + "\n";
        byte[] all = line.repeat(LINES).getBytes(StandardCharsets.US_ASCII);
        chunk = ByteBuffer.allocateDirect(all.length).put(all);
        lines = Lines.of(8192, blackhole::consume);
        drained = QueueSink.ofLines(8192, items);
        drained.attach(() -> {});
        taken = QueueSink.ofLines(8192, items);
        taken.attach(resumed::release);
        takenTogether = QueueSink.ofLines(8192, items);
        takenTogether.attach(resumed::release);
        consumer = new Thread(() -> takeAll(taken));
        consumer.start();
        together = new Thread(() -> takeAllTogether(takenTogether, items));
        together.start();
    }

    private static void takeAll(QueueSink<String> queue) {
        try {
            for (String line; (line = queue.take()) != null; ) {
                assert !line.isEmpty();
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void takeAllTogether(QueueSink<String> queue, int most) {
        List<String> got = new ArrayList<>();
        try {
            while (queue.takeTo(got, most) > 0) {
                got.clear();
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @TearDown
    public void close() throws Exception {
        taken.end();
        takenTogether.end();
        consumer.join();
        together.join();
    }

    @Benchmark
    @OperationsPerInvocation(LINES)
    public void handler() throws Exception {
        lines.accept(chunk.flip());
    }

    /** On one thread: what filling and emptying cost by themselves. */
    @Benchmark
    @OperationsPerInvocation(LINES)
    public void queueDrained(Blackhole blackhole) throws Exception {
        List<String> got = new ArrayList<>();
        chunk.flip();
        do {
            drained.accept(chunk);
            drained.drainTo(got);
        } while (chunk.hasRemaining());
        blackhole.consume(got);
    }

    /** With a thread that takes one after the other. */
    @Benchmark
    @OperationsPerInvocation(LINES)
    public void queueTaken() throws Exception {
        feed(taken);
    }

    /** With a thread that takes all that there are at once. */
    @Benchmark
    @OperationsPerInvocation(LINES)
    public void queueTakenTogether() throws Exception {
        feed(takenTogether);
    }

    private void feed(QueueSink<String> queue) throws Exception {
        chunk.flip();
        while (queue.accept(chunk) == Sink.Answer.FULL) {
            resumed.acquire();
            if (!chunk.hasRemaining()) {
                return;
            }
        }
    }
}
