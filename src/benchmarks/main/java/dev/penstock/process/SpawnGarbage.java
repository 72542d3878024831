package dev.penstock.process;

import dev.penstock.loop.EventLoop;
import dev.penstock.sink.Discard;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How much garbage does a child make, from its start with three pipes to its outcome? The baseline,
 * {@code jdk}, is a {@code ProcessBuilder} whose two outputs are read to their ends, by the thread
 * that started it: the least that is right for a child that writes nothing.
 *
 * <p>Run with {@code make bench ARGS='-prof gc SpawnGarbage'}: {@code gc.alloc.rate.norm} is the
 * garbage of all threads for each child.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xshare:auto")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class SpawnGarbage {
    private static final String PROGRAM = "/bin/true";

    private final byte[] buffer = new byte[8192];
    private EventLoop loop;

    @Setup
    public void start() throws IOException {
        loop = EventLoop.start("benchmark");
    }

    @TearDown
    public void close() {
        loop.close();
    }

    @Benchmark
    public Outcome penstock() throws IOException, InterruptedException {
        return Command.of(PROGRAM)
                .stdin(Input.bytes(new byte[0]))
                .stdout(Discard.of())
                .stderr(Discard.of())
                .run(loop);
    }

    @Benchmark
    public int jdk() throws IOException, InterruptedException {
        Process child = new ProcessBuilder(PROGRAM).start();
        child.getOutputStream().close();
        while (child.getInputStream().read(buffer) >= 0) {}
        while (child.getErrorStream().read(buffer) >= 0) {}
        return child.waitFor();
    }
}
