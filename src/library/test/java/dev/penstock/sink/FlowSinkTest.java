package dev.penstock.sink;

import static dev.penstock.sink.Feed.direct;
import static dev.penstock.sink.Feed.utf8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.internal.loop.EpollSets;
import dev.penstock.internal.pump.Pump;
import dev.penstock.loop.EventLoop;
import dev.penstock.pipe.Pipe;
import dev.penstock.pipe.PipeChannel;
import dev.penstock.process.Child;
import dev.penstock.process.Command;
import dev.penstock.process.EndedBy;
import dev.penstock.process.Input;
import dev.penstock.process.Outcome;
import dev.penstock.process.StreamEnd;
import dev.penstock.sink.Sink.Answer;
import dev.penstock.testing.Doubling;
import dev.penstock.testing.Eventually;
import dev.penstock.testing.Workers;
import dev.penstock.text.LineReference;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Beside the rules of Reactive Streams, which {@code dev.penstock.tck} tries. */
@Timeout(60)
class FlowSinkTest {
    private final AtomicInteger resumes = new AtomicInteger();

    private <T> FlowSink<T> attached(FlowSink<T> publisher) {
        publisher.attach(resumes::incrementAndGet);
        return publisher;
    }

    private static ByteBuffer bytes(String text) {
        return direct(utf8(text));
    }

    /** Asks for some more, now and then, until it has heard the last signal. */
    private static void askAtRandom(Recorder<?> recorder, Random random) throws Exception {
        while (!recorder.over.await(random.nextInt(200), TimeUnit.MICROSECONDS)) {
            recorder.request(1 + random.nextInt(5));
        }
    }

    private static void shouldPublishEachLineOnce(FlowSink<String> lines, Random random)
            throws Exception {
        String text = LineReference.randomText(random, random.nextInt(400));
        Recorder<String> recorder = new Recorder<>(random.nextInt(3));
        try (Workers workers = new Workers()) {
            Feed feed = new Feed(lines, random);
            if (random.nextBoolean()) {
                lines.subscribe(recorder);
                workers.start(() -> askAtRandom(recorder, new Random(1)));
            } else {
                workers.start(
                        () -> {
                            lines.subscribe(recorder);
                            askAtRandom(recorder, new Random(2));
                        });
            }
            feed.bytes(utf8(text), 1 + random.nextInt(100));
            feed.end();
            workers.join();
        }
        recorder.check();
        assertTrue(recorder.completed);
        assertEquals(
                LineReference.lines(text, 15).stream().map(LineReference.Line::text).toList(),
                recorder.items);
        assertEquals(recorder.items.size(), lines.items());
        assertEquals(0, lines.droppedBytes());
        assertTrue(lines.ended());
    }

    // Feed checks that every FULL is answered by one resume and no resume comes without a FULL.

    @Test
    void shouldPublishEachLineOnceWhoeverAsksWhenever() throws Exception {
        for (int seed = 0; seed < 150; seed++) {
            shouldPublishEachLineOnce(FlowSink.ofLines(15), new Random(seed));
        }
    }

    @Test
    void shouldPublishEachLineOnceByAnExecutor() throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(3);
        try {
            for (int seed = 0; seed < 150; seed++) {
                Random random = new Random(seed);
                int items = 1 + random.nextInt(5);
                FlowSink<String> lines = FlowSink.ofLines(15).deliveredBy(executor, items);
                shouldPublishEachLineOnce(lines, random);
                assertTrue(lines.peakBytes() <= items * 15, "seed " + seed);
            }
        } finally {
            executor.shutdown();
        }
    }

    @Test
    void shouldPublishChunksThatAreCopies() throws Exception {
        FlowSink<ByteBuffer> chunks = FlowSink.ofChunks(10);
        byte[] stream = new byte[1000];
        new Random(5).nextBytes(stream);
        Recorder<ByteBuffer> recorder = new Recorder<>(Long.MAX_VALUE);
        chunks.subscribe(recorder);
        new Feed(chunks, new Random(6)).bytes(stream, 64).end();
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        for (ByteBuffer chunk : recorder.items) {
            assertTrue(chunk.remaining() > 0 && chunk.remaining() <= 10);
            assertEquals(chunk.remaining(), chunk.array().length);
            got.write(chunk.array());
        }
        recorder.check();
        assertArrayEquals(stream, got.toByteArray());
        assertTrue(chunks.peakBytes() <= 64);
    }

    @Test
    void shouldTakeNothingThatIsNotAskedFor() throws Exception {
        FlowSink<String> lines = attached(FlowSink.ofLines(10));
        ByteBuffer buffer = bytes("1\n2\n3\n4\n");
        assertEquals(Answer.FULL, lines.accept(buffer));
        assertEquals(0, buffer.position(), "nobody has subscribed");
        Recorder<String> recorder = new Recorder<>(0);
        lines.subscribe(recorder);
        assertEquals(0, resumes.get());
        assertEquals(Answer.FULL, lines.accept(buffer));
        recorder.request(2);
        assertEquals(1, resumes.get());
        assertEquals(List.of(), recorder.items, "signals are the loop's");
        assertEquals(Answer.FULL, lines.accept(buffer));
        assertEquals(List.of("1", "2"), recorder.items);
        assertEquals(4, buffer.position());
        recorder.request(3);
        assertEquals(2, resumes.get());
        assertEquals(Answer.MORE, lines.accept(buffer));
        assertEquals(Answer.FULL, lines.accept(bytes("5\n")), "all taken, and no more wanted");
        recorder.request(1);
        lines.end();
        recorder.check();
        assertEquals(List.of("1", "2", "3", "4", "5"), recorder.items);
        assertTrue(recorder.completed);
        assertEquals(3, resumes.get());
    }

    @Test
    void shouldTakeTheDescriptorOutOfTheEpollSetWhileNothingIsAskedFor() throws Exception {
        FlowSink<String> lines = FlowSink.ofLines(10);
        Recorder<String> recorder = new Recorder<>(0);
        lines.subscribe(recorder);
        CountDownLatch ended = new CountDownLatch(1);
        try (EventLoop loop = EventLoop.start("publisher");
                Pipe pipe = Pipe.open()) {
            PipeChannel reader = pipe.reader();
            PipeChannel writer = pipe.writer();
            int fd = reader.fd().number();
            loop.execute(() -> Pump.start(loop, reader, lines, (pump, why) -> ended.countDown()));
            writer.write(bytes("1\n2\n3\n"));
            Eventually.await("out of the set", () -> lines.items() == 0 && !EpollSets.hold(fd));
            recorder.request(2);
            Eventually.await("two", () -> lines.items() == 2 && !EpollSets.hold(fd));
            recorder.request(2);
            Eventually.await("three", () -> lines.items() == 3 && EpollSets.hold(fd));
            writer.write(bytes("4\n"));
            Eventually.await("four", () -> lines.items() == 4 && !EpollSets.hold(fd));
            writer.close();
            assertEquals(1, recorder.over.getCount());
            recorder.request(1);
            ended.await();
        }
        recorder.check();
        assertTrue(recorder.completed);
    }

    @Test
    void shouldGoOnWithinTheCallWhereTheSubscriberAsksWithin() throws Exception {
        FlowSink<String> lines = attached(FlowSink.ofLines(10));
        Recorder<String> recorder =
                new Recorder<>(1) {
                    @Override
                    void next(String item) {
                        request(1);
                    }
                };
        lines.subscribe(recorder);
        assertEquals(Answer.MORE, lines.accept(bytes("1\n2\n3\n")));
        recorder.check();
        assertEquals(List.of("1", "2", "3"), recorder.items);
        assertEquals(0, resumes.get());
    }

    @Test
    void shouldWaitWithEverythingForTheReturnOfOnSubscribe() throws Exception {
        FlowSink<String> lines = FlowSink.ofLines(10);
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch fed = new CountDownLatch(1);
        Recorder<String> recorder =
                new Recorder<>(0) {
                    @Override
                    public void onSubscribe(Flow.Subscription subscription) {
                        super.onSubscribe(subscription);
                        request(5);
                        asked.countDown();
                        try {
                            fed.await();
                        } catch (InterruptedException e) {
                            throw new AssertionError(e);
                        }
                        assertEquals(List.of(), items);
                    }
                };
        attached(lines);
        try (Workers workers = new Workers()) {
            workers.start(() -> lines.subscribe(recorder));
            asked.await();
            ByteBuffer buffer = bytes("1\n");
            assertEquals(Answer.FULL, lines.accept(buffer));
            assertEquals(0, resumes.get());
            fed.countDown();
            workers.join();
            assertEquals(1, resumes.get());
            assertEquals(Answer.MORE, lines.accept(buffer));
        }
        recorder.check();
        assertEquals(List.of("1"), recorder.items);
        assertTrue(lines.failure().isEmpty());
    }

    @Test
    void shouldRefuseASecondSubscriber() throws Exception {
        FlowSink<String> lines = attached(FlowSink.ofLines(10));
        Recorder<String> first = new Recorder<>(9);
        Recorder<String> second = new Recorder<>(9);
        lines.subscribe(first);
        lines.subscribe(second);
        second.check();
        assertInstanceOf(IllegalStateException.class, second.failure);
        lines.accept(bytes("1\n"));
        lines.end();
        first.check();
        assertEquals(List.of("1"), first.items);
        assertEquals(List.of(), second.items);
        assertThrows(NullPointerException.class, () -> lines.subscribe(null));
    }

    @Test
    void shouldTellALateSubscriberHowItEnded() throws Exception {
        FlowSink<String> empty = attached(FlowSink.ofLines(10));
        empty.end();
        Recorder<String> recorder = new Recorder<>(0);
        empty.subscribe(recorder);
        recorder.check();
        assertTrue(recorder.completed);

        FlowSink<String> failed = attached(FlowSink.ofLines(10));
        IOException cause = new IOException("read failed");
        failed.fail(cause);
        Recorder<String> told = new Recorder<>(0);
        failed.subscribe(told);
        told.check();
        assertSame(cause, told.failure);
    }

    @Test
    void shouldHandOutTheUnfinishedLineBeforeTheFailure() throws Exception {
        FlowSink<String> lines = attached(FlowSink.ofLines(10));
        Recorder<String> recorder = new Recorder<>(9);
        lines.subscribe(recorder);
        lines.accept(bytes("1\n50 %"));
        IOException cause = new IOException("read failed");
        lines.fail(cause);
        recorder.check();
        assertEquals(List.of("1", "50 %"), recorder.items);
        assertSame(cause, recorder.failure);
        assertSame(cause, lines.failure().orElseThrow());
        assertFalse(lines.ended());
    }

    @Test
    void shouldDropAndCountTheRestOfItsBatchAfterCancel() throws Exception {
        FlowSink<String> lines = attached(FlowSink.ofLines(10));
        Recorder<String> recorder =
                new Recorder<>(9) {
                    @Override
                    void next(String item) {
                        subscription().cancel();
                    }
                };
        lines.subscribe(recorder);
        ByteBuffer buffer = bytes("1\n22\n333\nunfin");
        assertEquals(Answer.MORE, lines.accept(buffer));
        assertFalse(buffer.hasRemaining());
        assertEquals(2 + 3 + 5, lines.droppedBytes(), "two whole lines, and an unfinished one");
        lines.accept(bytes("ished\n"));
        lines.end();
        assertEquals(2 + 3 + 5 + 6, lines.droppedBytes());
        recorder.check();
        assertEquals(List.of("1"), recorder.items);
        assertEquals(1, recorder.over.getCount(), "no signal after cancel");
        assertTrue(lines.ended());
    }

    /** Gives up after a while, from a thread of its own: by cancel, or by asking for nothing. */
    private static void shouldAccountForEveryByte(FlowSink<ByteBuffer> chunks, Random random)
            throws Exception {
        byte[] stream = new byte[random.nextInt(2000)];
        boolean wrongly = random.nextBoolean();
        int enough = random.nextInt(100);
        AtomicLong got = new AtomicLong();
        Recorder<ByteBuffer> recorder =
                new Recorder<>(random.nextInt(3)) {
                    @Override
                    void next(ByteBuffer chunk) {
                        got.addAndGet(chunk.remaining());
                    }
                };
        try (Workers workers = new Workers()) {
            Feed feed = new Feed(chunks, random);
            chunks.subscribe(recorder);
            workers.start(
                    () -> {
                        Random own = new Random(enough);
                        for (int asked = 0; asked < enough && recorder.over.getCount() > 0; ) {
                            int n = 1 + own.nextInt(5);
                            recorder.request(n);
                            asked += n;
                        }
                        if (wrongly) {
                            recorder.subscription().request(0);
                        } else {
                            recorder.subscription().cancel();
                        }
                    });
            feed.bytes(stream, 1 + random.nextInt(100));
            feed.end();
            workers.join();
        }
        if (wrongly) {
            recorder.over.await();
        }
        // An executor may still be at the last of them.
        Eventually.await("every byte", () -> got.get() + chunks.droppedBytes() == stream.length);
        recorder.check();
    }

    @Test
    void shouldAccountForEveryByteWheneverTheSubscriberGivesUp() throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(3);
        try {
            for (int seed = 0; seed < 300; seed++) {
                Random random = new Random(seed);
                FlowSink<ByteBuffer> chunks = FlowSink.ofChunks(7);
                shouldAccountForEveryByte(
                        seed % 2 == 0 ? chunks : chunks.deliveredBy(executor, 1 + seed % 5),
                        random);
            }
        } finally {
            executor.shutdown();
        }
    }

    @Test
    void shouldReadTheRestToNowhereAfterCancel() throws Exception {
        FlowSink<ByteBuffer> chunks = FlowSink.ofChunks(1000);
        Recorder<ByteBuffer> recorder = new Recorder<>(3);
        chunks.subscribe(recorder);
        try (Child child =
                Command.of("head", "-c", "3000000", "/dev/zero").stdout(chunks).start()) {
            Eventually.await("three", () -> chunks.items() == 3);
            recorder.subscription().cancel();
            recorder.subscription().cancel();
            recorder.subscription().request(1);
            Outcome outcome = child.await().orThrow();
            assertEquals(StreamEnd.How.COMPLETE, outcome.stdout().how());
        }
        recorder.check();
        assertEquals(3_000_000 - 3_000, chunks.droppedBytes());
    }

    @Test
    void shouldReadTheRestToNowhereAfterAWrongRequest() throws Exception {
        FlowSink<ByteBuffer> chunks = FlowSink.ofChunks(1000);
        Recorder<ByteBuffer> recorder = new Recorder<>(2);
        chunks.subscribe(recorder);
        try (Child child = Command.of("head", "-c", "500000", "/dev/zero").stdout(chunks).start()) {
            Eventually.await("two", () -> chunks.items() == 2);
            recorder.subscription().request(0);
            child.await().orThrow();
        }
        recorder.check();
        assertInstanceOf(IllegalArgumentException.class, recorder.failure);
        assertEquals(500_000 - 2_000, chunks.droppedBytes());
    }

    private static final class Throwing extends Recorder<String> {
        private final RuntimeException thrown = new IllegalStateException("a subscriber's bug");

        Throwing() {
            super(Long.MAX_VALUE);
        }

        @Override
        void next(String item) {
            if (item.equals("3")) {
                throw thrown;
            }
        }
    }

    private static void shouldFailTheStreamOf(Throwing recorder, FlowSink<String> lines)
            throws Exception {
        lines.subscribe(recorder);
        Outcome outcome = Command.of("seq", "100000").stdout(lines).run();
        assertEquals(StreamEnd.How.FAILED, outcome.stdout().how());
        assertSame(recorder.thrown, outcome.stdout().failure().orElseThrow());
        assertSame(recorder.thrown, lines.failure().orElseThrow());
        recorder.check();
        assertEquals(List.of("1", "2", "3"), recorder.items);
        assertEquals(1, recorder.over.getCount(), "it is cancelled");
    }

    @Test
    void shouldFailTheStreamOfASubscriberThatThrows() throws Exception {
        shouldFailTheStreamOf(new Throwing(), FlowSink.ofLines(10));
    }

    @Test
    void shouldFailTheStreamOfASubscriberThatThrowsOnAnExecutor() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            shouldFailTheStreamOf(new Throwing(), FlowSink.ofLines(10).deliveredBy(executor, 2));
        } finally {
            executor.shutdown();
        }
    }

    @Test
    void shouldFailTheStreamWhereOnCompleteThrows() throws Exception {
        RuntimeException thrown = new IllegalStateException("a subscriber's bug");
        FlowSink<String> lines = FlowSink.ofLines(10);
        lines.subscribe(
                new Recorder<>(9) {
                    @Override
                    public void onComplete() {
                        throw thrown;
                    }
                });
        Outcome outcome = Command.of("echo", "1").stdout(lines).run();
        assertSame(thrown, outcome.stdout().failure().orElseThrow());
        assertFalse(lines.ended());
    }

    @Test
    void shouldFailTheStreamWhereTheExecutorRefuses() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        executor.shutdown();
        FlowSink<String> lines = FlowSink.ofLines(10).deliveredBy(executor, 2);
        Recorder<String> recorder = new Recorder<>(9);
        lines.subscribe(recorder);
        Outcome outcome = Command.of("seq", "100000").stdout(lines).run();
        assertInstanceOf(
                RejectedExecutionException.class, outcome.stdout().failure().orElseThrow());
        recorder.check();
        assertSame(outcome.stdout().failure().orElseThrow(), recorder.failure);
        assertEquals(List.of(), recorder.items);
    }

    @Test
    void shouldDeliverOnTheLoopOrOnTheExecutor() throws Exception {
        Recorder<String> recorder = new Recorder<>(9);
        FlowSink<String> lines = FlowSink.ofLines(10);
        lines.subscribe(recorder);
        Command.of("echo", "1").stdout(lines).run().orThrow();
        recorder.check();
        assertNotSame(Thread.currentThread(), recorder.thread);

        ArrayDeque<Runnable> tasks = new ArrayDeque<>();
        FlowSink<String> elsewhere = attached(FlowSink.ofLines(10).deliveredBy(tasks::add, 2));
        Recorder<String> other = new Recorder<>(9);
        elsewhere.subscribe(other);
        ByteBuffer buffer = bytes("1\n2\n3\n");
        assertEquals(Answer.FULL, elsewhere.accept(buffer), "two ahead, though nine are asked for");
        assertEquals(1, tasks.size(), "one task at a time");
        assertNull(other.thread);
        tasks.remove().run();
        assertEquals(1, resumes.get());
        assertEquals(Answer.MORE, elsewhere.accept(buffer));
        elsewhere.end();
        assertEquals(1, tasks.size());
        assertFalse(other.completed);
        tasks.remove().run();
        other.check();
        assertEquals(List.of("1", "2", "3"), other.items);
        assertTrue(other.completed);
    }

    @Test
    void shouldMakeAChildWaitForASlowSubscriber() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            FlowSink<String> lines = FlowSink.ofLines(100).deliveredBy(executor, 10);
            Recorder<String> recorder =
                    new Recorder<>(1) {
                        @Override
                        void next(String item) {
                            request(1);
                        }
                    };
            lines.subscribe(recorder);
            Command.of("seq", "200000").stdout(lines).run().orThrow();
            recorder.over.await();
            recorder.check();
            assertEquals(200_000, recorder.items.size());
            assertTrue(lines.peakBytes() <= 60, "ten lines: " + lines.peakBytes());
        } finally {
            executor.shutdown();
        }
    }

    @Test
    void shouldEndWithTheChildsTimeoutWhereNobodyAsks() throws Exception {
        AtomicReference<Recorder<String>> last = new AtomicReference<>();
        Outcome outcome =
                Doubling.of(
                        Duration.ofMillis(100),
                        exited -> exited.endedBy() == EndedBy.ITSELF,
                        time -> {
                            FlowSink<String> lines = FlowSink.ofLines(10);
                            last.set(new Recorder<>(0));
                            lines.subscribe(last.get());
                            return Command.of("echo", "x").stdout(lines).timeout(time).run();
                        });
        assertEquals(StreamEnd.How.CUT, outcome.stdout().how());
        assertEquals(2, outcome.stdout().leftUnread());
        last.get().check();
        assertEquals(List.of(), last.get().items);
        assertNotNull(last.get().failure);
    }

    @Test
    void shouldFeedAnotherChild() throws Exception {
        FlowSink<ByteBuffer> chunks = FlowSink.ofChunks(1000);
        Capture sum = Capture.of(100);
        Command second = Command.of("cksum").stdin(Input.publisher(chunks, 3)).stdout(sum);
        try (Child reader = second.start()) {
            Command.of("seq", "200000").stdout(chunks).run().orThrow();
            reader.await().orThrow();
        }
        Capture expected = Capture.of(100);
        Command.of("sh", "-c", "seq 200000 | cksum").stdout(expected).run().orThrow();
        assertEquals(expected.text(), sum.text());
    }

    @Test
    void shouldRefuseBoundsThatAreNone() {
        assertThrows(IllegalArgumentException.class, () -> FlowSink.ofChunks(0));
        assertThrows(IllegalArgumentException.class, () -> FlowSink.ofLines(0));
        assertThrows(
                IllegalArgumentException.class,
                () -> FlowSink.ofLines(1).deliveredBy(Runnable::run, 0));
        FlowSink<String> lines = attached(FlowSink.ofLines(1));
        assertThrows(IllegalStateException.class, () -> lines.attach(() -> {}));
    }
}
