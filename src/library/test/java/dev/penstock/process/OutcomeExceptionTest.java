package dev.penstock.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.sink.Capture;
import dev.penstock.sink.Discard;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a failure says: the outcome, and the last of standard error. */
@Timeout(60)
class OutcomeExceptionTest {

    private static OutcomeException failure(Command command) throws Exception {
        Outcome outcome = command.run();
        OutcomeException e = assertThrows(OutcomeException.class, outcome::orThrow);
        assertSame(outcome, e.outcome());
        return e;
    }

    @Test
    void shouldSayTheExitAndTheLastOfStandardError() throws Exception {
        OutcomeException e = failure(Command.of("ls", "/no/such/file"));
        assertEquals(new Exit.Exited(2), e.outcome().exit());
        String message = e.getMessage();
        assertTrue(message.startsWith("ls /no/such/file exited with 2\nls: "), message);
        assertTrue(message.contains("/no/such/file"), message);
        assertFalse(message.endsWith("\n"), message);
    }

    @Test
    void shouldKeepNoMoreThanTheEnd() throws Exception {
        OutcomeException e = failure(Command.of("sh", "-c", "seq 100000 >&2; exit 1"));
        String tail = e.outcome().stderrTail();
        assertTrue(tail.endsWith("99999\n100000"), tail);
        assertTrue(tail.length() <= 4096, "bytes: " + tail.length());
        assertTrue(tail.length() > 4000, "bytes: " + tail.length());
    }

    @Test
    void shouldTakeItFromTheUsersCapture() throws Exception {
        Capture err = Capture.of(1 << 16);
        OutcomeException e = failure(Command.of("sh", "-c", "echo oh >&2; exit 1").stderr(err));
        assertEquals("oh", e.outcome().stderrTail());
        assertEquals("oh\n", err.text());
    }

    @Test
    void shouldHaveNoneWhereItGoesElsewhere() throws Exception {
        for (Command command :
                new Command[] {
                    Command.of("sh", "-c", "echo oh >&2; exit 1").stderr(Discard.of()),
                    Command.of("sh", "-c", "echo oh >&2; exit 1").stderr(Output.nowhere()),
                    Command.of("sh", "-c", "echo oh >&2; exit 1").mergeStderr()
                }) {
            OutcomeException e = failure(command);
            assertEquals("", e.outcome().stderrTail());
            assertFalse(e.getMessage().contains("oh\n"), e.getMessage());
        }
    }

    @Test
    void shouldNotThrowForWhatSucceeded() throws Exception {
        Outcome outcome = Command.of("sh", "-c", "echo warning >&2").run();
        assertSame(outcome, outcome.orThrow());
        assertEquals("warning", outcome.stderrTail());
    }

    @Test
    void shouldTellOfAPipelineWhichOfItFailed() throws Exception {
        PipelineOutcome outcome =
                Pipeline.of(
                                Command.of("echo", "x"),
                                Command.of("sh", "-c", "echo why >&2; exit 4"),
                                Command.of("cat"))
                        .run();
        OutcomeException e = assertThrows(OutcomeException.class, outcome::orThrow);
        assertEquals(new Exit.Exited(4), e.outcome().exit());
        assertTrue(e.getMessage().endsWith("\nwhy"), e.getMessage());
        assertTrue(e.getMessage().contains("cat exited with 0"), e.getMessage());
    }

    @Test
    void shouldBeAnIOException() throws Exception {
        Outcome outcome = Command.of("false").run();
        IOException e = assertThrows(IOException.class, outcome::orThrow);
        assertEquals("false exited with 1", e.getMessage());
    }

    @Test
    void shouldSayNothingThatDrivesATerminal() throws Exception {
        String word = "\u001b[2J\nforged \u202e";
        Command command = Command.of("sh", "-c", "echo \"$1\" >&2; exit 1", "sh", word);
        OutcomeException e = failure(command);

        assertEquals(word, e.outcome().stderrTail());
        assertEquals(
                "sh -c 'echo \"$1\" >&2; exit 1' sh '\\x1b[2J\\x0aforged \\u{202e}' exited with 1\n"
                        + "\\x1b[2J\nforged \\u{202e}",
                e.getMessage());
        assertEquals(-1, e.outcome().toString().indexOf('\n'));
    }

    @Test
    void shouldNameWhatCannotBeStartedSafely() {
        SpawnException e =
                assertThrows(SpawnException.class, () -> Command.of("/no/\u001b[2J\nsuch").run());

        assertEquals("/no/\u001b[2J\nsuch", e.program());
        assertTrue(
                e.getMessage().startsWith("cannot start '/no/\\x1b[2J\\x0asuch'"), e.getMessage());
    }

    @Test
    void shouldNameHoldersSafely() throws Exception {
        String rename = "import os; os.execvp('sleep', ['\\x1b[2J\\n\\u202e', '60'])";
        Command command =
                Command.of("sh", "-c", "python3 -c \"$0\" & exit 0", rename)
                        .outputGrace(Duration.ofSeconds(2));
        Outcome outcome = command.run();
        try {
            assertEquals(StreamEnd.How.CUT, outcome.stdout().how());
            assertTrue(
                    outcome.toString().contains("\\x1b[2J\\x0a\\u{202e} 60 (pid "),
                    outcome.toString());
            assertTrue(
                    outcome.toString().chars().noneMatch(Character::isISOControl),
                    outcome.toString());
        } finally {
            for (Holder holder : outcome.stdout().holders()) {
                ProcessHandle.of(holder.pid()).ifPresent(ProcessHandle::destroyForcibly);
            }
        }
        Holder named = new Holder(1, 2, "\u001b[2J", List.of());
        assertEquals("\\x1b[2J (pid 1, fd 2)", named.toString());
    }
}
