package dev.penstock.command.inspect;

import dev.penstock.command.inspect.Drawing.Arrow;
import dev.penstock.command.inspect.Drawing.Box;
import dev.penstock.command.text.Page;

/** A drawing as SVG, a layer for each box: what waits stands above what it waits for. */
final class ChainSvg {
    private static final int WIDTH = 640;
    private static final int LEFT = 90;
    private static final int BOX_WIDTH = 460;
    private static final int LINE = 18;
    private static final int PAD = 10;
    private static final int GAP = 44;
    private static final int TEXT_ROOM = 62;

    private ChainSvg() {}

    static String of(Drawing drawing) {
        int[] tops = new int[drawing.boxes().size() + 1];
        for (int i = 0; i < drawing.boxes().size(); i++) {
            tops[i + 1] = tops[i] + height(drawing.boxes().get(i)) + GAP;
        }
        int height = tops[drawing.boxes().size()] - GAP / 2 + 4;
        StringBuilder svg = new StringBuilder();
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
        for (int i = 0; i < drawing.boxes().size(); i++) {
            box(svg, drawing.boxes().get(i), tops[i]);
        }
        for (Arrow arrow : drawing.arrows()) {
            int from = tops[arrow.from()] + height(drawing.boxes().get(arrow.from()));
            if (arrow.to() == arrow.from() + 1) {
                down(svg, from, tops[arrow.to()], arrow.label());
            } else {
                back(svg, from, tops[arrow.to()], drawing, arrow);
                text(svg, LEFT + PAD, from + LINE, "label", "\u21ba " + arrow.label());
            }
        }
        return svg.append("</svg>\n").toString();
    }

    private static int height(Box box) {
        return box.lines().size() * LINE + PAD;
    }

    private static void box(StringBuilder svg, Box box, int top) {
        svg.append("<rect x=\"")
                .append(LEFT)
                .append("\" y=\"")
                .append(top)
                .append("\" width=\"")
                .append(BOX_WIDTH)
                .append("\" height=\"")
                .append(height(box))
                .append("\" rx=\"")
                .append(box.file() ? 14 : 4)
                .append(box.culprit() ? "\" class=\"culprit\"/>\n" : "\"/>\n");
        int line = top + LINE;
        for (String text : box.lines()) {
            boolean first = line == top + LINE && !box.file();
            text(svg, LEFT + PAD, line, first ? "who" : "", text);
            line += LINE;
        }
    }

    private static void down(StringBuilder svg, int from, int to, String label) {
        int middle = LEFT + 40;
        path(svg, "M" + middle + "," + from + " V" + to);
        text(svg, middle + 10, (from + to) / 2 + 4, "label", label);
    }

    /** The arrow that closes the cycle, around the left. */
    private static void back(StringBuilder svg, int bottom, int top, Drawing drawing, Arrow arrow) {
        int from = bottom - height(drawing.boxes().get(arrow.from())) / 2;
        int to = top + height(drawing.boxes().get(arrow.to())) / 2;
        // One who waits for itself leaves below and comes back above.
        int spread = arrow.from() == arrow.to() ? PAD / 2 : 0;
        path(
                svg,
                "M"
                        + LEFT
                        + ","
                        + (from + spread)
                        + " C20,"
                        + (from + spread)
                        + " 20,"
                        + (to - spread)
                        + " "
                        + LEFT
                        + ","
                        + (to - spread));
    }

    private static void path(StringBuilder svg, String path) {
        svg.append("<path marker-end=\"url(#to)\" d=\"").append(path).append("\"/>\n");
    }

    private static void text(StringBuilder svg, int x, int y, String kind, String text) {
        String shown = text.length() > TEXT_ROOM ? text.substring(0, TEXT_ROOM - 1) + "…" : text;
        svg.append("<text x=\"").append(x).append("\" y=\"").append(y);
        if (!kind.isEmpty()) {
            svg.append("\" class=\"").append(kind);
        }
        svg.append("\">").append(Page.escaped(shown)).append("</text>\n");
    }
}
