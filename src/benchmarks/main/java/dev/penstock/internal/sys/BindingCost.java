package dev.penstock.internal.sys;

import dev.penstock.libc.Fcntl;
import dev.penstock.libc.Libc;
import java.io.IOException;
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
 * What does a call of the C library cost through each binding? The baseline is the same call by the
 * other one; the scenario {@code ping-pong} has both beside C.
 *
 * <p>Run with {@code taskset -c 1 make bench ARGS='BindingCost -prof gc'}: {@code
 * gc.alloc.rate.norm} is the garbage of a call. From JDK 22 on, {@code -p binding=ffm} adds the
 * JDK's foreign functions.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 3, jvmArgsAppend = "-Xshare:auto")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class BindingCost {
    private static final int BYTES = 64;
    private static final int NOT_OPEN = 1_000_000;

    @Param({"default", "jnr", "jni"})
    private String binding;

    private final int[] fds = new int[2];
    private final int[] made = new int[2];
    private Libc libc;
    private long address;
    private NativeMemory memory;

    @Setup
    public void open() throws IOException {
        libc = Binding.of(binding.equals("default") ? null : binding).libc();
        libc.pipe(fds);
        memory = new NativeMemory(BYTES);
        address = memory.address();
    }

    @TearDown
    public void close() {
        libc.close(fds[0]);
        libc.close(fds[1]);
    }

    /** Of nothing: as little as the kernel can be asked for. */
    @Benchmark
    public long poll() {
        return libc.poll(address, 0, 0);
    }

    /** By way of jnr-posix, by default and with jnr. */
    @Benchmark
    public int fcntl() {
        return libc.fcntl(fds[0], Fcntl.F_GETFD, 0);
    }

    @Benchmark
    public long failingRead() {
        return libc.read(NOT_OPEN, address, 1);
    }

    @Benchmark
    public long writeAndRead() {
        libc.write(fds[1], address, BYTES);
        return libc.read(fds[0], address, BYTES);
    }

    @Benchmark
    public int pipe() {
        libc.pipe(made);
        libc.close(made[0]);
        return libc.close(made[1]);
    }
}
