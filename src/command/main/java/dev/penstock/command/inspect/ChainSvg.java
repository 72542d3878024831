package dev.penstock.command.inspect;

import dev.penstock.command.inspect.Drawing.Arrow;
import dev.penstock.command.inspect.Drawing.Box;
import dev.penstock.command.text.Page;
import dev.penstock.command.text.Paragraph;
import java.util.ArrayList;
import java.util.List;

/**
 * A drawing as SVG, a layer for each box: what waits stands above what it waits for. Narrow enough
 * for a telephone; long texts have several lines.
 */
final class ChainSvg {
    private static final int WIDTH = 392;
    private static final int LEFT = 36;
    private static final int BOX_WIDTH = 352;
    private static final int LINE = 18;
    private static final int PAD = 10;
    private static final int ARROW = LEFT + 24;
    private static final int GAP = 26;

    /** Characters of a line, where most are of middle width. */
    private static final int TEXT_ROOM = 46;

    private static final int MOST_LINES = 4;

    private final StringBuilder svg = new StringBuilder();
    private final Drawing drawing;
    private final int[] tops;
    private final int[] bottoms;

    private ChainSvg(Drawing drawing) {
        this.drawing = drawing;
        this.tops = new int[drawing.boxes().size()];
        this.bottoms = new int[drawing.boxes().size()];
    }

    static String of(Drawing drawing) {
        return new ChainSvg(drawing).draw();
    }

    private String draw() {
        int height = layOut() + 4;
        svg.append("<svg role=\"img\" aria-label=\"who waits for whom\" width=\"")
                .append(WIDTH)
                .append("\" height=\"")
                .append(height)
                .append("\" viewBox=\"0 -2 ")
                .append(WIDTH)
                .append(' ')
                .append(height)
                .append(
                        "\">\n<defs><marker id=\"to\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\""
                                + " markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\"><path"
                                + " d=\"M0,0 L10,5 L0,10 z\"/></marker></defs>\n");
        for (int i = 0; i < tops.length; i++) {
            box(i);
        }
        for (Arrow arrow : drawing.arrows()) {
            if (arrow.to() == arrow.from() + 1) {
                path("M" + ARROW + "," + bottoms[arrow.from()] + " V" + tops[arrow.to()]);
            } else {
                back(arrow);
            }
            int y = bottoms[arrow.from()] + LINE;
            for (String line : label(arrow)) {
                text(ARROW + PAD, y, "label", line);
                y += LINE;
            }
        }
        return svg.append("</svg>\n").toString();
    }

    /** Says where each box begins and ends; a box is followed by the label of what it waits for. */
    private int layOut() {
        int y = 0;
        for (int i = 0; i < tops.length; i++) {
            tops[i] = y;
            int lines = 0;
            for (String line : drawing.boxes().get(i).lines()) {
                lines += wrapped(line).size();
            }
            y += lines * LINE + PAD;
            bottoms[i] = y;
            for (Arrow arrow : drawing.arrows()) {
                if (arrow.from() == i) {
                    y += (label(arrow).size() - 1) * LINE + GAP;
                }
            }
        }
        return y;
    }

    private static List<String> label(Arrow arrow) {
        return wrapped((arrow.to() == arrow.from() + 1 ? "" : "\u21ba ") + arrow.label());
    }

    private void box(int index) {
        Box box = drawing.boxes().get(index);
        svg.append("<rect x=\"")
                .append(LEFT)
                .append("\" y=\"")
                .append(tops[index])
                .append("\" width=\"")
                .append(BOX_WIDTH)
                .append("\" height=\"")
                .append(bottoms[index] - tops[index])
                .append("\" rx=\"")
                .append(box.file() ? 14 : 4)
                .append(box.culprit() ? "\" class=\"culprit\"" : "\"")
                .append("><title>")
                .append(Page.escaped(String.join(", ", box.lines())))
                .append("</title></rect>\n");
        int y = tops[index] + LINE;
        boolean first = !box.file();
        for (String line : box.lines()) {
            for (String part : wrapped(line)) {
                text(LEFT + PAD, y, first ? "who" : "", part);
                y += LINE;
            }
            first = false;
        }
    }

    /** The arrow that closes the cycle, around the left. */
    private void back(Arrow arrow) {
        int from = (tops[arrow.from()] + bottoms[arrow.from()]) / 2;
        int to = (tops[arrow.to()] + bottoms[arrow.to()]) / 2;
        // One who waits for itself leaves below and comes back above.
        int spread = arrow.from() == arrow.to() ? PAD / 2 : 0;
        path(
                "M"
                        + LEFT
                        + ","
                        + (from + spread)
                        + " C-6,"
                        + (from + spread)
                        + " -6,"
                        + (to - spread)
                        + " "
                        + LEFT
                        + ","
                        + (to - spread));
    }

    private void path(String path) {
        svg.append("<path marker-end=\"url(#to)\" d=\"").append(path).append("\"/>\n");
    }

    /** In lines that fit, at spaces where there are any; the last one says that there is more. */
    private static List<String> wrapped(String text) {
        List<String> lines = new ArrayList<>();
        for (String line : Paragraph.wrap(text, TEXT_ROOM)) {
            int from = 0;
            while (line.length() - from > TEXT_ROOM) {
                lines.add(line.substring(from, from + TEXT_ROOM));
                from += TEXT_ROOM;
            }
            lines.add(line.substring(from));
        }
        if (lines.size() > MOST_LINES) {
            lines.subList(MOST_LINES, lines.size()).clear();
            String last = lines.get(MOST_LINES - 1);
            lines.set(
                    MOST_LINES - 1,
                    last.substring(0, Math.min(last.length(), TEXT_ROOM - 1)) + "…");
        }
        return lines;
    }

    private void text(int x, int y, String kind, String text) {
        svg.append("<text x=\"").append(x).append("\" y=\"").append(y);
        if (!kind.isEmpty()) {
            svg.append("\" class=\"").append(kind);
        }
        svg.append("\">").append(Page.escaped(text)).append("</text>\n");
    }
}
