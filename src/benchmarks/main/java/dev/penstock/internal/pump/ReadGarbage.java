package dev.penstock.internal.pump;

import dev.penstock.internal.sys.Linux;
import dev.penstock.internal.sys.NativeMemory;
import dev.penstock.libc.Libc;
import dev.penstock.loop.EventLoop;
import dev.penstock.pipe.Pipe;
import dev.penstock.pipe.PipeChannel;
import dev.penstock.sink.Capture;
import dev.penstock.sink.Discard;
import dev.penstock.sink.Lines;
import dev.penstock.sink.Sink;
import dev.penstock.text.LineFormat;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How much garbage does a read make, on its way from a real pipe through loop and pump to a sink?
 * One operation writes 4 KiB of lines into the pipe, which waits while the pipe is full; the loop's
 * thread reads them meanwhile. The baseline, {@code jdk}, is a thread that reads the pipe through a
 * {@code FileInputStream} into one array.
 *
 * <p>Run with {@code make bench ARGS='-prof gc ReadGarbage'}: {@code gc.alloc.rate.norm} is the
 * garbage of all threads for each 4 KiB. It is to be about 0 for all but {@code lines}, which makes
 * a string of each of 64 lines.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xshare:auto")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ReadGarbage {
    private static final int BYTES = 4096;
    private static final int LINE = 64;

    @Param({"jdk", "discard", "capture", "lineViews", "lines"})
    private String sink;

    private final Libc libc = Linux.libc();
    private final NativeMemory memory = new NativeMemory(BYTES);
    private final CompletableFuture<Throwable> ended = new CompletableFuture<>();
    private EventLoop loop;
    private Pipe pipe;
    private long seen;

    @Setup
    public void open() throws Exception {
        for (int i = 0; i < BYTES; i++) {
            memory.bytes().put(i, (byte) (i % LINE == LINE - 1 ? '\n' : 'x'));
        }
        pipe = Pipe.open();
        if (sink.equals("jdk")) {
            FileInputStream in = new FileInputStream("/proc/self/fd/" + pipe.readEnd().number());
            pipe.readEnd().close();
            new Thread(() -> readAll(in)).start();
            return;
        }
        loop = EventLoop.start("benchmark");
        PipeChannel from = pipe.reader();
        Sink to = sink();
        loop.execute(() -> Pump.start(loop, from, to, (pump, failure) -> ended.complete(failure)));
    }

    private Sink sink() {
        return switch (sink) {
            case "discard" -> Discard.of();
            case "capture" -> Capture.of(1 << 16);
            case "lineViews" -> Lines.ofViews(LineFormat.of(LINE), line -> seen += line.length());
            default -> Lines.of(LINE, line -> seen += line.length());
        };
    }

    private void readAll(FileInputStream in) {
        byte[] bytes = new byte[1 << 16];
        try (in) {
            int got;
            while ((got = in.read(bytes)) > 0) {
                seen += got;
            }
            ended.complete(null);
        } catch (IOException e) {
            ended.complete(e);
        }
    }

    @TearDown
    public void close() throws Exception {
        pipe.writeEnd().close();
        Throwable failure = ended.get();
        pipe.close();
        if (loop != null) {
            loop.close();
        }
        if (failure != null) {
            throw new IllegalStateException("the stream failed", failure);
        }
    }

    @Benchmark
    public long write4KiB() {
        return libc.write(pipe.writeEnd().number(), memory.address(), BYTES);
    }
}
