package dev.penstock.internal.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.internal.sys.NativeMemory;
import dev.penstock.loop.EventLoop;
import dev.penstock.loop.Interest;
import dev.penstock.loop.Registration;
import dev.penstock.loop.Timer;
import dev.penstock.testing.Eventually;
import dev.penstock.testing.Workers;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tasks, timers, failures and the end of a loop; descriptors are {@link RegistrationTest}'s. */
@Timeout(60)
class EventLoopTest {
    private EpollLoop loop;

    @BeforeEach
    void start() throws IOException {
        loop = EpollLoop.start("loop under test");
    }

    @AfterEach
    void close() {
        loop.close();
    }

    // ---- Tasks

    @Test
    void shouldRunTasksInTheirOrderOnItsOwnThread() throws Exception {
        List<Integer> ran = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            int n = i;
            loop.execute(
                    () -> {
                        assertTrue(loop.inLoop());
                        ran.add(n);
                    });
        }
        assertEquals(
                IntStream.range(0, 10_000).boxed().toList(),
                Loops.call(loop, () -> List.copyOf(ran)));
        assertFalse(loop.inLoop());
        Thread thread = Loops.call(loop, Thread::currentThread);
        assertTrue(thread.isDaemon());
        assertEquals("loop under test", thread.getName());
        assertEquals("event loop loop under test", loop.toString());
    }

    @Test
    void shouldRunTasksGivenByTasks() throws Exception {
        List<String> ran = new ArrayList<>();
        CompletableFuture<Void> done = new CompletableFuture<>();
        Loops.call(
                loop,
                () -> {
                    loop.execute(
                            () -> {
                                ran.add("second");
                                loop.execute(() -> done.complete(null));
                            });
                    ran.add("first");
                    return null;
                });
        done.get();
        assertEquals(List.of("first", "second"), ran);
    }

    /** A task that gives another each time it runs must not keep descriptors from being served. */
    @Test
    void shouldServeDescriptorsBetweenTasksThatNeverEnd() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        Runnable again =
                new Runnable() {
                    @Override
                    public void run() {
                        if (!stop.get()) {
                            loop.execute(this);
                        }
                    }
                };
        loop.execute(again);
        CountDownLatch served = new CountDownLatch(1);
        try (Kernel pipe = Kernel.pipe()) {
            pipe.put(1);
            loop.register(
                    pipe.reader,
                    Interest.READ,
                    (r, events) -> {
                        r.cancel();
                        served.countDown();
                    });
            served.await();
        } finally {
            stop.set(true);
        }
    }

    @Test
    void shouldRunEveryTaskOfManyThreadsInEachOnesOrder() throws Exception {
        int threads = 4;
        int each = 5_000;
        int[] last = new int[threads];
        AtomicInteger disorder = new AtomicInteger();
        Workers workers = new Workers();
        for (int t = 0; t < threads; t++) {
            int thread = t;
            workers.start(
                    () -> {
                        for (int i = 1; i <= each; i++) {
                            int n = i;
                            loop.execute(
                                    () -> {
                                        if (n != last[thread] + 1) {
                                            disorder.incrementAndGet();
                                        }
                                        last[thread] = n;
                                    });
                        }
                    });
        }
        workers.join();
        int[] seen = Loops.call(loop, last::clone);
        for (int t = 0; t < threads; t++) {
            assertEquals(each, seen[t]);
        }
        assertEquals(0, disorder.get());
    }

    @Test
    void shouldGoOnWhenATaskThrows() throws Exception {
        List<Throwable> uncaught = Loops.uncaught(loop);
        RuntimeException exception = new RuntimeException("task");
        Error error = new AssertionError("task");
        loop.execute(
                () -> {
                    throw exception;
                });
        loop.execute(
                () -> {
                    throw error;
                });
        assertEquals("alive", Loops.call(loop, () -> "alive"));
        assertEquals(List.of(exception, error), uncaught);
    }

    @Test
    void shouldGoOnWhenTheUncaughtHandlerThrows() throws Exception {
        Loops.call(
                loop,
                () -> {
                    Thread.currentThread()
                            .setUncaughtExceptionHandler(
                                    (thread, t) -> {
                                        throw new IllegalStateException("of the handler");
                                    });
                    return null;
                });
        withoutStandardError(
                () -> {
                    loop.execute(
                            () -> {
                                throw new IllegalArgumentException("of the task");
                            });
                    assertEquals("alive", Loops.call(loop, () -> "alive"));
                });
    }

    /** As above, and quite usual: a handler that throws on what it was given. */
    @Test
    void shouldGoOnWhenTheUncaughtHandlerThrowsWhatItWasGiven() throws Exception {
        Loops.call(
                loop,
                () -> {
                    Thread.currentThread()
                            .setUncaughtExceptionHandler(
                                    (thread, t) -> {
                                        throw (IllegalArgumentException) t;
                                    });
                    return null;
                });
        withoutStandardError(
                () -> {
                    CompletableFuture<String> after = new CompletableFuture<>();
                    loop.execute(
                            () -> {
                                throw new IllegalArgumentException("of the task");
                            });
                    loop.execute(() -> after.complete("alive"));
                    Eventually.await(
                            "the task after it, on a loop that lives",
                            () -> after.isDone() && isAlive());
                });
    }

    private boolean isAlive() {
        try {
            loop.execute(() -> {});
            return true;
        } catch (RejectedExecutionException dead) {
            throw new AssertionError("the loop is dead", dead);
        }
    }

    private static void withoutStandardError(Workers.Work work) throws Exception {
        java.io.PrintStream before = System.err;
        System.setErr(new java.io.PrintStream(java.io.OutputStream.nullOutputStream()));
        try {
            work.run();
        } finally {
            System.setErr(before);
        }
    }

    /** An interrupt that a task leaves behind must not turn the sleep into a spin. */
    @Test
    void shouldSleepThoughATaskLeftItsThreadInterrupted() throws Exception {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long id =
                Loops.call(
                        loop,
                        () -> {
                            Thread.currentThread().interrupt();
                            return Thread.currentThread().getId();
                        });
        Loops.turn(loop);
        long begun = System.nanoTime();
        long used = threads.getThreadCpuTime(id);
        Thread.sleep(500);
        used = threads.getThreadCpuTime(id) - used;
        long passed = System.nanoTime() - begun;
        assertTrue(used < passed / 10, used + " ns of the processor in " + passed + " ns idle");
        assertEquals("alive", Loops.call(loop, () -> "alive"));
    }

    /** Asleep or just about to be. */
    @Test
    void shouldWakeFromIdlenessForWhateverIsAsked() throws Exception {
        for (int round = 0; round < 300; round++) {
            if (round % 2 == 0) {
                Thread.sleep(1);
            }
            CountDownLatch served = new CountDownLatch(1);
            switch (round / 2 % 3) {
                case 0 -> loop.execute(served::countDown);
                case 1 -> loop.schedule(Duration.ofNanos(round), served::countDown);
                default -> {
                    try (Kernel pipe = Kernel.pipe()) {
                        loop.register(
                                pipe.reader,
                                Interest.READ,
                                (r, events) -> {
                                    r.cancel();
                                    served.countDown();
                                });
                        pipe.put(1);
                        served.await();
                    }
                }
            }
            served.await();
        }
    }

    @Test
    void shouldLendOneClearedBuffer() throws Exception {
        NativeMemory first =
                Loops.call(
                        loop,
                        () -> {
                            NativeMemory buffer = loop.readBuffer();
                            buffer.bytes().position(7).limit(9);
                            return buffer;
                        });
        NativeMemory second = Loops.call(loop, loop::readBuffer);
        assertSame(first, second);
        assertEquals(0, second.bytes().position());
        assertEquals(256 * 1024, second.bytes().limit());
    }

    @Test
    void shouldHaveOneCommonLoop() throws Exception {
        assertSame(EventLoop.common(), EventLoop.common());
        assertThrows(IllegalStateException.class, () -> EventLoop.common().close());
        assertEquals("served", Loops.call(EventLoop.common(), () -> "served"));
    }

    // ---- Timers

    @Test
    void shouldNeverFireEarlyAndFireInOrder() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int count = 2_000;
        long[] early = new long[1];
        List<Long> fired = new ArrayList<>();
        CountDownLatch left = new CountDownLatch(count);
        for (int i = 0; i < count; i++) {
            // Fractions of a millisecond too: the loop's own resolution must round up.
            long nanos = random.nextInt(30_000_000);
            long notBefore = System.nanoTime() + nanos;
            loop.schedule(
                    Duration.ofNanos(nanos),
                    () -> {
                        long now = System.nanoTime();
                        if (now - notBefore < 0) {
                            early[0]++;
                        }
                        fired.add(now);
                        left.countDown();
                    });
        }
        left.await();
        assertEquals(0L, (long) Loops.call(loop, () -> early[0]), "early; seed " + seed);
        assertEquals(count, fired.size());
    }

    @Test
    void shouldFireSoonerOnesFirst() throws Exception {
        List<Integer> fired = new ArrayList<>();
        CountDownLatch left = new CountDownLatch(3);
        Loops.call(
                loop,
                () -> {
                    for (int i : new int[] {3, 1, 2}) {
                        loop.schedule(
                                Duration.ofMillis(i),
                                () -> {
                                    fired.add(i);
                                    left.countDown();
                                });
                    }
                    return null;
                });
        left.await();
        assertEquals(List.of(1, 2, 3), fired);
    }

    @Test
    void shouldFireATimerGivenWhileItSleeps() throws Exception {
        CountDownLatch fired = new CountDownLatch(2);
        // Asleep for long; the second one must shorten that.
        Timer far = loop.schedule(Duration.ofDays(1000), () -> {});
        Loops.turn(loop);
        loop.schedule(Duration.ofMillis(1), fired::countDown);
        loop.schedule(Duration.ZERO, fired::countDown);
        fired.await();
        assertTrue(far.cancel());
    }

    @Test
    void shouldTakeDelaysOfAnyLength() throws Exception {
        Timer centuries = loop.schedule(Duration.ofSeconds(Long.MAX_VALUE), () -> {});
        Timer days = loop.schedule(Duration.ofDays(30), () -> {});
        CountDownLatch fired = new CountDownLatch(1);
        loop.schedule(Duration.ofMillis(2), fired::countDown);
        fired.await();
        assertTrue(centuries.cancel());
        assertTrue(days.cancel());
    }

    @Test
    void shouldNotFireWhatIsCancelled() throws Exception {
        AtomicInteger fired = new AtomicInteger();
        CountDownLatch last = new CountDownLatch(1);
        List<Timer> timers = new ArrayList<>();
        Loops.call(
                loop,
                () -> {
                    for (int i = 0; i < 100; i++) {
                        timers.add(loop.schedule(Duration.ofNanos(i), fired::incrementAndGet));
                    }
                    for (int i = 0; i < 100; i += 2) {
                        assertTrue(timers.get(i).cancel());
                        assertFalse(timers.get(i).cancel());
                    }
                    loop.schedule(Duration.ofMillis(1), last::countDown);
                    return null;
                });
        last.await();
        assertEquals(50, fired.get());
        for (Timer timer : timers) {
            assertFalse(timer.cancel());
        }
    }

    /** Whatever the race, exactly one of cancel and the action wins. */
    @Test
    void shouldEitherCancelOrFire() throws Exception {
        int count = 5_000;
        AtomicInteger fired = new AtomicInteger();
        int cancelled = 0;
        for (int i = 0; i < count; i++) {
            Timer timer = loop.schedule(Duration.ZERO, fired::incrementAndGet);
            if (i % 3 == 0) {
                Thread.yield();
            }
            cancelled += timer.cancel() ? 1 : 0;
        }
        Loops.turn(loop);
        assertEquals(count, fired.get() + cancelled);
    }

    @Test
    void shouldGoOnWhenATimerThrows() throws Exception {
        List<Throwable> uncaught = Loops.uncaught(loop);
        RuntimeException thrown = new RuntimeException("timer");
        CountDownLatch fired = new CountDownLatch(1);
        loop.schedule(
                Duration.ZERO,
                () -> {
                    throw thrown;
                });
        loop.schedule(Duration.ofMillis(1), fired::countDown);
        fired.await();
        assertEquals(List.of(thrown), uncaught);
    }

    // ---- Its end

    @Test
    void shouldRunEarlierTasksAndRejectLaterOnes() {
        AtomicInteger ran = new AtomicInteger();
        for (int i = 0; i < 1000; i++) {
            loop.execute(ran::incrementAndGet);
        }
        loop.close();
        assertEquals(1000, ran.get());
        RejectedExecutionException e =
                assertThrows(RejectedExecutionException.class, () -> loop.execute(() -> {}));
        assertEquals("closed: event loop loop under test", e.getMessage());
        assertThrows(
                RejectedExecutionException.class, () -> loop.schedule(Duration.ZERO, () -> {}));
        loop.close();
        loop.close();
    }

    @Test
    void shouldRunOrRejectEveryTaskGivenWhileItCloses() throws Exception {
        for (int round = 0; round < 50; round++) {
            EventLoop closing = EventLoop.start("closing");
            AtomicInteger ran = new AtomicInteger();
            AtomicInteger accepted = new AtomicInteger();
            CountDownLatch some = new CountDownLatch(2);
            Workers workers = new Workers();
            for (int i = 0; i < 2; i++) {
                workers.start(
                        () -> {
                            try {
                                for (int n = 0; ; n++) {
                                    closing.execute(ran::incrementAndGet);
                                    accepted.incrementAndGet();
                                    if (n == 20) {
                                        some.countDown();
                                    }
                                }
                            } catch (RejectedExecutionException closed) {
                                // As it must be, sooner or later.
                            }
                        });
            }
            some.await();
            closing.close();
            workers.join();
            assertEquals(accepted.get(), ran.get());
        }
    }

    @Test
    void shouldEndItsThreadAndCloseItsDescriptors() throws Exception {
        Thread thread = Loops.call(loop, Thread::currentThread);
        loop.close();
        // Descriptors are counted by LeakCheck around this test.
        assertFalse(thread.isAlive());
    }

    @Test
    void shouldDropTimersWhenItCloses() {
        AtomicInteger fired = new AtomicInteger();
        loop.schedule(Duration.ofDays(1), fired::incrementAndGet);
        loop.close();
        assertEquals(0, fired.get());
    }

    @Test
    void shouldCloseFromItsOwnThread() throws Exception {
        CompletableFuture<String> after = new CompletableFuture<>();
        Thread thread = Loops.call(loop, Thread::currentThread);
        loop.execute(
                () -> {
                    loop.close();
                    after.complete("came back");
                });
        assertEquals("came back", after.get());
        thread.join();
        assertThrows(RejectedExecutionException.class, () -> loop.execute(() -> {}));
    }

    @Test
    void shouldCloseForManyAtOnce() throws Exception {
        Thread thread = Loops.call(loop, Thread::currentThread);
        Workers workers = new Workers();
        for (int i = 0; i < 4; i++) {
            workers.start(
                    () -> {
                        loop.close();
                        assertFalse(thread.isAlive(), "close() came back too early");
                    });
        }
        workers.join();
    }

    @Test
    void shouldKeepAnInterruptWhileItCloses() throws Exception {
        CountDownLatch blocked = new CountDownLatch(1);
        Thread thread = Loops.call(loop, Thread::currentThread);
        loop.execute(
                () -> {
                    try {
                        blocked.await();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                });
        Workers workers = new Workers();
        Thread closer =
                workers.start(
                        () -> {
                            loop.close();
                            assertFalse(thread.isAlive());
                            assertTrue(Thread.currentThread().isInterrupted());
                        });
        Eventually.await("join", () -> closer.getState() == Thread.State.TIMED_WAITING);
        closer.interrupt();
        Eventually.await(
                "the interrupt's being noticed",
                () -> !closer.isInterrupted() && closer.getState() == Thread.State.TIMED_WAITING);
        blocked.countDown();
        workers.join();
    }

    @Test
    void shouldCancelWhatIsRegisteredWhenItCloses() throws Exception {
        try (Kernel pipe = Kernel.pipe()) {
            Registration read = loop.register(pipe.reader, Interest.READ, (r, events) -> {});
            Registration paused = loop.register(pipe.writer, Interest.NONE, (r, events) -> {});
            loop.close();
            assertTrue(read.isCancelled());
            assertTrue(paused.isCancelled());
            assertThrows(IllegalStateException.class, () -> read.interest(Interest.WRITE));
            assertThrows(
                    RejectedExecutionException.class,
                    () -> loop.register(pipe.reader, Interest.READ, (r, events) -> {}));
            assertTrue(pipe.reader.isOpen(), "it stays its owner's");
        }
    }

    // ---- Residents

    private static class Guest implements LoopClient {
        final List<String> told = new ArrayList<>();

        @Override
        public void loopStuck() {
            throw new AssertionError("this JVM does not shut down");
        }

        @Override
        public void loopClosing() {
            told.add("closing");
        }

        @Override
        public void loopClosed() {
            told.add("closed");
        }
    }

    private <R extends LoopClient> R settle(R resident) throws Exception {
        Loops.call(
                loop,
                () -> {
                    loop.settle(resident);
                    return null;
                });
        return resident;
    }

    /** What it needs to come to its end is served meanwhile: timers, tasks and descriptors. */
    @Test
    void shouldAwaitAResidentAndServeIt() throws Exception {
        try (Kernel pipe = Kernel.pipe()) {
            List<String> served = new ArrayList<>();
            Guest guest =
                    settle(
                            new Guest() {
                                @Override
                                public void loopClosing() {
                                    super.loopClosing();
                                    loop.schedule(Duration.ofMillis(5), () -> task());
                                }

                                private void task() {
                                    served.add("timer");
                                    loop.execute(
                                            () -> {
                                                served.add("task");
                                                pipe.put(1);
                                            });
                                }
                            });
            Loops.call(
                    loop,
                    () ->
                            loop.register(
                                    pipe.reader,
                                    Interest.READ,
                                    (r, events) -> {
                                        pipe.take();
                                        served.add("descriptor");
                                        loop.depart(guest);
                                    }));
            loop.close();
            assertEquals(List.of("closing"), guest.told);
            assertEquals(List.of("timer", "task", "descriptor"), served);
        }
    }

    @Test
    void shouldNotTellAResidentThatDepartedBefore() throws Exception {
        Guest guest = settle(new Guest());
        Loops.call(
                loop,
                () -> {
                    loop.depart(guest);
                    return null;
                });
        loop.close();
        assertEquals(List.of(), guest.told);
    }

    @Test
    void shouldTakeNoResidentOnceItCloses() throws Exception {
        CompletableFuture<Throwable> refused = new CompletableFuture<>();
        settle(
                new Guest() {
                    @Override
                    public void loopClosing() {
                        refused.complete(
                                assertThrows(
                                        RejectedExecutionException.class,
                                        () -> loop.settle(new Guest())));
                        loop.depart(this);
                    }
                });
        loop.close();
        assertEquals("closing: event loop loop under test", refused.get().getMessage());
    }

    /** Takes the ten seconds that a closing loop waits. */
    @Test
    void shouldTellThoseThatDoNotDepartThatItIsOver() throws Exception {
        List<Throwable> uncaught = Loops.uncaught(loop);
        RuntimeException thrown = new RuntimeException("resident");
        Guest throwing =
                settle(
                        new Guest() {
                            @Override
                            public void loopClosing() {
                                super.loopClosing();
                                throw thrown;
                            }

                            @Override
                            public void loopClosed() {
                                super.loopClosed();
                                throw thrown;
                            }
                        });
        Guest staying = settle(new Guest());
        loop.close();
        assertEquals(List.of("closing", "closed"), throwing.told);
        assertEquals(List.of("closing", "closed"), staying.told);
        assertEquals(List.of(thrown, thrown), uncaught);
    }

    @Test
    void shouldStartLoopsThatShareNothing() throws Exception {
        try (EventLoop other = EventLoop.start("other")) {
            assertNotSame(
                    Loops.call(loop, Thread::currentThread),
                    Loops.call(other, Thread::currentThread));
            loop.close();
            assertEquals("alive", Loops.call(other, () -> "alive"));
        }
    }
}
