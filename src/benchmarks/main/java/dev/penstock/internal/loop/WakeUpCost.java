package dev.penstock.internal.loop;

import dev.penstock.internal.sys.EpollEvent;
import dev.penstock.internal.sys.Linux;
import dev.penstock.internal.sys.NativeMemory;
import dev.penstock.libc.Fcntl;
import dev.penstock.libc.Libc;
import dev.penstock.loop.EventLoop;
import dev.penstock.loop.Interest;
import dev.penstock.sys.Fd;
import dev.penstock.sys.SyscallException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long does it take from {@link EventLoop#execute} until the task has run, and how much garbage
 * does it make? The caller sleeps meanwhile and is unparked by the task, so each figure but the
 * last has two wake-ups in it: the way there, which is the one that differs, and the way back.
 * Baselines are a thread that takes from a {@link LinkedBlockingQueue}, and one that waits for an
 * eventfd with the bare calls.
 *
 * <p>Run with {@code taskset -c 0 make bench ARGS='-prof gc WakeUpCost'}, where it is the calls and
 * switches that count; without {@code taskset} it is the time that a processor takes to wake up.
 * The garbage of the loop is to be 0.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 3, jvmArgsAppend = "-Xshare:auto")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class WakeUpCost {
    private static final int TASKS = 1000;

    private final Runnable back = this::back;
    private final Runnable next = this::next;
    private final BlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
    private final Libc libc = Linux.libc();
    private final EpollEvent events = new EpollEvent(1);
    private final NativeMemory one = new NativeMemory(Long.BYTES);
    private final NativeMemory counter = new NativeMemory(Long.BYTES);
    private Thread caller;
    private volatile boolean done;
    private int left;

    private EventLoop idle;
    private EventLoop busy;
    private Fd registered;
    private Thread taker;
    private Epoll epoll;
    private Fd eventfd;
    private Thread waiter;
    private volatile boolean over;

    @Setup
    public void open() throws Exception {
        caller = Thread.currentThread();
        idle = EventLoop.start("idle");
        busy = EventLoop.start("busy");
        registered = eventfd();
        busy.register(registered, Interest.READ, (registration, ready) -> {});
        taker = new Thread(this::takeAll);
        taker.start();
        epoll = new Epoll();
        eventfd = eventfd();
        one.bytes().putLong(0, 1);
        epoll.add(eventfd.number(), EpollEvent.EPOLLIN, 0);
        waiter = new Thread(this::waitForAll);
        waiter.start();
    }

    @TearDown
    public void close() throws Exception {
        over = true;
        wakeWaiter();
        waiter.join();
        epoll.delete(eventfd.number());
        eventfd.close();
        epoll.close();
        taker.interrupt();
        taker.join();
        idle.close();
        busy.close();
        registered.close();
    }

    private Fd eventfd() throws SyscallException {
        return Fd.adopt(SyscallException.check("eventfd", libc.eventfd(0, Fcntl.O_CLOEXEC)));
    }

    private void wakeWaiter() {
        libc.write(eventfd.number(), one.address(), Long.BYTES);
    }

    private void takeAll() {
        try {
            while (true) {
                queue.take().run();
            }
        } catch (InterruptedException closed) {
            // By close: there is nothing more to come.
            return;
        }
    }

    private void waitForAll() {
        try {
            while (!over) {
                epoll.await(events, -1);
                libc.read(eventfd.number(), counter.address(), Long.BYTES);
                back.run();
            }
        } catch (SyscallException e) {
            throw new AssertionError(e);
        }
    }

    private void back() {
        done = true;
        LockSupport.unpark(caller);
    }

    private void next() {
        if (--left == 0) {
            back();
        } else {
            idle.execute(next);
        }
    }

    private void awaitBack() {
        while (!done) {
            LockSupport.park(this);
        }
        done = false;
    }

    @Benchmark
    public void linkedBlockingQueue() {
        queue.add(back);
        awaitBack();
    }

    @Benchmark
    public void bareEventfd() {
        wakeWaiter();
        awaitBack();
    }

    /** With nothing registered, the loop sleeps in Java. */
    @Benchmark
    public void executeOnIdleLoop() {
        idle.execute(back);
        awaitBack();
    }

    /** With something registered it sleeps in epoll_wait(2). */
    @Benchmark
    public void executeOnWaitingLoop() {
        busy.execute(back);
        awaitBack();
    }

    /** A task that gives the next one: nobody sleeps, and each has a turn of its own. */
    @Benchmark
    @OperationsPerInvocation(TASKS)
    public void executeOnTheLoopItself() {
        left = TASKS;
        idle.execute(next);
        awaitBack();
    }
}
