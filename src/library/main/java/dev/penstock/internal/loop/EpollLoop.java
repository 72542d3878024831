package dev.penstock.internal.loop;

import dev.penstock.internal.memory.Buffers;
import dev.penstock.internal.sys.EpollEvent;
import dev.penstock.internal.sys.NativeMemory;
import dev.penstock.loop.EventLoop;
import dev.penstock.loop.Interest;
import dev.penstock.loop.Readiness;
import dev.penstock.loop.ReadyHandler;
import dev.penstock.sys.Fd;
import dev.penstock.sys.SyscallException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;

/**
 * The one {@link EventLoop}: a thread, an epoll set, a waker, timers and tasks. What the rest of
 * the library needs of a loop and users do not, stands here alone.
 */
public final class EpollLoop implements EventLoop {
    /**
     * Events taken from the kernel at once: enough to amortise the call, few enough to be fair to
     * tasks.
     */
    private static final int BATCH = 128;

    private static final long NANOS_PER_MILLI = 1_000_000;

    /** How long a closing loop waits for its residents to depart. */
    private static final Duration LINGER = Duration.ofSeconds(10);

    /** No registration has it: slots are not negative. */
    private static final long WAKER_KEY = -1;

    private static volatile EpollLoop common;

    private final Epoll epoll;
    private final Waker waker;
    private final EpollEvent events = new EpollEvent(BATCH);
    private final Registrations registrations = new Registrations();
    private final Timers timers = new Timers();
    private final Thread thread;

    /**
     * Guards changes of {@link #state}, {@link #tasks}, and the epoll set against being closed in
     * use. Nobody wakes the loop with it held, which would then wait for it.
     */
    private final Object lock = new Object();

    private Deque<Runnable> tasks = new ArrayDeque<>();

    /** Whether there are any; changed with the lock held, and looked at without at each turn. */
    private volatile boolean tasksGiven;

    /**
     * Empty but while {@link #runTasks} is at work; swapped with {@link #tasks}, so that a turn
     * ends.
     */
    private Deque<Runnable> running = new ArrayDeque<>();

    /** The loop's thread only. */
    private final Set<Resident> residents = new LinkedHashSet<>();

    /** Made at the first use; the loop's thread only. */
    private NativeMemory readBuffer;

    private enum State {
        OPEN,
        CLOSING,
        CLOSED
    }

    /** Changed with the lock held. */
    private volatile State state = State.OPEN;

    /** Whether the loop's thread sleeps in Java, or is about to. Changed with the lock held. */
    private volatile boolean parked;

    /** The loop's thread only. */
    private boolean lingered;

    /** How many events this turn serves. The loop's thread only. */
    private int ready;

    private EpollLoop(String name) throws IOException {
        epoll = new Epoll();
        try {
            waker = new Waker();
        } catch (IOException e) {
            epoll.close();
            throw e;
        }
        try {
            epoll.add(waker.fd(), EpollEvent.EPOLLIN, WAKER_KEY);
        } catch (IOException e) {
            waker.close();
            epoll.close();
            throw e;
        }
        thread =
                new Thread(
                        new Runnable() {
                            @Override
                            public void run() {
                                EpollLoop.this.run();
                            }
                        },
                        name);
        thread.setDaemon(true);
    }

    /**
     * Starts a loop.
     *
     * @param name its thread's name
     * @throws IOException if the kernel refuses an epoll set or an eventfd: {@code EMFILE}, mostly
     */
    public static EpollLoop start(String name) throws IOException {
        EpollLoop loop = new EpollLoop(name);
        loop.thread.start();
        return loop;
    }

    /**
     * The loop for those who pass none: started at the first use, and never closed.
     *
     * @throws IOException as {@link #start} does; the next call tries again
     */
    public static EpollLoop common() throws IOException {
        EpollLoop loop = common;
        if (loop == null) {
            synchronized (EpollLoop.class) {
                if (common == null) {
                    common = start("penstock");
                }
                loop = common;
            }
        }
        return loop;
    }

    @Override
    public boolean inLoop() {
        return Thread.currentThread() == thread;
    }

    @Override
    public EpollRegistration register(int fd, Interest interest, ReadyHandler handler)
            throws SyscallException {
        EpollRegistration registration;
        synchronized (lock) {
            rejectIfClosed();
            registration = registrations.add(this, epoll, fd, handler);
            try {
                registration.interest(interest);
            } catch (SyscallException | RuntimeException e) {
                registrations.remove(registration);
                throw e;
            }
        }
        if (parked) {
            wake();
        }
        return registration;
    }

    @Override
    public EpollRegistration register(Fd fd, Interest interest, ReadyHandler handler)
            throws IOException {
        int number = fd.use();
        try {
            EpollRegistration registration = register(number, interest, handler);
            fd.beforeClose(
                    new Runnable() {
                        @Override
                        public void run() {
                            registration.cancel();
                        }
                    });
            if (!fd.isOpen()) {
                // Closed meanwhile, maybe without having seen what to do before.
                registration.cancel();
                throw new ClosedChannelException();
            }
            return registration;
        } finally {
            fd.done();
        }
    }

    void forget(EpollRegistration registration) {
        registrations.remove(registration);
        if (registrations.isEmpty()) {
            // So that it finds nothing left to wait for in the kernel, and parks.
            wake();
        }
    }

    @Override
    public void execute(Runnable task) {
        synchronized (lock) {
            rejectIfClosed();
            give(task);
        }
        wake();
    }

    @Override
    public LoopTimer schedule(Duration delay, Runnable action) {
        long nanos;
        try {
            nanos = Math.min(delay.toNanos(), Long.MAX_VALUE / 2);
        } catch (ArithmeticException centuries) {
            nanos = Long.MAX_VALUE / 2;
        }
        LoopTimer timer = new LoopTimer(timers, System.nanoTime() + nanos, action);
        boolean first;
        synchronized (lock) {
            rejectIfClosed();
            first = timers.add(timer);
        }
        if (first) {
            wake();
        }
        return timer;
    }

    /** With the lock held. */
    private void give(Runnable task) {
        tasks.add(task);
        tasksGiven = true;
    }

    /** With the lock held. */
    private void rejectIfClosed() {
        if (state == State.CLOSED) {
            throw new RejectedExecutionException("closed: " + this);
        }
    }

    /** Without the lock, after what it is to find was put in place. */
    private void wake() {
        if (parked) {
            LockSupport.unpark(thread);
        } else {
            waker.wake();
        }
    }

    /**
     * A direct buffer of 256 KiB for one read at a time, cleared. Loop thread only, and only until
     * the call that asked for it returns to the loop: it is the same one for everybody.
     */
    public NativeMemory readBuffer() {
        if (readBuffer == null) {
            readBuffer = Buffers.borrow(Buffers.LARGEST);
        }
        readBuffer.bytes().clear();
        return readBuffer;
    }

    /**
     * Whether this turn serves one descriptor and no other, so that what is worth doing at once
     * need not wait for the next. Loop thread only.
     */
    public boolean servesOne() {
        return ready == 1;
    }

    /**
     * Makes a resident of this loop, to be seen off when it closes. Loop thread only.
     *
     * @throws RejectedExecutionException if the loop is closing or closed
     */
    public void settle(Resident resident) {
        synchronized (lock) {
            if (state != State.OPEN) {
                throw new RejectedExecutionException("closing: " + this);
            }
        }
        residents.add(resident);
    }

    /** Ends what {@link #settle} began. Loop thread only. */
    public void depart(Resident resident) {
        residents.remove(resident);
    }

    @Override
    public void close() {
        if (this == common) {
            throw new IllegalStateException("the common loop is everybody's; it is never closed");
        }
        synchronized (lock) {
            if (state == State.OPEN) {
                state = State.CLOSING;
                give(() -> List.copyOf(residents).forEach(r -> guarded(r::loopClosing)));
            }
        }
        wake();
        if (!inLoop()) {
            joinUninterrupted();
        }
    }

    private void joinUninterrupted() {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (isOpen()) {
                turn();
            }
            schedule(LINGER, () -> lingered = true);
            while (!residents.isEmpty() && !lingered) {
                turn();
            }
        } catch (IOException e) {
            // epoll itself fails: nothing can be served any more, and whoever waits must learn of
            // it.
            report(e);
        } finally {
            stop();
        }
    }

    private boolean isOpen() {
        return state == State.OPEN;
    }

    private void turn() throws SyscallException {
        waker.sleeping();
        if (parkedWhileIdle()) {
            return;
        }
        ready = epoll.await(events, timeoutMillis());
        waker.awake();
        for (int i = 0; i < ready; i++) {
            long key = events.data(i);
            if (key == WAKER_KEY) {
                waker.seen();
            } else {
                dispatch(registrations.get(key), events.events(i));
            }
        }
        fireTimers();
        runTasks();
    }

    /**
     * Sleeps in Java while there is nothing for the kernel to tell. A JVM that exits waits 300 ms
     * for each thread that it finds in native code, and every program that has run a child would
     * pay for that.
     */
    private boolean parkedWhileIdle() {
        if (!registrations.isEmpty()) {
            return false;
        }
        synchronized (lock) {
            parked =
                    state == State.OPEN
                            && tasks.isEmpty()
                            && timers.isEmpty()
                            && registrations.isEmpty();
            if (!parked) {
                return false;
            }
        }
        LockSupport.park(this);
        // A task may have left the thread interrupted, and then it could not sleep any more.
        Thread.interrupted();
        synchronized (lock) {
            parked = false;
        }
        return true;
    }

    /** How long to sleep: not at all with tasks to do, until the next timer, or -1. Rounded up. */
    private int timeoutMillis() {
        if (tasksGiven) {
            return 0;
        }
        if (timers.isEmpty()) {
            return -1;
        }
        long nanos = timers.untilNext(System.nanoTime());
        return nanos < 0
                ? -1
                : (int)
                        Math.min(
                                Integer.MAX_VALUE, (nanos + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI);
    }

    /**
     * An earlier event of the same batch may have cancelled or paused the registration of this one.
     */
    private void dispatch(EpollRegistration registration, int ready) {
        if (registration == null || !registration.isWaiting()) {
            return;
        }
        try {
            registration.handler.ready(registration, Readiness.of(ready));
        } catch (Throwable t) {
            // Level-triggered: left in the set, it would throw for ever.
            guarded(registration::cancel);
            report(t);
        }
    }

    private void fireTimers() {
        if (timers.isEmpty()) {
            return;
        }
        long now = System.nanoTime();
        for (LoopTimer timer = timers.due(now); timer != null; timer = timers.due(now)) {
            guarded(timer.action);
        }
    }

    private void runTasks() {
        if (!tasksGiven) {
            return;
        }
        synchronized (lock) {
            tasksGiven = false;
            Deque<Runnable> given = tasks;
            tasks = running;
            running = given;
        }
        for (Runnable task = running.poll(); task != null; task = running.poll()) {
            guarded(task);
        }
    }

    private void stop() {
        synchronized (lock) {
            state = State.CLOSED;
        }
        runTasks();
        for (Resident resident : List.copyOf(residents)) {
            guarded(resident::loopClosed);
        }
        residents.clear();
        for (EpollRegistration registration : registrations.all()) {
            guarded(registration::cancel);
        }
        closeReporting(waker);
        closeReporting(epoll);
        if (readBuffer != null) {
            Buffers.giveBack(readBuffer);
            readBuffer = null;
        }
    }

    private void closeReporting(Closeable end) {
        try {
            end.close();
        } catch (IOException e) {
            report(e);
        }
    }

    private void guarded(Runnable action) {
        try {
            action.run();
        } catch (Throwable t) {
            report(t);
        }
    }

    private void report(Throwable t) {
        try {
            thread.getUncaughtExceptionHandler().uncaughtException(thread, t);
        } catch (Throwable again) {
            // The handler itself is broken; standard error is all that is left.
            if (again != t) {
                t.addSuppressed(again);
            }
            t.printStackTrace();
        }
    }

    @Override
    public String toString() {
        return "event loop " + thread.getName();
    }
}
