package dev.penstock.process;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.loop.EventLoop;
import dev.penstock.sink.Capture;
import dev.penstock.sys.Signal;
import dev.penstock.testing.Native;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What goes in, what comes out, and how it ended. */
@Timeout(60)
class RunTest {
    private static final int LIMIT = 1 << 20;

    @Test
    void shouldTellExitCodesFromSignals() throws Exception {
        Outcome seven = Command.of("sh", "-c", "exit 7").run();
        assertEquals(new Exit.Exited(7), seven.exit());
        assertFalse(seven.succeeded());
        assertEquals(7, seven.exit().shellCode());

        Outcome killed = Command.of("sh", "-c", "kill -TERM $$").run();
        assertEquals(new Exit.Killed(Signal.TERM, false), killed.exit());
        assertEquals(143, killed.exit().shellCode());

        IOException e = assertThrows(IOException.class, killed::orThrow);
        assertEquals("sh -c 'kill -TERM $$' killed by SIGTERM", e.getMessage());
        assertTrue(Command.of("true").run().orThrow().succeeded());
    }

    @Test
    void shouldKeepOutputAndErrorApart() throws Exception {
        Capture out = Capture.of(LIMIT);
        Capture err = Capture.of(LIMIT);
        Outcome outcome =
                Command.of("sh", "-c", "echo out; echo err >&2").stdout(out).stderr(err).run();
        assertEquals("out\n", out.text());
        assertEquals("err\n", err.text());
        assertEquals(4, outcome.stdout().bytes());
        assertEquals(StreamEnd.How.COMPLETE, outcome.stderr().how());
    }

    @Test
    void shouldMergeErrorIntoOutputInTheOrderOfTheWrites() throws Exception {
        Capture both = Capture.of(LIMIT);
        String script = "for i in 1 2 3 4 5; do echo o$i; echo e$i >&2; done";
        Outcome outcome = Command.of("sh", "-c", script).stdout(both).mergeStderr().run();
        assertEquals("o1\ne1\no2\ne2\no3\ne3\no4\ne4\no5\ne5\n", both.text());
        assertEquals(StreamEnd.How.NOT_CARRIED, outcome.stderr().how());
    }

    @Test
    void shouldFeedAndReadTogetherWhateverTheSize() throws Exception {
        byte[] input = new byte[20 << 20];
        new Random(1).nextBytes(input);
        Capture out = Capture.of(32 << 20);
        Capture err = Capture.of(32 << 20);
        Outcome outcome =
                Command.of(Native.program("echo2"))
                        .stdin(Input.bytes(input))
                        .stdout(out)
                        .stderr(err)
                        .run()
                        .orThrow();
        assertArrayEquals(input, out.bytes());
        assertArrayEquals(input, err.bytes());
        assertEquals(input.length, outcome.stdin().bytes());
    }

    @Test
    void shouldReportAChildThatStopsReading() throws Exception {
        Outcome outcome = Command.of("head", "-c", "1").stdin(Input.bytes(new byte[4 << 20])).run();
        assertTrue(outcome.succeeded());
        assertTrue(outcome.complete());
        assertEquals(StreamEnd.How.READER_GONE, outcome.stdin().how());
        assertTrue(outcome.stdin().bytes() < 4 << 20, outcome.toString());
    }

    @Test
    void shouldGiveNothingAsInputByDefault() throws Exception {
        Capture out = Capture.of(LIMIT);
        Command.of("wc", "-c").stdout(out).run().orThrow();
        assertEquals("0\n", out.text());
    }

    @Test
    void shouldConnectFilesDirectly(@TempDir Path dir) throws Exception {
        Path in = Files.writeString(dir.resolve("in"), "one\ntwo\n");
        Path out = dir.resolve("out");
        Command copy = Command.of("cat").stdin(Input.file(in));
        Outcome outcome = copy.stdout(Output.file(out)).run().orThrow();
        assertEquals(StreamEnd.How.NOT_CARRIED, outcome.stdout().how());
        copy.stdout(Output.append(out)).run().orThrow();
        assertEquals("one\ntwo\none\ntwo\n", Files.readString(out));
        copy.stdout(Output.file(out)).run().orThrow();
        assertEquals("one\ntwo\n", Files.readString(out));
    }

    @Test
    void shouldPassDirectoryAndEnvironment(@TempDir Path dir) throws Exception {
        Capture out = Capture.of(LIMIT);
        Command.of("sh", "-c", "pwd -P; echo \"$A\"; echo \"${HOME-unset}\"; env | wc -l")
                .directory(dir)
                .clearEnvironment()
                .environment("A", "grün =x")
                .environment("HOME", "x")
                .withoutEnvironment("HOME")
                .environment("PATH", System.getenv("PATH"))
                .stdout(out)
                .run()
                .orThrow();
        String[] lines = out.text().split("\n");
        assertEquals(dir.toRealPath().toString(), lines[0]);
        assertEquals("grün =x", lines[1]);
        assertEquals("unset", lines[2]);
    }

    @Test
    void shouldPassArgumentsUntouched() throws Exception {
        Capture out = Capture.of(LIMIT);
        Command.of("printf", "[%s]", "", "a b", "$HOME", "*", "'\"\\", "ä€😀", "-n")
                .stdout(out)
                .run()
                .orThrow();
        assertEquals("[][a b][$HOME][*]['\"\\][ä€😀][-n]", out.text());
    }

    @Test
    void shouldNotLetASinkServeTwice() throws Exception {
        Capture out = Capture.of(LIMIT);
        Command command = Command.of("echo", "x").stdout(out);
        command.run().orThrow();
        assertThrows(IllegalStateException.class, command::run);
    }

    @Test
    void shouldMakePipesOfTheCapacityAskedFor() throws Exception {
        Capture out = Capture.of(LIMIT);
        Command asked = Command.of("python3", "-c", "import fcntl; print(fcntl.fcntl(1, 1032))");
        asked.stdout(out).pipeCapacity(1 << 17).run().orThrow();
        assertEquals("131072\n", out.text());
        Command tooLarge = Command.of("true").pipeCapacity(Integer.MAX_VALUE);
        assertThrows(IOException.class, tooLarge::run);
    }

    @Test
    void shouldRefuseToWaitOnTheLoopItself() throws Exception {
        try (EventLoop loop = EventLoop.start("test")) {
            CompletableFuture<Object> answer = new CompletableFuture<>();
            loop.execute(
                    () -> {
                        try {
                            answer.complete(Command.of("true").run(loop));
                        } catch (Exception e) {
                            answer.complete(e);
                        }
                    });
            assertTrue(answer.get() instanceof IllegalStateException, String.valueOf(answer.get()));
        }
    }

    @Test
    void shouldStartTheNextChildWhereTheLastOneEnded() throws Exception {
        Capture out = Capture.of(LIMIT);
        try (EventLoop loop = EventLoop.start("test")) {
            // It ends only when the dependent is attached, which is then run by the loop.
            Child first = Command.of("cat").stdin(Input.interactive()).start(loop);
            CompletableFuture<Outcome> last =
                    first.outcome().thenCompose(ended -> onLoop(loop, "echo next", out));
            first.stdin().close();
            assertTrue(last.get().succeeded(), last.toString());
        }
        assertEquals("next\n", out.text());
    }

    private static CompletableFuture<Outcome> onLoop(EventLoop loop, String script, Capture out) {
        assertTrue(loop.inLoop());
        try {
            return Command.of("sh", "-c", script).stdout(out).start(loop).outcome();
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
