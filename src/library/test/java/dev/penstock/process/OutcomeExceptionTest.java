package dev.penstock.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.sink.Capture;
import dev.penstock.sink.Discard;
import java.io.IOException;
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
}
