package dev.penstock.internal.loop;

import dev.penstock.loop.EventLoop;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
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
 * What does a timer cost while others are pending: one that is cancelled, as the deadline of a
 * child that ends in time, and one that fires? The baseline is {@link ScheduledThreadPoolExecutor}
 * with one thread, told to remove what is cancelled. Both schedule on their own thread, as a loop's
 * children do, so nobody is woken.
 *
 * <p>Run with {@code make bench ARGS='-prof gc TimerCost'}; each score is of one timer. The pending
 * ones end between one and two hours from now, and the cancelled one among them.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 2, jvmArgsAppend = "-Xshare:auto")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TimerCost {
    private static final int TIMERS = 1000;
    private static final long HOUR = Duration.ofHours(1).toMillis();

    @Param({"0", "1000", "10000"})
    int pending;

    private int left;
    private final Runnable fired = () -> left--;
    private int turn;
    private EventLoop loop;
    private ScheduledThreadPoolExecutor jdk;

    @Setup
    public void open() throws Exception {
        loop = EventLoop.start("benchmark");
        jdk = new ScheduledThreadPoolExecutor(1);
        jdk.setRemoveOnCancelPolicy(true);
        for (int i = 0; i < pending; i++) {
            loop.schedule(Duration.ofMillis(later()), fired);
            jdk.schedule(fired, later(), TimeUnit.MILLISECONDS);
        }
    }

    @TearDown
    public void close() {
        loop.close();
        jdk.shutdownNow();
    }

    /** One to two hours, spread evenly but in no order. */
    private long later() {
        return HOUR + Math.floorMod(turn++ * 1_000_003L, HOUR);
    }

    private void on(Executor thread, Runnable batch) throws InterruptedException {
        CountDownLatch over = new CountDownLatch(1);
        thread.execute(
                () -> {
                    batch.run();
                    over.countDown();
                });
        over.await();
    }

    @Benchmark
    @OperationsPerInvocation(TIMERS)
    public void jdkScheduleAndCancel() throws InterruptedException {
        on(
                jdk,
                () -> {
                    for (int i = 0; i < TIMERS; i++) {
                        jdk.schedule(fired, later(), TimeUnit.MILLISECONDS).cancel(false);
                    }
                });
    }

    @Benchmark
    @OperationsPerInvocation(TIMERS)
    public void scheduleAndCancel() throws InterruptedException {
        on(
                loop,
                () -> {
                    for (int i = 0; i < TIMERS; i++) {
                        loop.schedule(Duration.ofMillis(later()), fired).cancel();
                    }
                });
    }

    @Benchmark
    @OperationsPerInvocation(TIMERS)
    public void jdkScheduleAndFire() throws InterruptedException {
        CountDownLatch over = new CountDownLatch(1);
        left = TIMERS;
        jdk.execute(
                () -> {
                    for (int i = 0; i < TIMERS; i++) {
                        jdk.schedule(fired, 0, TimeUnit.NANOSECONDS);
                    }
                    jdk.schedule(over::countDown, 0, TimeUnit.NANOSECONDS);
                });
        over.await();
        requireAllFired();
    }

    @Benchmark
    @OperationsPerInvocation(TIMERS)
    public void scheduleAndFire() throws InterruptedException {
        CountDownLatch over = new CountDownLatch(1);
        left = TIMERS;
        loop.execute(
                () -> {
                    for (int i = 0; i < TIMERS; i++) {
                        loop.schedule(Duration.ZERO, fired);
                    }
                    loop.schedule(Duration.ZERO, over::countDown);
                });
        over.await();
        requireAllFired();
    }

    private void requireAllFired() {
        if (left != 0) {
            throw new AssertionError(left + " timers have not fired");
        }
    }
}
