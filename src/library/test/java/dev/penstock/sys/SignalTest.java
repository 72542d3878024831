package dev.penstock.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SignalTest {

    /** sh prints the names of all signals that it knows. */
    @Test
    void shouldNameThemAsAShellDoes() throws Exception {
        for (int number = 1; number <= 31; number++) {
            Process kill = new ProcessBuilder("bash", "-c", "kill -l " + number).start();
            String name = new String(kill.getInputStream().readAllBytes()).strip();
            assertEquals(0, kill.waitFor());
            assertEquals("SIG" + name, Signal.of(number).toString());
            assertSame(Signal.of(number), Signal.of(name));
            assertSame(Signal.of(number), Signal.of("SIG" + name));
        }
    }

    @Test
    void shouldBeOneForEachNumber() {
        assertSame(Signal.TERM, Signal.of(15));
        assertEquals(9, Signal.KILL.number());
        assertSame(Signal.of(34), Signal.of("SIGRTMIN+2"));
        assertEquals("SIGRTMIN+32", Signal.of(64).toString());
    }

    @Test
    void shouldRefuseWhatIsNone() {
        for (int number : new int[] {0, 65, -1}) {
            IllegalArgumentException e =
                    assertThrows(IllegalArgumentException.class, () -> Signal.of(number));
            assertEquals("no signal has the number " + number, e.getMessage());
        }
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> Signal.of("term"));
        assertEquals("no signal has the name 'term'", e.getMessage());
    }
}
