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
import dev.penstock.internal.memory.Buffers;
import dev.penstock.internal.splice.DirectSource;
import dev.penstock.loop.EventLoop;
import dev.penstock.pipe.Pipe;
import dev.penstock.pipe.PipeChannel;
import dev.penstock.source.Bytes;
import dev.penstock.source.Source;
import dev.penstock.testing.Eventually;
import dev.penstock.testing.Workers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a feeder and the sources that it has to do with owe each other. */
@Timeout(60)
class FeederSourceTest {
    private final CompletableFuture<AtomicReference<Throwable>> told = new CompletableFuture<>();
    private final AtomicInteger timesTold = new AtomicInteger();
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
        assertTrue(timesTold.get() <= 1, "told " + timesTold + " times");
        assertEquals(List.of(), uncaught, "what escaped to the loop");
    }

    /** Gives what is put into it, chunk by chunk, and records how it is closed. */
    private static class Fountain implements Source {
        final ConcurrentLinkedQueue<byte[]> chunks = new ConcurrentLinkedQueue<>();
        final List<String> closed = new ArrayList<>();
        final AtomicInteger fills = new AtomicInteger();
        volatile boolean over;
        volatile Runnable ready;
        volatile Throwable cause;

        @Override
        public void attach(Runnable ready) {
            this.ready = ready;
        }

        @Override
        public Answer fill(ByteBuffer into) {
            fills.incrementAndGet();
            boolean last = over;
            byte[] chunk = chunks.poll();
            if (chunk == null) {
                return last ? Answer.END : Answer.EMPTY;
            }
            into.put(chunk);
            return Answer.MORE;
        }

        @Override
        public void close(Throwable cause) {
            this.cause = cause;
            closed.add(String.valueOf(cause));
        }

        void give(byte[] chunk) {
            chunks.add(chunk);
            ready.run();
        }

        void end() {
            over = true;
            ready.run();
        }
    }

    private Feeder feed(Source source) throws Exception {
        PipeChannel to = pipe.writer();
        return Loops.call(
                loop,
                () ->
                        Feeder.start(
                                loop,
                                source,
                                to,
                                (feeder, failure) -> {
                                    timesTold.incrementAndGet();
                                    told.complete(new AtomicReference<>(failure));
                                }));
    }

    private Throwable failure() throws Exception {
        return told.get().get();
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    private byte[] readToTheEnd() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer some = ByteBuffer.allocate(10_000);
        int got;
        while ((got = pipe.reader().read(some.clear())) >= 0) {
            all.write(some.array(), 0, got);
            if (got == 0) {
                Thread.yield();
            }
        }
        return all.toByteArray();
    }

    @Test
    void shouldCarryWhatIsGivenFromAnotherThreadUntilItsEnd() throws Exception {
        Fountain source = new Fountain();
        Feeder feeder = feed(source);
        byte[] bytes = random(300_000);
        try (Workers workers = new Workers()) {
            workers.start(
                    () -> {
                        for (int at = 0; at < bytes.length; at += 3000) {
                            source.give(Arrays.copyOfRange(bytes, at, at + 3000));
                            if (at % 7 == 0) {
                                Thread.yield();
                            }
                        }
                        source.end();
                    });
            assertArrayEquals(bytes, readToTheEnd());
            workers.join();
        }
        assertNull(failure());
        assertEquals(bytes.length, feeder.bytes());
        assertEquals(List.of("null"), source.closed);
    }

    @Test
    void shouldCarrySingleBytes() throws Exception {
        byte[] bytes = random(70_000);
        AtomicInteger next = new AtomicInteger();
        feed(
                into -> {
                    into.put(bytes[next.getAndIncrement()]);
                    return next.get() < bytes.length ? Source.Answer.MORE : Source.Answer.END;
                });
        assertArrayEquals(bytes, readToTheEnd());
        assertNull(failure());
    }

    /** Gives its bytes in random portions, and is ready from another thread after each pause. */
    private static final class Fitful implements Source {
        final byte[] bytes;
        final ConcurrentLinkedQueue<Runnable> pauses = new ConcurrentLinkedQueue<>();
        private final Random random;
        private Runnable ready;
        private int given;

        Fitful(byte[] bytes, Random random) {
            this.bytes = bytes;
            this.random = random;
        }

        @Override
        public void attach(Runnable ready) {
            this.ready = ready;
        }

        @Override
        public Answer fill(ByteBuffer into) {
            int most = Math.min(into.remaining(), bytes.length - given);
            int count = Math.min(most, 1 + random.nextInt(random.nextBoolean() ? 5000 : 50));
            boolean pause = random.nextInt(3) == 0;
            count = pause && random.nextBoolean() ? 0 : count;
            into.put(bytes, given, count);
            given += count;
            if (given == bytes.length) {
                return Answer.END;
            }
            if (pause || count == 0) {
                pauses.add(ready);
                return Answer.EMPTY;
            }
            return Answer.MORE;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void shouldLoseNothingWhateverTheOrderOfEvents(long seed) throws Exception {
        Random random = new Random(seed);
        Fitful source = new Fitful(random(200_000 + (int) seed), new Random(seed));
        feed(source);
        try (Workers workers = new Workers()) {
            workers.start(
                    () -> {
                        while (!told.isDone()) {
                            Runnable ready = source.pauses.poll();
                            if (ready != null) {
                                ready.run();
                            } else {
                                Thread.yield();
                            }
                        }
                    });
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            int got = 0;
            while (got >= 0) {
                ByteBuffer some = ByteBuffer.allocate(1 + random.nextInt(8000));
                got = pipe.reader().read(some);
                all.write(some.array(), 0, some.position());
                if (random.nextInt(4) == 0) {
                    Thread.yield();
                }
            }
            assertArrayEquals(source.bytes, all.toByteArray());
            workers.join();
        }
        assertNull(failure());
    }

    @Test
    void shouldEndAtOnceThoughThePipeIsFull() throws Exception {
        Fountain source = new Fountain();
        byte[] bytes = random(pipe.reader().capacity());
        feed(source);
        for (int at = 0; at < bytes.length; at += 4096) {
            source.give(Arrays.copyOfRange(bytes, at, at + 4096));
        }
        Eventually.await("a full pipe", () -> pipe.reader().unread() == bytes.length);
        source.end();
        assertNull(failure());
        assertEquals(List.of("null"), source.closed);
        assertArrayEquals(bytes, readToTheEnd());
    }

    @Test
    void shouldKeepWhatIsGivenWhileThePipeIsFullInItsOrder() throws Exception {
        Fountain source = new Fountain();
        byte[] bytes = random(pipe.reader().capacity() + 100_000);
        feed(source);
        for (int at = 0; at < bytes.length; at += 1000) {
            source.give(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + 1000)));
        }
        source.end();
        Loops.call(loop, () -> null);
        assertFalse(told.isDone());
        assertArrayEquals(bytes, readToTheEnd());
        assertNull(failure());
    }

    @Test
    void shouldGiveUpAtOnceThoughThePipeIsFull() throws Exception {
        AtomicReference<Runnable> ready = new AtomicReference<>();
        AtomicReference<IOException> given = new AtomicReference<>();
        IOException cause = new IOException("enough");
        feed(
                new Source() {
                    @Override
                    public void attach(Runnable asked) {
                        ready.set(asked);
                    }

                    @Override
                    public Answer fill(ByteBuffer into) throws IOException {
                        if (given.get() != null) {
                            throw given.get();
                        }
                        into.put(random(Math.min(4096, into.remaining())));
                        return Answer.MORE;
                    }
                });
        Eventually.await("a full pipe", () -> pipe.reader().unread() == pipe.reader().capacity());
        Loops.call(loop, () -> null);
        ready.get().run();
        Loops.call(loop, () -> null);
        given.set(cause);
        ready.get().run();
        assertEquals(cause, failure());
    }

    @Test
    void shouldTakeAnEndWithoutBytes() throws Exception {
        Feeder feeder = feed(into -> Source.Answer.END);
        assertTrue(told.isDone());
        assertNull(failure());
        assertEquals(0, feeder.bytes());
        assertEquals(-1, pipe.reader().read(ByteBuffer.allocate(1)));
    }

    @Test
    void shouldNotWaitForAReaderOfExactlyTheCapacity() throws Exception {
        int capacity = pipe.reader().capacity();
        Feeder feeder = feed(Bytes.of(random(capacity)));
        assertTrue(told.isDone(), "it all fitted at once");
        assertNull(failure());
        assertEquals(capacity, feeder.bytes());
    }

    @Test
    void shouldNotAskASourceThatIsEmpty() throws Exception {
        Fountain source = new Fountain();
        feed(source);
        Loops.turn(loop);
        assertEquals(1, source.fills.get());
        source.give(random(10));
        Loops.turn(loop);
        assertEquals(3, source.fills.get(), "one that gave, and one that did not");
        source.end();
        assertArrayEquals(random(10), readToTheEnd());
        assertNull(failure());
    }

    @Test
    void shouldNotAskASourceWhileThePipeIsFull() throws Exception {
        Fountain source = new Fountain();
        feed(source);
        int capacity = pipe.reader().capacity();
        for (int i = 0; i < 3 * capacity; i += 4096) {
            source.give(random(4096));
        }
        Loops.turn(loop);
        int taken = 3 * capacity - 4096 * source.chunks.size();
        assertTrue(taken <= capacity + Buffers.SIZE, taken + " bytes taken");
        assertTrue(EpollSets.hold(pipe.writeEnd().number()));
        source.end();
        assertEquals(3 * capacity, readToTheEnd().length);
    }

    /** The bytes come before the answer that there are none, which must not count any more. */
    @Test
    void shouldHonourAReadyThatComesBeforeTheAnswer() throws Exception {
        Fountain source =
                new Fountain() {
                    @Override
                    public Answer fill(ByteBuffer into) {
                        Answer answer = super.fill(into);
                        if (fills.get() == 1) {
                            give(random(5));
                            end();
                        }
                        return answer;
                    }
                };
        feed(source);
        assertArrayEquals(random(5), readToTheEnd());
        assertNull(failure());
    }

    @Test
    void shouldTakeBytesThatComeWithEmptyOrEnd() throws Exception {
        AtomicInteger fills = new AtomicInteger();
        Fountain source =
                new Fountain() {
                    @Override
                    public Answer fill(ByteBuffer into) {
                        into.put((byte) fills.incrementAndGet());
                        return fills.get() < 3 ? Answer.EMPTY : Answer.END;
                    }
                };
        feed(source);
        source.ready.run();
        Loops.turn(loop);
        source.ready.run();
        assertArrayEquals(new byte[] {1, 2, 3}, readToTheEnd());
    }

    @Test
    void shouldTellASourceThatHasNothingThatItsReaderIsGone() throws Exception {
        Fountain source = new Fountain();
        Feeder feeder = feed(source);
        Loops.turn(loop);
        assertFalse(told.isDone());
        pipe.readEnd().close();
        assertTrue(failure().getMessage().contains("EPIPE"), String.valueOf(failure()));
        assertTrue(feeder.readerGone());
        assertSame(failure(), source.cause);
        assertEquals(1, source.closed.size());
        assertFalse(pipe.writeEnd().isOpen());
        source.give(random(1));
        Loops.turn(loop);
        assertEquals(1, source.fills.get());
    }

    @Test
    void shouldTakeNoMoreFromTheSourceThanThePipeTakes() throws Exception {
        Feeder feeder = feed(Bytes.of(random(1_000_000)));
        assertEquals(pipe.reader().capacity(), feeder.bytes());
        pipe.readEnd().close();
        assertTrue(failure().getMessage().contains("EPIPE"), String.valueOf(failure()));
        assertEquals(feeder.bytes(), feeder.leftUnread());
    }

    /** Chunks of little more than half a slot leave the pipe full with room for half as much. */
    @Test
    void shouldHoldWhatFindsNoSlotAndCountItWhereThatIsInVain() throws Exception {
        int half = 2049;
        Fountain source = new Fountain();
        for (int i = 0; i < 100; i++) {
            source.chunks.add(random(half));
        }
        Feeder feeder = feed(source);
        int taken = half * (100 - source.chunks.size());
        assertEquals(half, taken - feeder.bytes(), "one chunk is held");
        assertTrue(feeder.bytes() < pipe.reader().capacity() - 4096, feeder.bytes() + " bytes");
        pipe.readEnd().close();
        assertTrue(failure().getMessage().contains("EPIPE"), String.valueOf(failure()));
        assertEquals(taken, feeder.leftUnread());
    }

    @Test
    void shouldGoOnWhenTheReaderMakesThePipeLarger() throws Exception {
        Feeder feeder = feed(Bytes.of(random(1_000_000)));
        int capacity = pipe.reader().capacity();
        pipe.reader().resize(2 * capacity);
        // Growing wakes nobody: a first read does.
        assertEquals(4096, pipe.reader().read(ByteBuffer.allocate(4096)));
        Eventually.await("more", () -> feeder.bytes() == 2 * capacity + 4096);
        assertArrayEquals(Arrays.copyOfRange(random(1_000_000), 4096, 1_000_000), readToTheEnd());
    }

    @Test
    void shouldFailWithASourceThatThrows() throws Exception {
        ArithmeticException broken = new ArithmeticException("broken");
        Fountain source =
                new Fountain() {
                    @Override
                    public Answer fill(ByteBuffer into) {
                        if (super.fill(into) == Answer.EMPTY) {
                            into.put((byte) 1);
                            throw broken;
                        }
                        return Answer.MORE;
                    }
                };
        source.chunks.add(random(100));
        Feeder feeder = feed(source);
        assertSame(broken, failure());
        assertSame(broken, source.cause);
        assertArrayEquals(random(100), readToTheEnd());
        assertEquals(1, feeder.leftUnread());
    }

    @Test
    void shouldNotCloseASourceThatRefusesToBeAttached() throws Exception {
        IOException refused = new IOException("no");
        Fountain source =
                new Fountain() {
                    @Override
                    public void attach(Runnable ready) {
                        throw new IllegalStateException(refused);
                    }
                };
        feed(source);
        assertSame(refused, failure().getCause());
        assertEquals(0, source.fills.get());
        assertEquals(List.of(), source.closed);
        assertFalse(pipe.writeEnd().isOpen());
    }

    @Test
    void shouldReportASourceThatThrowsInItsClose() throws Exception {
        IllegalStateException broken = new IllegalStateException("broken");
        feed(
                new Fountain() {
                    @Override
                    public Answer fill(ByteBuffer into) {
                        return Answer.END;
                    }

                    @Override
                    public void close(Throwable cause) {
                        throw broken;
                    }
                });
        assertSame(broken, failure());
        assertFalse(pipe.writeEnd().isOpen());
    }

    @Test
    void shouldRefuseASourceThatGivesNothingAndSaysThatThereIsMore() throws Exception {
        feed(into -> Source.Answer.MORE);
        assertInstanceOf(IllegalStateException.class, failure());
    }

    /** Answers as it is told, one give after the other. */
    private static final class Script implements DirectSource {
        final List<Given> answers;
        final List<String> calls = new ArrayList<>();
        volatile Runnable ready;
        private long given;

        Script(Given... answers) {
            this.answers = new ArrayList<>(List.of(answers));
        }

        @Override
        public void attach(EventLoop loop, Runnable ready) {
            this.ready = ready;
        }

        @Override
        public Given give(PipeChannel to) throws IOException {
            Given answer = answers.remove(0);
            calls.add(answer.name());
            if (answer == Given.MORE) {
                given += to.write(ByteBuffer.wrap(new byte[] {1}));
            }
            return answer;
        }

        @Override
        public long given() {
            return given;
        }

        @Override
        public Answer fill(ByteBuffer into) {
            calls.add("fill");
            into.put((byte) 2);
            return Answer.END;
        }

        @Override
        public void close(Throwable cause) {
            calls.add("close " + cause);
        }
    }

    @Test
    void shouldFillForASourceThatRefusesToGive() throws Exception {
        Script source =
                new Script(
                        DirectSource.Given.MORE,
                        DirectSource.Given.MORE,
                        DirectSource.Given.REFUSED);
        Feeder feeder = feed(source);
        assertNull(failure());
        assertEquals(List.of("MORE", "MORE", "REFUSED", "fill", "close null"), source.calls);
        assertArrayEquals(new byte[] {1, 1, 2}, readToTheEnd());
        assertEquals(3, feeder.bytes());
    }

    @Test
    void shouldWaitForASourceThatGivesItself() throws Exception {
        Script source =
                new Script(
                        DirectSource.Given.EMPTY,
                        DirectSource.Given.MORE,
                        DirectSource.Given.EMPTY,
                        DirectSource.Given.END);
        feed(source);
        Loops.turn(loop);
        assertEquals(List.of("EMPTY"), source.calls);
        source.ready.run();
        Loops.turn(loop);
        assertEquals(List.of("EMPTY", "MORE", "EMPTY"), source.calls);
        source.ready.run();
        assertNull(failure());
        assertArrayEquals(new byte[] {1}, readToTheEnd());
    }

    @Test
    void shouldSeeThatTheReaderOfASourceThatGivesItselfIsGone() throws Exception {
        pipe.readEnd().close();
        Feeder feeder = feed(new Script(DirectSource.Given.MORE));
        assertTrue(feeder.readerGone(), String.valueOf(failure()));
        assertEquals(0, feeder.bytes());
    }

    /** Its pipe is never full and it never ends: the source itself empties the pipe. */
    @Test
    void shouldLeaveTheLoopToOthersNowAndThen() throws Exception {
        PipeChannel reader = pipe.reader();
        ByteBuffer some = ByteBuffer.allocateDirect(1 << 16);
        Feeder feeder =
                feed(
                        into -> {
                            while (reader.read(some.clear()) > 0) {
                                continue;
                            }
                            into.put(random(4096));
                            return Source.Answer.MORE;
                        });
        long before = feeder.bytes();
        Loops.turn(loop);
        assertTrue(feeder.bytes() > before, "it goes on");
        IOException enough = new IOException("enough");
        Loops.call(
                loop,
                () -> {
                    feeder.stop(enough);
                    return null;
                });
        assertSame(enough, failure());
    }

    @Test
    void shouldBearASourceThatIsReadyWhileTheLoopCloses() throws Exception {
        Fountain source = new Fountain();
        Feeder feeder = feed(source);
        try (Workers workers = new Workers()) {
            AtomicReference<Boolean> stop = new AtomicReference<>(false);
            workers.start(
                    () -> {
                        while (!stop.get()) {
                            source.give(random(1));
                        }
                    });
            while (feeder.bytes() == 0) {
                Thread.onSpinWait();
            }
            loop.close();
            stop.set(true);
            workers.join();
        }
        assertFalse(told.isDone(), "a closed loop does nothing any more");
    }
}
