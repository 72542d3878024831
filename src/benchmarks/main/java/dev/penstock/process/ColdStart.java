package dev.penstock.process;

import dev.penstock.internal.sys.Linux;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import jnr.posix.POSIX;
import jnr.posix.POSIXFactory;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long does a cold JVM take to its first system call and to its first child? Baselines are the
 * JDK's own child, and jnr-posix as its factory makes it, with every function that it has.
 *
 * <p>Run with {@code make bench ARGS=ColdStart}: each of its forks is one cold JVM and gives one
 * figure.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 10)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class ColdStart {

    @Benchmark
    public int firstPipeOfStockJnrPosix() {
        POSIX posix = POSIXFactory.getNativePOSIX();
        int[] fds = new int[2];
        int result = posix.pipe(fds);
        posix.close(fds[0]);
        posix.close(fds[1]);
        return result;
    }

    @Benchmark
    public int firstPipe() {
        int[] fds = new int[2];
        int result = Linux.libc().pipe(fds);
        Linux.libc().close(fds[0]);
        Linux.libc().close(fds[1]);
        return result;
    }

    @Benchmark
    public Outcome firstChild() throws IOException, InterruptedException {
        return Command.of("/bin/true").run();
    }

    @Benchmark
    public int firstChildOfTheJdk() throws IOException, InterruptedException {
        Process process = new ProcessBuilder("/bin/true").start();
        process.getInputStream().readAllBytes();
        process.getErrorStream().readAllBytes();
        return process.waitFor();
    }
}
