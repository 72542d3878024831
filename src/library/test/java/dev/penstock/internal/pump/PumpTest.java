package dev.penstock.internal.pump;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.internal.loop.EpollSets;
import dev.penstock.internal.loop.Loops;
import dev.penstock.loop.EventLoop;
import dev.penstock.pipe.Kernel;
import dev.penstock.pipe.Pipe;
import dev.penstock.pipe.PipeChannel;
import dev.penstock.sink.Sink.Answer;
import dev.penstock.testing.Eventually;
import dev.penstock.testing.Native;
import dev.penstock.testing.Workers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PumpTest {
    private EventLoop loop;
    private Pipe pipe;
    private List<Throwable> uncaught;

    @BeforeEach
    void start() throws Exception {
        loop = EventLoop.start("loop under test");
        uncaught = Loops.uncaught(loop);
        pipe = Pipe.open();
    }

    @AfterEach
    void close() throws IOException {
        loop.close();
        pipe.close();
        assertEquals(List.of(), uncaught, "what escaped to the loop");
    }

    private Pump start(TestSink sink) throws Exception {
        PipeChannel from = pipe.reader();
        return Loops.call(loop, () -> Pump.start(loop, from, sink, sink));
    }

    private void put(byte[] bytes) throws IOException {
        ByteBuffer source = ByteBuffer.wrap(bytes);
        while (source.hasRemaining()) {
            if (pipe.writer().write(source) == 0) {
                Thread.yield();
            }
        }
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    private boolean isWaitedFor() throws IOException {
        return EpollSets.hold(pipe.readEnd().number());
    }

    /** What {@code native/writer} writes. */
    private static byte[] pattern(int count) {
        byte[] bytes = new byte[count];
        for (int line = 0; line * 64 < count; line++) {
            byte[] text = (String.format("line %08d ", line) + ".".repeat(49) + "\n").getBytes();
            System.arraycopy(text, 0, bytes, line * 64, Math.min(64, count - line * 64));
        }
        return bytes;
    }

    private Process writer(long bytes, int chunk) throws IOException {
        return Kernel.writingTo(
                pipe, Native.program("writer"), Long.toString(bytes), Integer.toString(chunk));
    }

    // ---- To the end

    @Test
    void shouldCarryAChildsBytesInOrderToTheirEnd() throws Exception {
        TestSink sink = new TestSink();
        Process child = writer(1_000_000, 4_093);
        Pump pump = start(sink);
        sink.ended.get();
        assertEquals(0, child.waitFor());
        assertArrayEquals(pattern(1_000_000), sink.bytes());
        assertEquals(List.of("attach", "end", "ended"), sink.calls);
        assertNull(sink.failure);
        assertEquals(1_000_000, pump.bytes());
        assertEquals(0, pump.leftUnread());
        assertTrue(pump.hasEnded());
        assertFalse(pump.isFull());
    }

    @Test
    void shouldTakeWhatIsLeftAfterAHangUp() throws Exception {
        byte[] bytes = random(60_000);
        put(bytes);
        pipe.writeEnd().close();
        TestSink sink = new TestSink();
        start(sink);
        sink.ended.get();
        assertArrayEquals(bytes, sink.bytes());
        assertEquals(List.of("attach", "end", "ended"), sink.calls);
    }

    /** However full its pipe is again after each read, and however large. */
    @ParameterizedTest
    @ValueSource(ints = {64 * 1024, 1024 * 1024})
    void shouldCarryNoMoreThanItsShareBeforeTheOthersHaveTheirTurn(int capacity) throws Exception {
        pipe.reader().resize(capacity);
        try (Pipe other = Pipe.open()) {
            TestSink quiet = new TestSink();
            List<Long> carried = new ArrayList<>();
            Pouring pouring =
                    new Pouring(pipe, 16 << 20, true) {
                        private long since;
                        private int seen;

                        @Override
                        public Answer accept(ByteBuffer chunk) throws Exception {
                            if (quiet.taken.size() > seen) {
                                seen = quiet.taken.size();
                                carried.add(since);
                                since = 0;
                            }
                            if (other.reader().unread() == 0) {
                                other.writer().write(ByteBuffer.allocate(1));
                            }
                            since += chunk.remaining();
                            return super.accept(chunk);
                        }
                    };
            Loops.call(
                    loop,
                    () -> {
                        Pump.start(loop, other.reader(), quiet, quiet, PipeBudget.NONE);
                        return Pump.start(loop, pipe.reader(), pouring, pouring, PipeBudget.NONE);
                    });
            pouring.ended.get();
            other.writeEnd().close();
            quiet.ended.get();
            assertTrue(carried.size() > 10, "turns of the other: " + carried);
            assertTrue(Collections.max(carried) <= 2 * 256 * 1024, carried.toString());
        }
    }

    /** Two streams that always have something: each has its turn. */
    @Test
    void shouldNotLetOneStreamKeepTheOthersWaiting() throws Exception {
        try (Pipe other = Pipe.open()) {
            CountDownLatch first = new CountDownLatch(1);
            AtomicInteger turns = new AtomicInteger();
            TestSink endless =
                    new TestSink() {
                        @Override
                        public Answer accept(ByteBuffer bytes) throws IOException {
                            bytes.position(bytes.limit());
                            // Never empty, unless the other has had its turn.
                            if (first.getCount() > 0 && turns.incrementAndGet() < 100_000) {
                                put(new byte[10]);
                            }
                            return Answer.MORE;
                        }
                    };
            TestSink quiet =
                    new TestSink() {
                        @Override
                        public Answer accept(ByteBuffer bytes) throws Exception {
                            first.countDown();
                            return super.accept(bytes);
                        }
                    };
            put(new byte[10]);
            other.writer().write(ByteBuffer.wrap(random(10)));
            other.writeEnd().close();
            Loops.call(
                    loop,
                    () -> {
                        Pump.start(loop, pipe.reader(), endless, endless);
                        return Pump.start(loop, other.reader(), quiet, quiet);
                    });
            quiet.ended.get();
            assertTrue(turns.get() < 1000, "turns of the other: " + turns);
            pipe.writeEnd().close();
            endless.ended.get();
        }
    }

    // ---- Backpressure

    @Test
    void shouldLeaveTheSetAndBlockTheWriterWhileItsSinkIsFull() throws Exception {
        AtomicInteger accepts = new AtomicInteger();
        AtomicBoolean open = new AtomicBoolean();
        CountDownLatch full = new CountDownLatch(1);
        TestSink sink =
                new TestSink() {
                    @Override
                    public Answer accept(ByteBuffer bytes) {
                        accepts.incrementAndGet();
                        if (open.get()) {
                            take(bytes, bytes.remaining());
                            return Answer.MORE;
                        }
                        take(bytes, 10);
                        full.countDown();
                        return Answer.FULL;
                    }
                };
        Process child = writer(500_000, 1_000);
        Pump pump = start(sink);
        full.await();
        Kernel.awaitBlockedInWrite(child);
        Loops.turn(loop);
        assertFalse(isWaitedFor());
        assertTrue(Loops.call(loop, pump::isFull));
        assertEquals(1, accepts.get());
        assertEquals(10, sink.bytes().length);
        assertTrue(pump.bytes() < 500_000);
        assertFalse(Kernel.hasRoom(pipe.readEnd().number()));

        open.set(true);
        sink.resume.run();
        sink.ended.get();
        assertEquals(0, child.waitFor());
        assertArrayEquals(pattern(500_000), sink.bytes());
        assertNull(sink.failure);
    }

    @Test
    void shouldOfferWhatIsLeftAgainExactly() throws Exception {
        byte[] bytes = random(1_000);
        List<Integer> offered = new ArrayList<>();
        TestSink sink =
                new TestSink() {
                    @Override
                    public Answer accept(ByteBuffer offer) {
                        offered.add(offer.remaining());
                        take(offer, Math.min(300, offer.remaining()));
                        return Answer.FULL;
                    }
                };
        put(bytes);
        Pump pump = start(sink);
        Eventually.await("the first", () -> Loops.call(loop, () -> offered.size()) == 1);
        for (int i = 2; i <= 4; i++) {
            sink.resume.run();
            Loops.turn(loop);
            assertEquals(i, offered.size());
        }
        assertEquals(List.of(1000, 700, 400, 100), offered);
        assertArrayEquals(bytes, sink.bytes());
        assertTrue(Loops.call(loop, pump::isFull), "full with nothing left over");
        // Nothing is left: resuming must not offer nothing, but read on.
        sink.resume.run();
        pipe.writeEnd().close();
        sink.ended.get();
        assertEquals(4, offered.size());
        assertNull(sink.failure);
    }

    /** Reads larger than what is kept for a full sink: the first one is of a whole loop buffer. */
    @Test
    void shouldHoldALargeLeftover() throws Exception {
        byte[] bytes = random(200_000);
        pipe.writer().resize(256 * 1024);
        put(bytes);
        pipe.writeEnd().close();
        AtomicInteger accepts = new AtomicInteger();
        TestSink sink =
                new TestSink() {
                    @Override
                    public Answer accept(ByteBuffer offer) {
                        // At first none at all, then piece by piece.
                        if (accepts.incrementAndGet() > 1) {
                            take(offer, Math.min(offer.remaining(), 30_000));
                        }
                        resume.run();
                        return Answer.FULL;
                    }
                };
        start(sink);
        sink.ended.get();
        assertArrayEquals(bytes, sink.bytes());
        assertNull(sink.failure);
    }

    @Test
    void shouldResumeFromWithinAccept() throws Exception {
        byte[] bytes = random(300_000);
        TestSink sink =
                new TestSink() {
                    @Override
                    public Answer accept(ByteBuffer offer) {
                        take(offer, Math.max(1, offer.remaining() / 2));
                        resume.run();
                        resume.run();
                        return Answer.FULL;
                    }
                };
        start(sink);
        put(bytes);
        pipe.writeEnd().close();
        sink.ended.get();
        assertArrayEquals(bytes, sink.bytes());
        assertEquals(List.of("attach", "end", "ended"), sink.calls);
    }

    @Test
    void shouldTakeNeedlessResumes() throws Exception {
        TestSink sink =
                new TestSink() {
                    @Override
                    public void attach(Runnable resume) {
                        super.attach(resume);
                        resume.run();
                    }
                };
        start(sink);
        sink.resume.run();
        put(random(100));
        sink.resume.run();
        pipe.writeEnd().close();
        sink.ended.get();
        sink.resume.run();
        Loops.turn(loop);
        assertEquals(100, sink.bytes().length);
        loop.close();
        sink.resume.run();
        assertEquals(List.of("attach", "end", "ended"), sink.calls);
    }

    /** Whenever the resume comes, nothing is lost, doubled or left asleep. */
    @Test
    void shouldLoseNothingThoughResumesRaceWithAccept() throws Exception {
        long seed = System.nanoTime();
        for (int round = 0; round < 12; round++) {
            String where = "seed " + seed + ", round " + round;
            Random random = new Random(seed + round);
            byte[] bytes = random(150_000);
            try (Pipe own = Pipe.open()) {
                AtomicInteger asked = new AtomicInteger();
                AtomicBoolean early = new AtomicBoolean();
                AtomicBoolean resuming = new AtomicBoolean(true);
                TestSink sink =
                        new TestSink() {
                            @Override
                            public Answer accept(ByteBuffer offer) {
                                if (!offer.hasRemaining()) {
                                    early.set(true);
                                }
                                int some = random.nextInt(offer.remaining() + 1);
                                take(offer, some);
                                if (offer.hasRemaining() || random.nextInt(3) == 0) {
                                    // From now on the other thread may resume, before FULL is
                                    // answered as well.
                                    asked.incrementAndGet();
                                    for (int i = random.nextInt(500); i > 0; i--) {
                                        Thread.onSpinWait();
                                    }
                                    return Answer.FULL;
                                }
                                return Answer.MORE;
                            }
                        };
                Workers workers = new Workers();
                workers.start(
                        () -> {
                            int served = 0;
                            while (resuming.get()) {
                                // Exactly one for each FULL.
                                if (asked.get() > served) {
                                    served++;
                                    sink.resume.run();
                                } else {
                                    Thread.yield();
                                }
                            }
                        });
                Random sizes = new Random(seed - round);
                workers.start(
                        () -> {
                            ByteBuffer source = ByteBuffer.wrap(bytes);
                            while (source.hasRemaining()) {
                                int size = Math.min(1 + sizes.nextInt(9_000), source.remaining());
                                ByteBuffer some = source.slice(source.position(), size);
                                int put = own.writer().write(some);
                                source.position(source.position() + put);
                                if (put == 0) {
                                    Thread.yield();
                                }
                            }
                            own.writeEnd().close();
                        });
                Loops.call(loop, () -> Pump.start(loop, own.reader(), sink, sink));
                try {
                    Eventually.await(where, sink.ended::isDone);
                } finally {
                    resuming.set(false);
                }
                workers.join();
                assertNull(sink.failure, where);
                assertFalse(early.get(), where + ": offered nothing");
                assertArrayEquals(bytes, sink.bytes(), where);
                assertEquals(List.of("attach", "end", "ended"), sink.calls, where);
            }
        }
    }

    // ---- Failures

    static Stream<Throwable> failures() {
        return Stream.of(
                new IOException("checked"),
                new IllegalStateException("unchecked"),
                new AssertionError("error"));
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable t) throws T {
        throw (T) t;
    }

    @ParameterizedTest
    @MethodSource("failures")
    void shouldFailItsOwnStreamWhenAttachThrows(Throwable thrown) throws Exception {
        TestSink sink =
                new TestSink() {
                    @Override
                    public void attach(Runnable resume) {
                        PumpTest.<RuntimeException>sneak(thrown);
                    }
                };
        start(sink);
        assertSame(thrown, sink.failure);
        assertSame(thrown, sink.cause);
        assertEquals(List.of("fail", "ended"), sink.calls);
        assertFalse(pipe.readEnd().isOpen());
    }

    @ParameterizedTest
    @MethodSource("failures")
    void shouldFailItsOwnStreamWhenAcceptThrows(Throwable thrown) throws Exception {
        TestSink sink =
                new TestSink() {
                    @Override
                    public Answer accept(ByteBuffer bytes) throws Exception {
                        PumpTest.<RuntimeException>sneak(thrown);
                        return Answer.MORE;
                    }
                };
        start(sink);
        put(random(10));
        sink.ended.get();
        assertSame(thrown, sink.failure);
        assertSame(thrown, sink.cause);
        assertEquals(List.of("attach", "fail", "ended"), sink.calls);
        assertEquals("alive", Loops.call(loop, () -> "alive"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void shouldFailItsOwnStreamWhenEndThrows(Throwable thrown) throws Exception {
        TestSink sink =
                new TestSink() {
                    @Override
                    public void end() throws Exception {
                        super.end();
                        PumpTest.<RuntimeException>sneak(thrown);
                    }
                };
        start(sink);
        pipe.writeEnd().close();
        sink.ended.get();
        assertSame(thrown, sink.failure);
        // Exactly one of end and fail.
        assertEquals(List.of("attach", "end", "ended"), sink.calls);
    }

    @ParameterizedTest
    @MethodSource("failures")
    void shouldKeepTheFirstCauseWhenFailThrowsToo(Throwable thrown) throws Exception {
        IOException first = new IOException("first");
        TestSink sink =
                new TestSink() {
                    @Override
                    public Answer accept(ByteBuffer bytes) throws IOException {
                        throw first;
                    }

                    @Override
                    public void fail(Throwable cause) {
                        super.fail(cause);
                        PumpTest.<RuntimeException>sneak(thrown);
                    }
                };
        start(sink);
        put(random(10));
        sink.ended.get();
        assertSame(first, sink.failure);
        assertEquals(List.of(thrown), Arrays.asList(first.getSuppressed()));
        assertEquals(List.of("attach", "fail", "ended"), sink.calls);
    }

    /** A throwable cannot suppress itself. */
    @Test
    void shouldEndWhenFailThrowsWhatItWasGiven() throws Exception {
        IllegalStateException thrown = new IllegalStateException("the same");
        TestSink sink =
                new TestSink() {
                    @Override
                    public Answer accept(ByteBuffer bytes) {
                        throw thrown;
                    }

                    @Override
                    public void fail(Throwable cause) {
                        super.fail(cause);
                        PumpTest.<RuntimeException>sneak(cause);
                    }
                };
        start(sink);
        put(random(10));
        Eventually.await("fail", () -> sink.calls.contains("fail"));
        Loops.turn(loop);
        assertEquals(List.of("attach", "fail", "ended"), sink.calls);
        assertSame(thrown, sink.failure);
        assertFalse(pipe.readEnd().isOpen());
    }

    @Test
    void shouldFailASinkThatLeavesBytesAndWantsMore() throws Exception {
        TestSink sink =
                new TestSink() {
                    @Override
                    public Answer accept(ByteBuffer bytes) {
                        take(bytes, 4);
                        return Answer.MORE;
                    }

                    @Override
                    public String toString() {
                        return "careless";
                    }
                };
        start(sink);
        put(random(10));
        sink.ended.get();
        assertInstanceOf(IllegalStateException.class, sink.failure);
        assertEquals("careless left 6 bytes and did not answer FULL", sink.failure.getMessage());
        assertEquals(List.of("attach", "fail", "ended"), sink.calls);
    }

    @Test
    void shouldTellTheListenerOfAChannelThatIsClosedBefore() throws Exception {
        pipe.reader().close();
        TestSink sink = new TestSink();
        start(sink);
        assertInstanceOf(ClosedChannelException.class, sink.failure);
        assertEquals(List.of("attach", "fail", "ended"), sink.calls);
    }

    @Test
    void shouldTellTheListenerOfTheWrongEnd() throws Exception {
        TestSink sink = new TestSink();
        PipeChannel writer = pipe.writer();
        Loops.call(loop, () -> Pump.start(loop, writer, sink, sink));
        pipe.readEnd().close(); // makes it ready
        sink.ended.get();
        assertEquals(List.of("attach", "fail", "ended"), sink.calls);
    }

    // ---- Stopping

    private void drainAndStop(Pump pump, Throwable cause) throws Exception {
        Loops.call(
                loop,
                () -> {
                    pump.drainAndStop(cause);
                    return null;
                });
    }

    @Test
    void shouldTakeWhatLiesThereAndStop() throws Exception {
        TestSink sink = new TestSink();
        IOException cause = new IOException("enough");
        byte[] bytes = random(50_000);
        // In one task, so that the loop has not read before.
        Pump pump =
                Loops.call(
                        loop,
                        () -> {
                            Pump started = Pump.start(loop, pipe.reader(), sink, sink);
                            put(bytes);
                            started.drainAndStop(cause);
                            return started;
                        });
        assertArrayEquals(bytes, sink.bytes());
        assertEquals(List.of("attach", "fail", "ended"), sink.calls);
        assertSame(cause, sink.cause);
        assertSame(cause, sink.failure);
        assertEquals(50_000, pump.bytes());
        assertEquals(0, pump.leftUnread());
        assertFalse(pipe.readEnd().isOpen());
        drainAndStop(pump, new IOException("again"));
        assertEquals(List.of("attach", "fail", "ended"), sink.calls);
    }

    @Test
    void shouldEndWellIfTheEndShowsWhileItStops() throws Exception {
        TestSink sink = new TestSink();
        Loops.call(
                loop,
                () -> {
                    Pump pump = Pump.start(loop, pipe.reader(), sink, sink);
                    put(random(1_000));
                    pipe.writeEnd().close();
                    pump.drainAndStop(new IOException("enough"));
                    return null;
                });
        assertEquals(1_000, sink.bytes().length);
        assertEquals(List.of("attach", "end", "ended"), sink.calls);
        assertNull(sink.failure);
    }

    @Test
    void shouldCountWhatAFullSinkAndThePipeStillHold() throws Exception {
        TestSink sink =
                new TestSink() {
                    @Override
                    public Answer accept(ByteBuffer bytes) {
                        take(bytes, 300);
                        return Answer.FULL;
                    }
                };
        put(random(1_000));
        Pump pump = start(sink);
        Eventually.await("the first", () -> Loops.call(loop, pump::isFull));
        put(random(50));
        IOException cause = new IOException("enough");
        drainAndStop(pump, cause);
        assertEquals(300, sink.bytes().length);
        assertEquals(1_000, pump.bytes());
        assertEquals(700 + 50, pump.leftUnread());
        assertSame(cause, sink.failure);
        // A resume that comes too late does nothing.
        sink.resume.run();
        Loops.turn(loop);
        assertEquals(List.of("attach", "fail", "ended"), sink.calls);
    }

    @Test
    void shouldCountWhatASinkLeavesThatBecomesFullWhileItStops() throws Exception {
        TestSink sink =
                new TestSink() {
                    @Override
                    public Answer accept(ByteBuffer bytes) {
                        take(bytes, 300);
                        return Answer.FULL;
                    }
                };
        Pump pump =
                Loops.call(
                        loop,
                        () -> {
                            Pump started = Pump.start(loop, pipe.reader(), sink, sink);
                            put(random(1_000));
                            started.drainAndStop(new IOException("enough"));
                            return started;
                        });
        assertEquals(300, sink.bytes().length);
        assertEquals(700, pump.leftUnread());
        assertEquals(List.of("attach", "fail", "ended"), sink.calls);
    }

    @Test
    void shouldStopThoughTheSinkThrowsMeanwhile() throws Exception {
        IllegalStateException thrown = new IllegalStateException("sink");
        TestSink sink =
                new TestSink() {
                    @Override
                    public Answer accept(ByteBuffer bytes) {
                        throw thrown;
                    }
                };
        Loops.call(
                loop,
                () -> {
                    Pump pump = Pump.start(loop, pipe.reader(), sink, sink);
                    put(random(10));
                    pump.drainAndStop(new IOException("enough"));
                    return null;
                });
        assertSame(thrown, sink.failure);
        assertEquals(List.of("attach", "fail", "ended"), sink.calls);
    }

    /** No further than what lay there: there is always more, as the sink itself writes it. */
    @Test
    void shouldStopThoughThePipeNeverGetsEmpty() throws Exception {
        AtomicInteger accepts = new AtomicInteger();
        TestSink sink =
                new TestSink() {
                    @Override
                    public Answer accept(ByteBuffer bytes) throws Exception {
                        if (accepts.incrementAndGet() < 10_000) {
                            put(random(10));
                        }
                        return super.accept(bytes);
                    }
                };
        Pump pump =
                Loops.call(
                        loop,
                        () -> {
                            Pump started = Pump.start(loop, pipe.reader(), sink, sink);
                            put(random(1_000));
                            started.drainAndStop(new IOException("enough"));
                            return started;
                        });
        assertTrue(accepts.get() < 10, "accepted " + accepts);
        assertTrue(sink.bytes().length >= 1_000);
        assertEquals(pump.bytes(), sink.bytes().length);
        assertEquals(10, pump.leftUnread());
        assertEquals(List.of("attach", "fail", "ended"), sink.calls);
    }

    @Test
    void shouldStopThoughTheWriterNeverDoes() throws Exception {
        TestSink sink =
                new TestSink() {
                    @Override
                    public Answer accept(ByteBuffer bytes) {
                        bytes.position(bytes.limit());
                        return Answer.MORE;
                    }
                };
        Process child = writer(Long.MAX_VALUE, 65_536);
        Pump pump = start(sink);
        Eventually.await("some megabytes", () -> pump.bytes() > 5_000_000);
        IOException cause = new IOException("enough");
        drainAndStop(pump, cause);
        assertTrue(sink.ended.isDone());
        assertSame(cause, sink.failure);
        assertTrue(pump.leftUnread() >= 0, "left: " + pump.leftUnread());
        // No reader is left, so it ends now.
        assertTrue(child.waitFor() != 0);
    }
}
