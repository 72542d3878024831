import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Runs in a JVM that Surefire has forked, and that it talks to through pipes. */
class ForkTest {
    @Test
    void shouldPrintMuch() {
        System.out.println("x".repeat(1 << 20));
        assertEquals(2, 1 + 1);
    }
}
