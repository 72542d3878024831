package dev.penstock.internal.pump;

import dev.penstock.internal.sys.Linux;
import dev.penstock.internal.sys.NativeMemory;
import dev.penstock.libc.Libc;
import dev.penstock.loop.EventLoop;
import dev.penstock.pipe.Pipe;
import dev.penstock.pipe.PipeChannel;
import dev.penstock.sink.Capture;
import dev.penstock.sink.Discard;
import dev.penstock.sink.Sink;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
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

/**
 * What does a turn of a pump cost, over the bare read(2) of the same bytes? The loop's own thread
 * writes a chunk into the pipe and the next turn carries it to the sink, so that nobody is waited
 * for. Baselines are the bare calls, write and read on one thread, and the JDK's streams; the write
 * is in every figure.
 *
 * <p>Run with {@code make bench ARGS='-prof gc PumpCost'}; each score is of one chunk. Over {@code
 * bareCalls} a pump has epoll_wait(2), a task's turn, and for chunks of 32 KiB and more a second
 * read, which finds nothing.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 3, jvmArgsAppend = "-Xshare:auto")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PumpCost {
    private static final int CHUNKS = 1000;

    @Param({"4096", "65536"})
    int chunk;

    private final Libc libc = Linux.libc();
    private NativeMemory memory;
    private byte[] heap;
    private Pipe bare;
    private FileInputStream in;
    private FileOutputStream out;
    private EventLoop loop;
    private Pumped discard;
    private Pumped capture;

    @Setup
    public void open() throws Exception {
        memory = new NativeMemory(chunk);
        heap = new byte[chunk];
        bare = Pipe.open();
        in = new FileInputStream("/proc/self/fd/" + bare.readEnd().number());
        out = new FileOutputStream("/proc/self/fd/" + bare.writeEnd().number());
        loop = EventLoop.start("benchmark");
        discard = new Pumped(Discard.of());
        capture = new Pumped(Capture.of(chunk));
    }

    @TearDown
    public void close() throws Exception {
        discard.close();
        capture.close();
        loop.close();
        in.close();
        out.close();
        bare.close();
    }

    /** A pipe with its pump, and a task that keeps it busy. */
    private final class Pumped {
        private final Pipe pipe = Pipe.open();
        private final CompletableFuture<Throwable> ended = new CompletableFuture<>();
        private final Runnable write = this::write;
        private volatile CountDownLatch over;
        private int left;

        Pumped(Sink sink) throws IOException {
            PipeChannel from = pipe.reader();
            loop.execute(
                    () ->
                            Pump.start(
                                    loop,
                                    from,
                                    sink,
                                    (pump, failure) -> ended.complete(failure),
                                    PipeBudget.NONE));
        }

        private void write() {
            if (left-- == 0) {
                over.countDown();
                return;
            }
            put(pipe);
            loop.execute(write);
        }

        void carry() throws InterruptedException {
            CountDownLatch latch = new CountDownLatch(1);
            left = CHUNKS;
            over = latch;
            loop.execute(write);
            latch.await();
        }

        void close() throws Exception {
            pipe.writeEnd().close();
            Throwable failure = ended.get();
            pipe.close();
            if (failure != null) {
                throw new IllegalStateException("the stream failed", failure);
            }
        }
    }

    private void put(Pipe pipe) {
        long written = libc.write(pipe.writeEnd().number(), memory.address(), chunk);
        if (written != chunk) {
            throw new IllegalStateException("write: " + written);
        }
    }

    @Benchmark
    @OperationsPerInvocation(CHUNKS)
    public long bareCalls() {
        long read = 0;
        for (int i = 0; i < CHUNKS; i++) {
            put(bare);
            read += libc.read(bare.readEnd().number(), memory.address(), chunk);
        }
        return read;
    }

    @Benchmark
    @OperationsPerInvocation(CHUNKS)
    public long jdkStreams() throws IOException {
        long read = 0;
        for (int i = 0; i < CHUNKS; i++) {
            out.write(heap);
            read += in.read(heap);
        }
        return read;
    }

    @Benchmark
    @OperationsPerInvocation(CHUNKS)
    public void toDiscard() throws InterruptedException {
        discard.carry();
    }

    @Benchmark
    @OperationsPerInvocation(CHUNKS)
    public void toCapture() throws InterruptedException {
        capture.carry();
    }
}
