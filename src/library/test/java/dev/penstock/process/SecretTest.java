package dev.penstock.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is marked as secret reaches the child, and nobody who reads messages. */
@Timeout(60)
class SecretTest {
    private static final Command LOGIN =
            Command.of(
                            "sh",
                            "-c",
                            "echo \"$1\"; echo \"no $1\" >&2; exit 3",
                            "login",
                            "pass=hunter2")
                    .secret("hunter2");

    @Test
    void shouldGiveItToTheChildAndShowItToNobody() throws Exception {
        assertEquals("pass=hunter2", Command.of("echo", "pass=hunter2").secret("hunter2").text());
        assertTrue(LOGIN.toString().endsWith("login 'pass=***'"), LOGIN.toString());
        try (Child child = LOGIN.start()) {
            assertFalse(child.toString().contains("hunter2"), child.toString());
            Outcome outcome = child.await();
            assertFalse(outcome.toString().contains("hunter2"), outcome.toString());
            OutcomeException e = assertThrows(OutcomeException.class, outcome::orThrow);
            assertTrue(e.getMessage().endsWith("no pass=***"), e.getMessage());
            assertFalse(e.getMessage().contains("hunter2"), e.getMessage());
        }
    }

    @Test
    void shouldShowItInNoPipelineAndNoFailedStart() {
        OutcomeException e =
                assertThrows(
                        OutcomeException.class,
                        () -> Pipeline.of(LOGIN, Command.of("cat")).run().orThrow());
        assertFalse(e.getMessage().contains("hunter2"), e.getMessage());
        SpawnException failed =
                assertThrows(
                        SpawnException.class,
                        () -> Command.of("/nowhere/hunter2", "x").secret("hunter2").start());
        assertFalse(failed.getMessage().contains("hunter2"), failed.getMessage());
    }

    @Test
    void shouldHideTheLongerOfTwoFirst() {
        Command command = Command.of("x", "abcdef").secret("abc").secret("abcdef");
        assertEquals("x '***'", command.toString());
        assertThrows(IllegalArgumentException.class, () -> command.secret(""));
    }
}
