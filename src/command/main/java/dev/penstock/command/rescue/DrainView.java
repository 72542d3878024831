package dev.penstock.command.rescue;

import dev.penstock.command.task.Appearance;
import dev.penstock.command.text.Size;
import dev.penstock.command.text.Span;
import dev.penstock.diagnosis.rescue.Drain;
import java.io.PrintStream;
import java.time.Duration;

/** How far a drain is, on standard error: a line that is drawn over, or one each few seconds. */
final class DrainView implements Drain.DrainObserver {
    private static final Duration LIVE = Duration.ofMillis(100);
    private static final Duration LINES = Duration.ofSeconds(5);

    private final PrintStream err;
    private final boolean live;
    private final int width;
    private Duration shown = Duration.ZERO;
    private boolean drawn;

    DrainView(PrintStream err, Appearance terminal) {
        this.err = err;
        this.live = terminal.live();
        this.width = terminal.width();
    }

    @Override
    public void show(long stored, Duration time) {
        if (time.minus(shown).compareTo(live ? LIVE : LINES) < 0) {
            return;
        }
        shown = time;
        drawn = live;
        String line =
                "penstock: rescue: "
                        + Size.counted(stored, "byte")
                        + " drained in "
                        + Span.text(time)
                        + "; ^C ends it in order";
        // What is drawn over must fit into one line of the terminal.
        String fitting = (line + "   ").substring(0, Math.min(width - 1, line.length() + 3));
        err.print(live ? "\r" + fitting : line + System.lineSeparator());
        err.flush();
    }

    /** Leaves the line. */
    void end() {
        if (drawn) {
            err.println();
        }
    }
}
