package dev.penstock.command.reproduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.command.task.Appearance;
import dev.penstock.diagnosis.stall.Sample;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FillViewTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);

    @Test
    void shouldShowAFewLinesAndTheLastOne() {
        FillView view = new FillView(print, Appearance.plain());
        for (int i = 0; i <= 1000; i++) {
            view.show(new Sample(Duration.ofMillis(i), i), 1000);
        }
        view.end(1000);

        String[] lines = out.toString(StandardCharsets.UTF_8).split("\n");
        assertEquals(11, lines.length);
        assertEquals("    0.00 ms  [" + ".".repeat(40) + "]          0 of 1 000 bytes", lines[0]);
        assertEquals("     1.00 s  [" + "#".repeat(40) + "]      1 000 of 1 000 bytes", lines[10]);
    }

    @Test
    void shouldFitIntoANarrowTerminal() {
        FillView view = new FillView(print, new Appearance(true, false, 60));

        view.show(new Sample(Duration.ofMillis(5), 1 << 20), 1 << 20);

        String line = out.toString(StandardCharsets.UTF_8).substring(1);
        assertTrue(line.length() < 60, line);
        assertTrue(line.matches(".* \\[#{8,}\\] .*"), line);
    }

    @Test
    void shouldDrawOverOneLineInATerminal() {
        FillView view = new FillView(print, new Appearance(true, false, 96));
        view.show(new Sample(Duration.ZERO, 0), 100);
        view.show(new Sample(Duration.ofMillis(1), 50), 100);
        view.end(100);

        String drawn = out.toString(StandardCharsets.UTF_8);
        assertEquals(1, drawn.lines().filter(line -> line.contains("50 of 100")).count());
        assertTrue(
                drawn.startsWith("\r")
                        && drawn.endsWith("\n")
                        && drawn.indexOf('\n') == drawn.length() - 1,
                drawn);
    }

    @Test
    void shouldShowOneByte() {
        FillView view = new FillView(print, Appearance.plain());
        view.show(new Sample(Duration.ZERO, 1), 65536);

        assertTrue(
                out.toString(StandardCharsets.UTF_8).contains("[#..."),
                out.toString(StandardCharsets.UTF_8));
    }
}
