package dev.penstock.process;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One line for the commonest use: what does it print? */
@Timeout(60)
class BoundedOutputTest {

    private static Command printf(String format) {
        return Command.of("printf", format);
    }

    @Test
    void shouldAnswerTheTextWithoutItsLastLineEnds() throws Exception {
        assertEquals("a b", printf("a b").text());
        assertEquals("a\n b ", printf("a\\n b \\r\\n\\n").text());
        assertEquals("", Command.of("true").text());
        assertEquals("é\ufffd", printf("\\303\\251\\377\\n").text());
    }

    @Test
    void shouldAnswerLines() throws Exception {
        assertEquals(List.of("a", "", "b"), printf("a\\n\\nb\\n").lines());
        assertEquals(List.of("a", "b"), printf("a\\r\\nb").lines());
        assertEquals(List.of(), Command.of("true").lines());
    }

    @Test
    void shouldAnswerBytes() throws Exception {
        assertArrayEquals(new byte[] {0, (byte) 0xff, '\n'}, printf("\\0\\377\\n").bytes());
    }

    @Test
    void shouldFailAsTheChildDoesWithItsStandardError() {
        OutcomeException e =
                assertThrows(
                        OutcomeException.class,
                        () -> Command.of("sh", "-c", "echo part; echo why >&2; exit 5").text());
        assertEquals(new Exit.Exited(5), e.outcome().exit());
        assertTrue(e.getMessage().endsWith("exited with 5\nwhy"), e.getMessage());
    }

    @Test
    void shouldFailAtTheTimeoutOfTheCommand() {
        Command command = Command.of("sleep", "1000").timeout(Duration.ofMillis(50));
        OutcomeException e = assertThrows(OutcomeException.class, command::text);
        assertTrue(e.outcome().timedOut(), e.getMessage());
    }

    @Test
    void shouldRefuseMoreThanItsBound() {
        OutcomeException e = assertThrows(OutcomeException.class, () -> Command.of("yes").text());
        assertEquals(StreamEnd.How.LIMIT_REACHED, e.outcome().stdout().how());
        assertTrue(e.getMessage().contains("more than 16777216 bytes"), e.getMessage());
    }

    @Test
    void shouldTakeAsMuchAsItsBound() throws Exception {
        assertEquals(
                BoundedOutput.MOST,
                Command.of("head", "-c", "" + BoundedOutput.MOST, "/dev/zero").bytes().length);
    }

    @Test
    void shouldRefuseACommandWhoseOutputGoesElsewhere() {
        Command command = Command.of("true").stdout(Output.nowhere());
        IllegalStateException e = assertThrows(IllegalStateException.class, command::text);
        assertEquals("the output goes elsewhere: true", e.getMessage());
    }
}
