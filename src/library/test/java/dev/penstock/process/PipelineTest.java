package dev.penstock.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.internal.memory.Buffers;
import dev.penstock.pipe.Pipe;
import dev.penstock.sink.Capture;
import dev.penstock.sink.QueueSink;
import dev.penstock.sys.Signal;
import dev.penstock.testing.Eventually;
import dev.penstock.testing.Native;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Commands of which each reads what the one before writes. */
@Timeout(60)
class PipelineTest {
    private static final Duration SOON = Duration.ofMillis(200);
    private static final Exit BY_SIGPIPE = new Exit.Killed(Signal.PIPE, false);

    private static Command sh(String script) {
        return Command.of("sh", "-c", script);
    }

    @Test
    void shouldCarryBytesFromTheFirstToTheLast() throws Exception {
        Capture out = Capture.of(100);
        Capture err = Capture.of(100);
        PipelineOutcome outcome =
                Pipeline.of(
                                Command.of("cat").stdin(Input.text("b\na\nb\n")),
                                sh("echo note >&2; sort").stderr(err),
                                Command.of("uniq", "-c").stdout(out))
                        .run()
                        .orThrow();
        assertEquals("      1 a\n      2 b\n", out.text());
        assertEquals("note\n", err.text());
        assertEquals(3, outcome.outcomes().size());
        // The bytes between them were none of this process's.
        assertEquals(StreamEnd.How.NOT_CARRIED, outcome.outcomes().get(0).stdout().how());
        assertEquals(StreamEnd.How.NOT_CARRIED, outcome.outcomes().get(1).stdin().how());
        assertEquals(0, outcome.outcomes().get(1).stdout().bytes());
    }

    @Test
    void shouldHaveOnePipeBetweenTwoAndNoEndOfItHere() throws Exception {
        try (PipelineRun run =
                Pipeline.of(Command.of("sleep", "1000"), Command.of("sleep", "1000")).start()) {
            Path ahead = Path.of("/proc", "" + run.children().get(0).pid(), "fd", "1");
            Path behind = Path.of("/proc", "" + run.children().get(1).pid(), "fd", "0");
            String pipe = Files.readSymbolicLink(ahead).toString();
            assertEquals(pipe, Files.readSymbolicLink(behind).toString());
            try (var own = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
                for (Path fd : own) {
                    assertFalse(Files.exists(fd) && pipe.equals(link(fd)), fd.toString());
                }
            }
        }
    }

    private static String link(Path fd) {
        try {
            return Files.readSymbolicLink(fd).toString();
        } catch (IOException closed) {
            return "closed";
        }
    }

    @Test
    void shouldNotTakeAReaderThatHadEnoughForAFailure() throws Exception {
        Capture out = Capture.of(100);
        Pipeline pipeline =
                Pipeline.of(
                        Command.of("yes"),
                        Command.of("cat"),
                        Command.of("head", "-n", "1").stdout(out));
        PipelineOutcome outcome = pipeline.run().orThrow();
        assertEquals("y\n", out.text());
        assertEquals(BY_SIGPIPE, outcome.outcomes().get(0).exit());
        assertEquals(BY_SIGPIPE, outcome.outcomes().get(1).exit());
        assertEquals(new Exit.Exited(0), outcome.last().exit());
    }

    @Test
    void shouldTakeItForOneWhereThatWasAsked() throws Exception {
        PipelineOutcome outcome =
                Pipeline.of(Command.of("yes"), Command.of("true")).brokenPipeFails().run();
        assertFalse(outcome.succeeded());
        assertSame(outcome.outcomes().get(0), outcome.failure().orElseThrow());
    }

    @Test
    void shouldFailByTheLastOneThatFailed() throws Exception {
        PipelineOutcome outcome =
                Pipeline.of(sh("exit 3"), sh("cat; exit 4"), Command.of("cat")).run();
        assertFalse(outcome.succeeded());
        assertEquals(new Exit.Exited(4), outcome.failure().orElseThrow().exit());
        IOException e = assertThrows(IOException.class, outcome::orThrow);
        assertTrue(e.getMessage().contains("exited with 3\n| sh -c 'cat; exit 4' exited with 4"));

        // The last may not be ended by SIGPIPE either.
        PipelineOutcome last = Pipeline.of(Command.of("true"), sh("kill -PIPE $$")).run();
        assertSame(last.last(), last.failure().orElseThrow());
    }

    @Test
    void shouldEndAllAtTheDeadline() throws Exception {
        PipelineOutcome outcome =
                Pipeline.of(
                                Command.of("sleep", "1000"),
                                Command.of("cat"),
                                Command.of("sleep", "1000"))
                        .timeout(SOON)
                        .run();
        assertTrue(outcome.timedOut());
        assertFalse(outcome.succeeded());
        assertEquals(EndedBy.TIMEOUT, outcome.outcomes().get(0).endedBy());
        assertEquals(new Exit.Killed(Signal.TERM, false), outcome.outcomes().get(0).exit());
        assertEquals(EndedBy.TIMEOUT, outcome.last().endedBy());
    }

    @Test
    void shouldEndAllWhenTheFutureIsCancelled() throws Exception {
        Pipeline pipeline = Pipeline.of(Command.of("sleep", "1000"), Command.of("cat"));
        try (PipelineRun run = pipeline.start()) {
            CompletableFuture<PipelineOutcome> mine = run.outcome();
            CompletableFuture<PipelineOutcome> anothers = run.outcome();
            assertThrows(TimeoutException.class, () -> run.await(Duration.ofMillis(10)));
            mine.cancel(true);
            PipelineOutcome outcome = anothers.get(40, TimeUnit.SECONDS);
            assertEquals(EndedBy.CANCEL, outcome.outcomes().get(0).endedBy());
            assertEquals(outcome, run.await());
        }
    }

    @Test
    @Tag("not-under-qemu") // qemu-user runs vfork as fork: posix_spawn does not hear of a failed
    // exec.
    void shouldLeaveNoneBehindWhenOneCannotBeStarted() {
        Pipeline pipeline =
                Pipeline.of(
                        Command.of("yes"),
                        sh("trap '' TERM; while :; do sleep 1; done"),
                        Command.of("/no/such/program"),
                        Command.of("cat"));
        SpawnException e = assertThrows(SpawnException.class, pipeline::run);
        assertEquals("/no/such/program", e.program());
        // And LeakCheck looks for descriptors and children.

        Capture tap = Capture.of(10);
        Pipeline tapped =
                Pipeline.of(Command.of("yes"), Command.of("/no/such/program")).tap(0, tap);
        assertThrows(SpawnException.class, tapped::run);
        Pipeline first = Pipeline.of(Command.of("/no/such/program"), Command.of("cat"));
        assertThrows(SpawnException.class, first.tap(0, Capture.of(10))::run);
    }

    @Test
    void shouldLetATapSeeWhatPasses() throws Exception {
        Capture tap = Capture.of(100);
        Capture out = Capture.of(100);
        PipelineOutcome outcome =
                Pipeline.of(sh("echo b; echo a"), Command.of("sort").stdout(out))
                        .tap(0, tap)
                        .run()
                        .orThrow();
        assertEquals("b\na\n", tap.text());
        assertEquals("a\nb\n", out.text());
        assertEquals(4, outcome.outcomes().get(0).stdout().bytes());
    }

    @Test
    void shouldNotStartWithATapThatHasServedBefore() throws Exception {
        Capture used = Capture.of(10);
        Command.of("true").stdout(used).run();
        Pipeline pipeline = Pipeline.of(Command.of("yes"), Command.of("cat")).tap(0, used);
        assertThrows(IllegalStateException.class, pipeline::run);
        // And LeakCheck looks for descriptors and children.
    }

    @Test
    void shouldHoldTheWriterBackForATapThatIsFull() throws Exception {
        QueueSink<byte[]> tap = QueueSink.ofChunks(4096, 1);
        Capture out = Capture.of(100);
        Pipeline pipeline =
                Pipeline.of(
                                Command.of(Native.program("writer"), "4000000", "4096"),
                                Command.of("wc", "-c").stdout(out))
                        .tap(0, tap);
        try (PipelineRun run = pipeline.start()) {
            // The next command would take all of it, but waits for the tap.
            assertThrows(TimeoutException.class, () -> run.await(SOON));
            long seen = 0;
            for (byte[] chunk = tap.take(); chunk != null; chunk = tap.take()) {
                seen += chunk.length;
            }
            assertEquals(4_000_000, seen);
            run.await().orThrow();
            assertEquals("4000000\n", out.text());
        }
    }

    @Test
    void shouldHoldTheWriterBackForANextCommandThatDoesNotRead() throws Exception {
        Capture tap = Capture.of(100);
        Pipeline pipeline = Pipeline.of(Command.of("yes"), Command.of("sleep", "1000")).tap(0, tap);
        try (PipelineRun run = pipeline.start()) {
            Eventually.await("it has begun", () -> tap.total() > 0);
            assertThrows(TimeoutException.class, () -> run.await(SOON));
            // The pipe that is not read, and what was read for it before it was full.
            long most = capacity() + Buffers.LARGEST;
            assertTrue(tap.total() <= most, tap.total() + " bytes");
        }
    }

    private static int capacity() throws IOException {
        try (Pipe pipe = Pipe.open()) {
            return pipe.reader().capacity();
        }
    }

    @Test
    void shouldEndATappedWriterWithItsReader() throws Exception {
        Capture tap = Capture.of(100);
        Capture out = Capture.of(100);
        PipelineOutcome outcome =
                Pipeline.of(Command.of("yes"), Command.of("head", "-n", "1").stdout(out))
                        .tap(0, tap)
                        .run()
                        .orThrow();
        assertEquals("y\n", out.text());
        assertEquals(BY_SIGPIPE, outcome.outcomes().get(0).exit());
        assertEquals(StreamEnd.How.READER_GONE, outcome.outcomes().get(0).stdout().how());
    }

    @Test
    void shouldRefuseStreamsThatAreNotTheirs() {
        Command free = Command.of("cat");
        Command fed = free.stdin(Input.text("x"));
        Command caught = free.stdout(Capture.of(10));
        assertThrows(IllegalArgumentException.class, () -> Pipeline.of(free, fed));
        assertThrows(IllegalArgumentException.class, () -> Pipeline.of(caught, free));
        assertThrows(IllegalArgumentException.class, () -> Pipeline.of(List.of()));
        Pipeline two = Pipeline.of(fed, caught);
        assertEquals("cat | cat", two.toString());
        assertThrows(IllegalArgumentException.class, () -> two.tap(1, Capture.of(1)));
        Pipeline tapped = two.tap(0, Capture.of(1));
        assertThrows(IllegalArgumentException.class, () -> tapped.tap(0, Capture.of(1)));
    }
}
