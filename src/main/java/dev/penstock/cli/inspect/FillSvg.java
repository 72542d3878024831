package dev.penstock.cli.inspect;

import dev.penstock.stall.Sample;
import java.util.List;

/** How full a pipe was over the time, as SVG; the upper edge is its capacity. */
final class FillSvg {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 90;

    private FillSvg() {}

    static String of(List<Sample> fill, long capacity) {
        long last = Math.max(1, fill.get(fill.size() - 1).at().toNanos());
        StringBuilder line = new StringBuilder();
        for (Sample sample : fill) {
            line.append(line.isEmpty() ? "M" : " L")
                    .append(sample.at().toNanos() * WIDTH / last)
                    .append(',')
                    .append(HEIGHT - sample.unread() * HEIGHT / capacity);
        }
        return "<svg role=\"img\" aria-label=\"fill over time\" width=\""
                + WIDTH
                + "\" height=\""
                + HEIGHT
                + "\" viewBox=\"-2 -3 "
                + (WIDTH + 4)
                + " "
                + (HEIGHT + 6)
                + "\"><rect x=\"0\" y=\"0\" width=\""
                + WIDTH
                + "\" height=\""
                + HEIGHT
                + "\"/><path class=\"plot\" d=\""
                + line
                + "\"/></svg>\n";
    }
}
