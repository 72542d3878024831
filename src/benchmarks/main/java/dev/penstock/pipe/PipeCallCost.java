package dev.penstock.pipe;

import dev.penstock.internal.sys.Linux;
import dev.penstock.internal.sys.NativeMemory;
import dev.penstock.libc.Libc;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
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
 * What does it cost to write 64 bytes into a pipe and read them back, on one thread? The baseline
 * is the JDK's own streams over the same kind of pipe; below the channel lie the bare calls.
 *
 * <p>Run with {@code make bench ARGS='PipeCallCost -prof gc'}: the ratio of the medians within one
 * run is what counts, and {@code gc.alloc.rate.norm} is the garbage of one round.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 3, jvmArgsAppend = "-Xshare:auto")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PipeCallCost {
    private static final int BYTES = 64;

    private Pipe pipe;
    private Pipe blocking;
    private FileInputStream in;
    private FileOutputStream out;
    private final byte[] heap = new byte[BYTES];
    private ByteBuffer heapBuffer;
    private NativeMemory memory;
    private Libc libc;

    @Setup
    public void open() throws IOException {
        libc = Linux.libc();
        memory = new NativeMemory(BYTES);
        heapBuffer = ByteBuffer.wrap(heap);
        pipe = Pipe.open();
        pipe.reader();
        pipe.writer();
        blocking = Pipe.open();
        in = new FileInputStream("/proc/self/fd/" + blocking.readEnd().number());
        out = new FileOutputStream("/proc/self/fd/" + blocking.writeEnd().number());
    }

    @TearDown
    public void close() throws IOException {
        in.close();
        out.close();
        blocking.close();
        pipe.close();
    }

    @Benchmark
    public int jdkStreams() throws IOException {
        out.write(heap);
        return in.read(heap);
    }

    @Benchmark
    public long bareCalls() {
        libc.write(pipe.writeEnd().number(), memory.address(), BYTES);
        return libc.read(pipe.readEnd().number(), memory.address(), BYTES);
    }

    @Benchmark
    public int channelDirect() throws IOException {
        ByteBuffer bytes = memory.bytes().clear();
        pipe.writer().write(bytes);
        bytes.clear();
        return pipe.reader().read(bytes);
    }

    @Benchmark
    public int channelHeap() throws IOException {
        pipe.writer().write(heapBuffer.clear());
        return pipe.reader().read(heapBuffer.clear());
    }
}
