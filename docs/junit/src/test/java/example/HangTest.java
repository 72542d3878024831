package example;

import dev.penstock.junit.ExplainHangs;
import dev.penstock.junit.Leaks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@ExplainHangs(leaks = Leaks.FAIL)
class HangTest {
    /** Waits for its child before it reads; the child waits for room in the pipe. */
    @Test
    @Timeout(5)
    void shouldCountTheBytes() throws Exception {
        Process child = new ProcessBuilder("seq", "100000").start();
        child.waitFor();
        child.getInputStream().readAllBytes();
    }
}
