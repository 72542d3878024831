package dev.penstock.process;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.internal.pump.PipeBudget;
import dev.penstock.loop.EventLoop;
import dev.penstock.process.StreamEnd.How;
import dev.penstock.sink.Capture;
import dev.penstock.sink.Discard;
import dev.penstock.sink.Merge;
import dev.penstock.sink.Sink;
import dev.penstock.splice.FileSink;
import dev.penstock.testing.Doubling;
import dev.penstock.testing.Eventually;
import dev.penstock.testing.Native;
import dev.penstock.testing.Workers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Children that write in unusual ways, and sinks that take in unusual ways. */
@Timeout(60)
class OutputTest {
    /** More than 2 GiB: a count in an int would be negative. */
    private static final long MANY = 2_200_000_000L;

    private static Command writer(long bytes, int chunk) {
        return Command.of(Native.program("writer"), Long.toString(bytes), Integer.toString(chunk));
    }

    /** The most that was taken from the budget of all while a child poured into a slow sink. */
    private static long takenBy(UnaryOperator<Command> options) throws Exception {
        long[] most = {0};
        Taking slow =
                new Taking() {
                    @Override
                    public Answer accept(ByteBuffer bytes) {
                        // So that the child has filled its pipe by the next turn.
                        LockSupport.parkNanos(2_000_000);
                        most[0] = Math.max(most[0], PipeBudget.shared().taken());
                        return super.accept(bytes);
                    }
                };
        options.apply(writer(16 << 20, 65_536)).stdout(slow).run().orThrow();
        return most[0];
    }

    @Test
    void shouldGrowThePipeOfAFirehoseUnlessItIsFixed() throws Exception {
        boolean may = PipeBudget.shared().most() > 0;
        assertEquals(may, takenBy(command -> command) > 0);
        assertEquals(0, PipeBudget.shared().taken(), "given back");
        assertEquals(0, takenBy(Command::fixedPipes));
        assertEquals(0, takenBy(command -> command.pipeCapacity(65_536)));
    }

    /** Whatever way the bytes go, and while the pipe is grown and shrunk. */
    @ParameterizedTest
    @ValueSource(strings = {"spliced", "dropped", "read"})
    void shouldLoseNothingWhileThePipeGrows(String way, @TempDir Path dir) throws Exception {
        Path file = dir.resolve("out");
        Discard dropped = Discard.of();
        Capture read = Capture.of(32 << 20);
        Sink sink =
                switch (way) {
                    case "spliced" -> FileSink.of(file);
                    case "dropped" -> dropped;
                    default -> read;
                };
        int bytes = 16 << 20;
        long[] most = {0};
        try (EventLoop loop = EventLoop.start("loop under test")) {
            CompletableFuture<Outcome> outcome =
                    writer(bytes, 65_536).stdout(sink).start(loop).outcome();
            Runnable hindrance =
                    new Runnable() {
                        @Override
                        public void run() {
                            // So that the child has filled its pipe by the next turn.
                            LockSupport.parkNanos(2_000_000);
                            most[0] = Math.max(most[0], PipeBudget.shared().taken());
                            if (!outcome.isDone()) {
                                loop.execute(this);
                            }
                        }
                    };
            loop.execute(hindrance);
            assertEquals(bytes, outcome.get().orThrow().stdout().bytes());
        }
        assertEquals(PipeBudget.shared().most() > 0, most[0] > 0);
        assertEquals(0, PipeBudget.shared().taken());
        byte[] lines = way.equals("spliced") ? Files.readAllBytes(file) : read.bytes();
        for (int at = 0; at < lines.length; at += 64) {
            String line = new String(lines, at, 14, StandardCharsets.US_ASCII);
            assertEquals("line %08d ".formatted(at / 64), line);
        }
        assertEquals(way.equals("dropped") ? 0 : bytes, lines.length);
    }

    /** Does nothing; a test overrides what it wants otherwise. */
    private static class Taking implements Sink {
        volatile Runnable resume;
        volatile Throwable cause;
        final AtomicInteger ends = new AtomicInteger();

        @Override
        public void attach(Runnable resume) {
            this.resume = resume;
        }

        @Override
        public Answer accept(ByteBuffer bytes) {
            bytes.position(bytes.limit());
            return Answer.MORE;
        }

        @Override
        public void end() {
            ends.incrementAndGet();
        }

        @Override
        public void fail(Throwable cause) {
            this.cause = cause;
            ends.incrementAndGet();
        }
    }

    // ---- Children

    /** None, exactly what a pipe holds, and chunks that fill its slots badly. */
    @ParameterizedTest
    @CsvSource({"0, 1", "65536, 65536", "65537, 65536", "5000, 1", "450_660, 4097"})
    void shouldTakeWhateverIsWritten(String count, int chunk, @TempDir Path dir) throws Exception {
        int bytes = Integer.parseInt(count.replace("_", ""));
        Capture kept = Capture.of(1 << 20);
        Outcome outcome = writer(bytes, chunk).stdout(kept).run().orThrow();
        assertEquals(bytes, outcome.stdout().bytes());
        assertEquals(How.COMPLETE, outcome.stdout().how());
        assertEquals(bytes, kept.total());

        Discard dropped = Discard.of();
        writer(bytes, chunk).stdout(dropped).run().orThrow();
        assertEquals(bytes, dropped.bytes());
        assertTrue(dropped.ended());

        Path file = dir.resolve("out");
        writer(bytes, chunk).stdout(FileSink.of(file)).run().orThrow();
        assertArrayEquals(kept.bytes(), Files.readAllBytes(file));
    }

    @Test
    void shouldRunOnAfterTheChildClosedItsOutput() throws Exception {
        Capture out = Capture.of(100);
        String script = "echo early; exec >&- 2>&-; read x; exit 3";
        try (Child child =
                Command.of("sh", "-c", script).stdin(Input.interactive()).stdout(out).start()) {
            Eventually.await("the end of its output", out::ended);
            assertFalse(child.outcome().isDone());
            child.stdin().close();
            assertEquals(new Exit.Exited(3), child.await().exit());
            assertEquals("early\n", out.text());
        }
    }

    @Test
    void shouldGiveBothStreamsToOneSink() throws Exception {
        Capture kept = Capture.of(1 << 20);
        Merge both = Merge.of(kept);
        String script = "for i in $(seq 500); do echo out; echo err >&2; done";
        Outcome outcome =
                Command.of("sh", "-c", script)
                        .stdout(both.stream())
                        .stderr(both.stream())
                        .run()
                        .orThrow();
        assertEquals(2000, outcome.stdout().bytes());
        assertEquals(2000, outcome.stderr().bytes());
        assertTrue(kept.ended());
        String[] lines = kept.text().split("\n");
        assertEquals(500, Arrays.stream(lines).filter("out"::equals).count());
        assertEquals(500, Arrays.stream(lines).filter("err"::equals).count());
    }

    // ---- Counts

    @Test
    void shouldCountBeyondAnInt() throws Exception {
        Discard dropped = Discard.of();
        Command many = Command.of("head", "-c", Long.toString(MANY), "/dev/zero");
        Outcome outcome = many.stdout(dropped).run().orThrow();
        assertEquals(MANY, dropped.bytes());
        assertEquals(MANY, outcome.stdout().bytes());
    }

    @Test
    void shouldCountBeyondAnIntInAFile(@TempDir Path dir) throws Exception {
        Command many = Command.of("head", "-c", Long.toString(MANY), "/dev/zero");
        FileSink nowhere = FileSink.of(Path.of("/dev/null")).truncating();
        Outcome outcome = many.stdout(nowhere).run().orThrow();
        assertEquals(MANY, outcome.stdout().bytes());
        assertEquals(MANY, nowhere.written());

        FileSink cut = FileSink.of(dir.resolve("out")).cutAt(1_000);
        many.stdout(cut).run().orThrow();
        assertEquals(MANY - 1_000, cut.omitted());
    }

    // ---- Sinks

    @ParameterizedTest
    @ValueSource(strings = {"accept", "end", "fail"})
    void shouldFailTheChildThatItsSinkThrowsAt(String where) throws Exception {
        IllegalStateException thrown = new IllegalStateException(where);
        Sink sink =
                new Taking() {
                    @Override
                    public Answer accept(ByteBuffer bytes) {
                        if (!where.equals("end")) {
                            throw thrown;
                        }
                        return super.accept(bytes);
                    }

                    @Override
                    public void end() {
                        throw thrown;
                    }

                    @Override
                    public void fail(Throwable cause) {
                        if (where.equals("fail")) {
                            throw new IllegalArgumentException("again");
                        }
                    }
                };
        Outcome outcome = writer(where.equals("end") ? 10 : 10_000_000, 1_000).stdout(sink).run();
        assertEquals(How.FAILED, outcome.stdout().how());
        assertSame(thrown, outcome.stdout().failure().orElseThrow());
        assertEquals(where.equals("fail") ? 1 : 0, thrown.getSuppressed().length);
        // It has ended, by the pipe that nobody reads any more.
        assertEquals(where.equals("end"), outcome.exit().equals(new Exit.Exited(0)));
        assertTrue(Command.of("true").run().succeeded());
    }

    @Test
    void shouldEndByItsTimeoutThoughTheSinkNeverTakesMore() throws Exception {
        AtomicReference<Taking> last = new AtomicReference<>();
        Outcome outcome =
                Doubling.of(
                        Duration.ofMillis(100),
                        begun -> begun.stdout().bytes() > 0,
                        time -> {
                            last.set(new Never());
                            return writer(10_000_000, 4_096).stdout(last.get()).timeout(time).run();
                        });
        assertTrue(outcome.timedOut());
        assertEquals(How.CUT, outcome.stdout().how());
        assertTrue(outcome.stdout().leftUnread() >= outcome.stdout().bytes());
        assertTrue(last.get().cause != null);
    }

    private static final class Never extends Taking {
        @Override
        public Answer accept(ByteBuffer bytes) {
            return Answer.FULL;
        }
    }

    /** Whatever comes first, the child has an outcome and nothing escapes. */
    @Test
    void shouldTakeAResumeFromAnotherThreadWhileTheLoopCloses() throws Exception {
        for (int round = 0; round < 10; round++) {
            CountDownLatch full = new CountDownLatch(1);
            Taking sink =
                    new Taking() {
                        @Override
                        public Answer accept(ByteBuffer bytes) {
                            bytes.position(bytes.limit());
                            full.countDown();
                            return Answer.FULL;
                        }
                    };
            try (EventLoop loop = EventLoop.start("closing");
                    Workers workers = new Workers()) {
                Child child = writer(Long.MAX_VALUE, 4_096).stdout(sink).start(loop);
                full.await();
                Runnable closing = loop::close;
                boolean[] closed = new boolean[1];
                Thread resuming =
                        workers.start(
                                () -> {
                                    while (!Thread.currentThread().isInterrupted()) {
                                        sink.resume.run();
                                        Thread.yield();
                                    }
                                });
                workers.start(
                        () -> {
                            closing.run();
                            closed[0] = true;
                            resuming.interrupt();
                        });
                workers.join();
                assertTrue(closed[0]);
                Outcome outcome = child.await();
                assertEquals(EndedBy.LOOP_CLOSED, outcome.endedBy());
                // By end or by fail: killed, the child may leave an end of file behind.
                assertEquals(1, sink.ends.get());
            }
        }
    }
}
