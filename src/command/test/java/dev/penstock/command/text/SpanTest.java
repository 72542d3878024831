package dev.penstock.command.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SpanTest {
    @Test
    void shouldReadUnits() {
        assertEquals(Duration.ofMillis(500), Span.parse("500ms"));
        assertEquals(Duration.ofSeconds(2), Span.parse("2s"));
        assertEquals(Duration.ofSeconds(90), Span.parse("1.5m"));
        assertEquals(Duration.ofHours(1), Span.parse("1h"));
        assertEquals(Duration.ZERO, Span.parse("0s"));
    }

    @Test
    void shouldNotRoundSomethingDownToNothing() {
        assertEquals(Duration.ofNanos(1), Span.parse("0.0000000001s"));
    }

    @Test
    void shouldAskForAUnit() {
        var e = assertThrows(IllegalArgumentException.class, () -> Span.parse("5"));
        assertEquals("'5' has no unit: write 5s for seconds", e.getMessage());
    }

    @Test
    void shouldSayWhatALengthOfTimeLooksLike() {
        for (String wrong : new String[] {"", "s", "-1s", "1 s", "2sec", "1d", "1s2"}) {
            var e = assertThrows(IllegalArgumentException.class, () -> Span.parse(wrong), wrong);
            assertEquals(
                    "'" + wrong + "' is not a length of time: write 500ms, 2s, 1.5m or 1h",
                    e.getMessage());
        }
    }

    @Test
    void shouldRefuseWhatIsNoNumberOrTooLong() {
        assertThrows(IllegalArgumentException.class, () -> Span.parse("1.2.3s"));
        assertThrows(IllegalArgumentException.class, () -> Span.parse(".s"));
        assertThrows(IllegalArgumentException.class, () -> Span.parse("9999999999999h"));
    }

    @Test
    void shouldPrintThreeFigures() {
        assertEquals("0.42 ms", Span.text(Duration.ofNanos(420_000)));
        assertEquals("12.3 ms", Span.text(Duration.ofNanos(12_345_000)));
        assertEquals("1.50 s", Span.text(Duration.ofMillis(1500)));
        assertEquals("3.0 min", Span.text(Duration.ofMinutes(3)));
    }
}
