package dev.penstock.command.inspect;

import dev.penstock.command.text.Size;
import dev.penstock.diagnosis.stall.Sample;
import java.util.List;

/** How full a pipe was over the time, as SVG: bytes up to its capacity, over milliseconds. */
final class FillSvg {
    private static final int LEFT = 68;
    private static final int WIDTH = 316;
    private static final int HEIGHT = 90;

    private FillSvg() {}

    static String of(List<Sample> fill, long capacity) {
        long last = Math.max(1, fill.get(fill.size() - 1).at().toNanos());
        long first = LEFT + fill.get(0).at().toNanos() * WIDTH / last;
        StringBuilder line = new StringBuilder();
        for (Sample sample : fill) {
            line.append(line.isEmpty() ? "M" : " L")
                    .append(LEFT + sample.at().toNanos() * WIDTH / last)
                    .append(',')
                    .append(HEIGHT - sample.unread() * HEIGHT / capacity);
        }
        int right = LEFT + WIDTH;
        return "<svg role=\"img\" aria-label=\"fill over time\" width=\""
                + (right + 4)
                + "\" height=\""
                + (HEIGHT + 26)
                + "\" viewBox=\"0 -8 "
                + (right + 4)
                + " "
                + (HEIGHT + 32)
                + "\"><rect x=\""
                + LEFT
                + "\" y=\"0\" width=\""
                + WIDTH
                + "\" height=\""
                + HEIGHT
                + "\"/><path class=\"area\" d=\""
                + line
                + " L"
                + right
                + ","
                + HEIGHT
                + " L"
                + first
                + ","
                + HEIGHT
                + " Z\"/><path class=\"plot\" d=\""
                + line
                + "\"/>"
                + label(LEFT - 8, 5, "end", Size.grouped(capacity))
                + label(LEFT - 8, HEIGHT + 4, "end", "0 bytes")
                + label(LEFT, HEIGHT + 20, "start", "0 ms")
                + label(right, HEIGHT + 20, "end", Size.grouped(last / 1_000_000) + " ms")
                + "</svg>\n";
    }

    private static String label(int x, int y, String anchor, String text) {
        return "<text class=\"label\" text-anchor=\""
                + anchor
                + "\" x=\""
                + x
                + "\" y=\""
                + y
                + "\">"
                + text
                + "</text>";
    }
}
