package dev.penstock.command.reproduce;

import dev.penstock.command.task.Appearance;
import dev.penstock.command.text.Size;
import dev.penstock.command.text.Span;
import dev.penstock.diagnosis.stall.Sample;
import java.io.PrintStream;

/** Shows a pipe while it fills: a bar that grows in a terminal, lines elsewhere. */
final class FillView implements StallTrigger.FillObserver {
    private static final int MOST_CELLS = 40;
    private static final int LEAST_CELLS = 8;

    /** The most that stands beside the cells: a line that is drawn over must not be broken. */
    private static final int TEXT = 47;

    private final PrintStream out;
    private final boolean live;
    private final int cells;
    private Sample shown;
    private Sample last;

    FillView(PrintStream out, Appearance terminal) {
        this.out = out;
        this.live = terminal.live();
        this.cells = Math.max(LEAST_CELLS, Math.min(MOST_CELLS, terminal.width() - TEXT));
    }

    /** In lines, one for each tenth of the capacity will do. */
    @Override
    public void show(Sample sample, int capacity) {
        last = sample;
        if (live) {
            out.print("\r" + line(sample, capacity));
            out.flush();
        } else if (shown == null || sample.unread() - shown.unread() >= capacity / 10) {
            out.println(line(sample, capacity));
            shown = sample;
        }
    }

    /** The pipe holds no more any more. */
    void end(int capacity) {
        if (live) {
            out.println();
        } else if (last != shown) {
            out.println(line(last, capacity));
        }
    }

    private String line(Sample sample, int capacity) {
        // Rounded up, so that one byte shows; a pipe of 45 066 bytes can be full below its
        // capacity.
        int filled = (int) ((sample.unread() * cells + capacity - 1) / capacity);
        return "  "
                + pad(Span.text(sample.at()), 9)
                + "  ["
                + "#".repeat(filled)
                + ".".repeat(cells - filled)
                + "]  "
                + pad(Size.grouped(sample.unread()), 9)
                + " of "
                + Size.grouped(capacity)
                + " bytes";
    }

    private static String pad(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }
}
