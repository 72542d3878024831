package dev.penstock.command.rescue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.command.task.Appearance;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DrainViewTest {
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final PrintStream err = new PrintStream(shown, true, StandardCharsets.UTF_8);

    private String shown() {
        return shown.toString(StandardCharsets.UTF_8);
    }

    @Test
    void shouldSayEveryFewSecondsHowFarItIs() {
        DrainView view = new DrainView(err, Appearance.plain());
        for (int second = 1; second <= 11; second++) {
            view.show(1000L * second, Duration.ofSeconds(second));
        }
        view.end();

        assertEquals(
                "penstock: rescue: 5 000 bytes drained in 5.00 s; ^C ends it in order\n"
                        + "penstock: rescue: 10 000 bytes drained in 10.00 s; ^C ends it in order\n",
                shown());
    }

    @Test
    void shouldDrawOverItsLineInATerminal() {
        DrainView view = new DrainView(err, new Appearance(true, false, 96));
        view.show(1, Duration.ofMillis(50));
        view.show(2, Duration.ofMillis(150));
        view.show(3, Duration.ofMillis(300));
        view.end();

        assertTrue(shown().startsWith("\rpenstock: rescue: 2 bytes drained"), shown());
        assertEquals(2, shown().chars().filter(c -> c == '\r').count());
        assertTrue(shown().endsWith("\n"));
    }
}
