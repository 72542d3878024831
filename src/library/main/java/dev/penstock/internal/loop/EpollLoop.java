package dev.penstock.internal.loop;

import dev.penstock.internal.memory.Buffers;
import dev.penstock.internal.sys.EpollEvent;
import dev.penstock.internal.sys.Linux;
import dev.penstock.internal.sys.NativeMemory;
import dev.penstock.internal.sys.WaitBuffers;
import dev.penstock.internal.thread.OwnThread;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
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

    /** Who holds the loop's thread for longer than this is not waited for in a shutdown. */
    private static final Duration ANSWER = Duration.ofSeconds(1);

    /** No registration has it: slots are not negative. */
    private static final long WAKER_KEY = -1;

    private static volatile EpollLoop common;

    private final Epoll epoll;
    private final Waker waker;
    private final EpollEvent events = new EpollEvent(BATCH);
    private final Registrations registrations = new Registrations();
    private final Timers timers = new Timers();

    /** Its own; another one once that is in System.exit, see {@link Takeover}. */
    private volatile Thread thread;

    private final CountDownLatch stopped = new CountDownLatch(1);

    /**
     * Guards changes of {@link #state}, {@link #tasks}, and the epoll set against being closed in
     * use. Never wake the loop while holding this lock: the loop would wake only to block on it.
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

    /** Changed by the loop's thread only, guarded by itself. */
    private final Set<LoopClient> residents = new LinkedHashSet<>();

    /** Whose handler runs, or null. The loop's thread only. */
    private EpollRegistration serving;

    /** Made at the first use; the loop's thread only. */
    private NativeMemory readBuffer;

    /** Made at the first use, with {@link #lock} held. */
    private WaitBuffers waitBuffers;

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
        // A class, not a lambda: the first lambda costs a cold JVM milliseconds.
        thread =
                OwnThread.daemon(
                        name,
                        new Runnable() {
                            @Override
                            public void run() {
                                EpollLoop.this.run();
                            }
                        });
    }

    Thread thread() {
        return thread;
    }

    /**
     * Has it go on with another thread, for its own never comes back: it is in System.exit.
     * Whatever called that is not called again.
     */
    void goOnElsewhere() {
        Thread other =
                OwnThread.daemon(
                        thread.getName(),
                        () -> {
                            if (serving != null) {
                                guarded(serving::cancel);
                            }
                            runRest();
                            run();
                        });
        Thread before = thread;
        thread = other;
        try {
            OwnThread.start(other);
        } catch (IOException e) {
            // It is tried again.
            thread = before;
        }
    }

    /**
     * Starts a loop.
     *
     * @param name its thread's name
     * @throws IOException if the kernel refuses an epoll set or an eventfd: {@code EMFILE}, mostly;
     *     or a thread
     */
    public static EpollLoop start(String name) throws IOException {
        Linux.bind();
        EpollLoop loop = new EpollLoop(name);
        try {
            OwnThread.start(loop.thread);
            Takeover.watch(loop);
            return loop;
        } catch (IOException e) {
            loop.waker.close();
            loop.epoll.close();
            throw e;
        }
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
            // A class, not a lambda: the first lambda costs a cold JVM milliseconds.
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
        LoopTimer timer = new LoopTimer(timers, System.nanoTime() + Nanos.of(delay), action);
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

    /** What waits for the loop's children use. Any thread, with its monitor held. */
    public WaitBuffers waitBuffers() {
        synchronized (lock) {
            if (waitBuffers == null) {
                waitBuffers = new WaitBuffers();
            }
            return waitBuffers;
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
    public void settle(LoopClient resident) {
        synchronized (lock) {
            if (state != State.OPEN) {
                throw new RejectedExecutionException("closing: " + this);
            }
        }
        synchronized (residents) {
            residents.add(resident);
        }
    }

    /** Ends what {@link #settle} began. Loop thread only. */
    public void depart(LoopClient resident) {
        synchronized (residents) {
            residents.remove(resident);
        }
    }

    private List<LoopClient> residents() {
        synchronized (residents) {
            return List.copyOf(residents);
        }
    }

    @Override
    public void close() {
        if (this == common) {
            throw new IllegalStateException("the common loop is everybody's; it is never closed");
        }
        end();
    }

    /**
     * Closes the common loop, if there is one, as {@link #close} does; the next use starts another.
     */
    public static void closeCommon() {
        EpollLoop loop;
        synchronized (EpollLoop.class) {
            loop = common;
            common = null;
        }
        if (loop != null) {
            loop.end();
        }
    }

    private void end() {
        synchronized (lock) {
            if (state == State.OPEN) {
                state = State.CLOSING;
                give(() -> residents().forEach(r -> guarded(r::loopClosing)));
            }
        }
        wake();
        if (!inLoop()) {
            joinUninterrupted();
        }
    }

    private void joinUninterrupted() {
        boolean interrupted = false;
        boolean ended = false;
        while (!ended) {
            try {
                ended = stopped.await(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
                if (ended) {
                    thread.join();
                } else if (Takeover.isShutdown() && !answers()) {
                    residents().forEach(resident -> guarded(resident::loopStuck));
                    ended = true;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Whether the loop's thread comes to a task within a second: if not, somebody's code holds it.
     * Not for the loop's thread itself. An interrupt does not shorten it and is kept.
     */
    public boolean answers() {
        CountDownLatch answer = new CountDownLatch(1);
        try {
            execute(answer::countDown);
        } catch (RejectedExecutionException closed) {
            return true;
        }
        boolean interrupted = false;
        long begun = System.nanoTime();
        long left = ANSWER.toNanos();
        boolean answered = false;
        while (!answered && left > 0) {
            try {
                answered = answer.await(left, TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
            left = ANSWER.toNanos() - (System.nanoTime() - begun);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return answered;
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
            Takeover.forget(this);
            stopped.countDown();
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
        serving = registration;
        try {
            registration.handler.ready(registration, Readiness.of(ready));
        } catch (Throwable t) {
            // Level-triggered: left in the set, it would throw for ever.
            guarded(registration::cancel);
            report(t);
        }
        serving = null;
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
        runRest();
    }

    private void runRest() {
        for (Runnable task = running.poll(); task != null; task = running.poll()) {
            guarded(task);
        }
    }

    private void stop() {
        synchronized (lock) {
            state = State.CLOSED;
        }
        runTasks();
        for (LoopClient resident : residents()) {
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
