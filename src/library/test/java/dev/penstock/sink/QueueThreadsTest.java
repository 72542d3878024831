package dev.penstock.sink;

import static dev.penstock.sink.Feed.direct;
import static dev.penstock.sink.Feed.utf8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.testing.Workers;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class QueueThreadsTest {
    private static final int ITEMS = 100_000;

    private static byte[] numbers(int n) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < n; i++) {
            text.append(i).append('\n');
        }
        return utf8(text.toString());
    }

    /**
     * Numbers that one consumer got, which must rise, go into a set that must not have them yet.
     */
    private static void add(BitSet all, List<String> got) {
        synchronized (all) {
            int last = -1;
            for (String item : got) {
                int n = Integer.parseInt(item);
                assertTrue(n > last, "order: " + n + " after " + last);
                assertFalse(all.get(n), "twice: " + n);
                all.set(n);
                last = n;
            }
        }
    }

    private static void shouldServeEightConsumers(QueueSink<String> queue, int largest)
            throws Exception {
        BitSet all = new BitSet();
        try (Workers workers = new Workers()) {
            for (int i = 0; i < 8; i++) {
                int how = i;
                workers.start(
                        () -> {
                            List<String> got = new ArrayList<>();
                            if (how < 2) {
                                while (queue.takeTo(got, 3) > 0) {
                                    Thread.yield();
                                }
                            } else if (how < 4) {
                                for (String item; (item = queue.take()) != null; ) {
                                    got.add(item);
                                }
                            } else if (how < 6) {
                                while (!queue.isDone()) {
                                    String item = queue.poll(Duration.ofMillis(1));
                                    if (item != null) {
                                        got.add(item);
                                    }
                                }
                            } else {
                                while (!queue.isDone()) {
                                    if (queue.drainTo(got, 5) == 0) {
                                        Thread.yield();
                                    }
                                }
                            }
                            add(all, got);
                        });
            }
            Feed feed = new Feed(queue, new Random(11)).bytes(numbers(ITEMS), largest);
            feed.end();
            workers.join();
        }
        assertEquals(ITEMS, all.cardinality());
        assertEquals(ITEMS, queue.accepted());
        assertEquals(0, queue.size());
        assertEquals(0, queue.droppedItems());
        assertTrue(queue.peakBytes() <= queue.maxBytes());
    }

    // Feed checks that every FULL is answered by one resume and no resume comes without a FULL.

    @Test
    void shouldLoseAndDoubleNothingWithEightConsumers() throws Exception {
        shouldServeEightConsumers(QueueSink.ofLines(100, 1000), 64 * 1024);
    }

    @Test
    void shouldLoseAndDoubleNothingInATinyQueue() throws Exception {
        shouldServeEightConsumers(QueueSink.ofLines(100, 3), 4096);
    }

    @Test
    void shouldLoseAndDoubleNothingBoundByBytes() throws Exception {
        shouldServeEightConsumers(QueueSink.ofLines(6, 1000).maxBytes(40).resumeAt(0.9), 100);
    }

    @Test
    void shouldRunResumeOutsideTheLock() throws Exception {
        QueueSink<String> queue = QueueSink.ofLines(10, 1);
        AtomicInteger seen = new AtomicInteger(-1);
        try (Workers workers = new Workers()) {
            queue.attach(
                    () -> {
                        Thread other = workers.start(() -> seen.set(queue.size()));
                        try {
                            other.join();
                        } catch (InterruptedException e) {
                            throw new AssertionError(e);
                        }
                    });
            List<Workers.Work> ways =
                    List.of(
                            queue::take,
                            () -> queue.poll(Duration.ZERO),
                            () -> queue.drainTo(new ArrayList<>()),
                            queue::close);
            for (Workers.Work way : ways) {
                assertEquals(Sink.Answer.FULL, queue.accept(direct(utf8("1\n"))));
                seen.set(-1);
                way.run();
                assertEquals(0, seen.get());
            }
            workers.join();
        }
    }

    @Test
    void shouldAllowTheLoopToEndTheStreamFromWithinResume() throws Exception {
        // A loop that is run by the consumer itself, as in a test of one's own.
        QueueSink<String> queue = QueueSink.ofLines(10, 1);
        queue.attach(
                () -> {
                    try {
                        queue.end();
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                });
        queue.accept(direct(utf8("1\n")));
        assertEquals("1", queue.take());
        assertNull(queue.take());
    }

    @Test
    void shouldWakeEveryWaitingConsumerAtTheEnd() throws Exception {
        QueueSink<String> queue = QueueSink.ofLines(10, 10);
        try (Workers workers = new Workers()) {
            List<Thread> threads = new ArrayList<>();
            AtomicInteger ended = new AtomicInteger();
            for (int i = 0; i < 6; i++) {
                boolean polls = i % 2 == 0;
                threads.add(
                        workers.start(
                                () -> {
                                    assertNull(
                                            polls
                                                    ? queue.poll(Duration.ofDays(1000))
                                                    : queue.take());
                                    ended.incrementAndGet();
                                }));
            }
            for (Thread thread : threads) {
                Workers.awaitBlocked(thread);
            }
            queue.end();
            workers.join();
            assertEquals(6, ended.get());
        }
    }

    @Test
    void shouldTellEveryWaitingConsumerOfTheFailure() throws Exception {
        QueueSink<String> queue = QueueSink.ofLines(10, 10);
        IOException cause = new IOException("read failed");
        List<Throwable> told = Collections.synchronizedList(new ArrayList<>());
        try (Workers workers = new Workers()) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                threads.add(
                        workers.start(
                                () ->
                                        told.add(
                                                assertThrows(
                                                                StreamFailedException.class,
                                                                queue::take)
                                                        .getCause())));
            }
            for (Thread thread : threads) {
                Workers.awaitBlocked(thread);
            }
            queue.fail(cause);
            workers.join();
        }
        assertEquals(List.of(cause, cause, cause, cause), told);
    }

    @Test
    void shouldWakeWaitingConsumersOnClose() throws Exception {
        QueueSink<String> queue = QueueSink.ofLines(10, 10);
        try (Workers workers = new Workers()) {
            Thread one = workers.start(() -> assertNull(queue.take()));
            Thread two = workers.start(() -> assertNull(queue.poll(Duration.ofDays(1))));
            Workers.awaitBlocked(one);
            Workers.awaitBlocked(two);
            queue.close();
            workers.join();
        }
    }

    @Test
    void shouldLoseNothingToAnInterruptedConsumer() throws Exception {
        QueueSink<String> queue = QueueSink.ofLines(10, 1000);
        try (Workers workers = new Workers()) {
            CountDownLatch interrupted = new CountDownLatch(2);
            Thread takes =
                    workers.start(
                            () -> {
                                assertThrows(InterruptedException.class, queue::take);
                                interrupted.countDown();
                            });
            Thread polls =
                    workers.start(
                            () -> {
                                assertThrows(
                                        InterruptedException.class,
                                        () -> queue.poll(Duration.ofDays(1)));
                                interrupted.countDown();
                            });
            Workers.awaitBlocked(takes);
            Workers.awaitBlocked(polls);
            takes.interrupt();
            polls.interrupt();
            interrupted.await();
            workers.join();
        }
        queue.accept(direct(utf8("1\n2\n")));
        assertEquals("1", queue.take());
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, queue::take);
        assertFalse(Thread.interrupted());
        assertEquals("2", queue.take());
    }

    @Test
    void shouldLoseNothingWhileConsumersAreInterruptedAllTheTime() throws Exception {
        QueueSink<String> queue = QueueSink.ofLines(10, 50);
        BitSet all = new BitSet();
        AtomicLong interrupts = new AtomicLong();
        try (Workers workers = new Workers()) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                threads.add(
                        workers.start(
                                () -> {
                                    List<String> got = new ArrayList<>();
                                    while (!queue.isDone()) {
                                        try {
                                            String item = queue.take();
                                            if (item != null) {
                                                got.add(item);
                                            }
                                        } catch (InterruptedException e) {
                                            interrupts.incrementAndGet();
                                        }
                                    }
                                    add(all, got);
                                }));
            }
            Thread pest =
                    workers.start(
                            () -> {
                                while (!queue.isDone()) {
                                    threads.forEach(Thread::interrupt);
                                    Thread.sleep(0, 100_000);
                                }
                            });
            new Feed(queue, new Random(2)).bytes(numbers(20_000), 500).end();
            pest.join();
            workers.join();
        }
        assertEquals(20_000, all.cardinality());
        assertTrue(interrupts.get() > 0);
    }

    @Test
    void shouldNotLeaveTheStreamHangingWhenConsumersClose() throws Exception {
        for (int round = 0; round < 200; round++) {
            QueueSink<String> queue = QueueSink.ofLines(10, 4);
            int seed = round;
            AtomicLong taken = new AtomicLong();
            try (Workers workers = new Workers()) {
                for (int i = 0; i < 2; i++) {
                    workers.start(
                            () -> {
                                for (int n = 0; n < seed && queue.take() != null; n++) {
                                    taken.incrementAndGet();
                                }
                                queue.close();
                            });
                }
                new Feed(queue, new Random(seed)).bytes(numbers(500), 200).end();
                queue.close();
                workers.join();
            }
            assertEquals(queue.accepted(), taken.get() + queue.droppedItems(), "round " + round);
            assertTrue(queue.isDone());
        }
    }

    @Test
    void shouldHandOutEverythingBeforeAFailureToManyConsumers() throws Exception {
        for (int round = 0; round < 100; round++) {
            QueueSink<String> queue = QueueSink.ofLines(10, 7);
            IOException cause = new IOException();
            BitSet all = new BitSet();
            try (Workers workers = new Workers()) {
                for (int i = 0; i < 4; i++) {
                    workers.start(
                            () -> {
                                List<String> got = new ArrayList<>();
                                StreamFailedException e =
                                        assertThrows(
                                                StreamFailedException.class,
                                                () -> {
                                                    while (true) {
                                                        got.add(queue.take());
                                                    }
                                                });
                                assertSame(cause, e.getCause());
                                add(all, got);
                            });
                }
                new Feed(queue, new Random(round)).bytes(numbers(300), 100);
                queue.fail(cause);
                workers.join();
            }
            assertEquals(300, all.cardinality(), "round " + round);
        }
    }
}
