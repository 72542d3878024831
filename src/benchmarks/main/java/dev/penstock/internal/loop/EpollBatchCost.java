package dev.penstock.internal.loop;

import dev.penstock.internal.sys.EpollEvent;
import dev.penstock.internal.sys.Linux;
import dev.penstock.libc.Fcntl;
import dev.penstock.sys.Fd;
import dev.penstock.sys.SyscallException;
import java.util.ArrayList;
import java.util.List;
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
 * What does an event cost, the more of them are taken from the kernel at once? A thousand
 * descriptors of a set are ready, and stay so; the baseline is one event a call.
 *
 * <p>Run with {@code taskset -c 0 make bench ARGS=EpollBatchCost}; the score is of one event. What
 * a loop does with it comes on top, and is some hundred nanoseconds at the least.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 2, jvmArgsAppend = "-Xshare:auto")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class EpollBatchCost {
    private static final int READY = 1024;

    @Param({"1", "16", "32", "64", "128", "256", "512"})
    int batch;

    private final List<Fd> ready = new ArrayList<>();
    private Epoll epoll;
    private EpollEvent events;

    @Setup
    public void open() throws Exception {
        epoll = new Epoll();
        events = new EpollEvent(batch);
        for (int i = 0; i < READY; i++) {
            // A counter that is not 0 is readable.
            int fd = Linux.libc().eventfd(1, Fcntl.O_CLOEXEC);
            ready.add(Fd.adopt(SyscallException.check("eventfd", fd)));
            epoll.add(fd, EpollEvent.EPOLLIN, i);
        }
    }

    @TearDown
    public void close() throws Exception {
        for (Fd fd : ready) {
            epoll.delete(fd.number());
            fd.close();
        }
        epoll.close();
    }

    @Benchmark
    @OperationsPerInvocation(READY)
    public long readyOnes() throws SyscallException {
        long sum = 0;
        for (int seen = 0; seen < READY; ) {
            int got = epoll.await(events, 0);
            for (int i = 0; i < got; i++) {
                sum += events.data(i);
            }
            seen += got;
        }
        return sum;
    }
}
