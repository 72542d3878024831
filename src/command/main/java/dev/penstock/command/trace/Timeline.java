package dev.penstock.command.trace;

import dev.penstock.command.finding.FindingText;
import dev.penstock.command.text.Page;
import dev.penstock.diagnosis.model.StalledCall;
import dev.penstock.diagnosis.trace.Descriptor;
import dev.penstock.diagnosis.trace.TraceReport;
import java.util.Locale;

/**
 * Bars from a beginning to an end, one below the other; by time, or by line where there is none.
 */
final class Timeline {
    private static final int WIDTH = 900;
    private static final int LABELS = 330;
    private static final int ROW = 22;
    private static final int BAR = 12;

    private final TraceReport report;
    private final boolean timed;
    private final double begin;
    private final double length;
    private final StringBuilder bars = new StringBuilder();
    private int rows;

    Timeline(TraceReport report) {
        this.report = report;
        timed = report.begin() >= 0 && report.end() > report.begin();
        begin = timed ? report.begin() : 1;
        length = timed ? report.end() - report.begin() : Math.max(1, report.counts().lines());
    }

    /** A descriptor's life. */
    void holds(Descriptor descriptor) {
        double from = timed ? descriptor.time() : descriptor.line();
        double to = timed ? descriptor.untilTime() : descriptor.until();
        row(
                FindingText.person(descriptor.command(), descriptor.pid()),
                "fd " + descriptor.fd() + " " + descriptor.end(),
                from,
                descriptor.until() == 0 ? begin + length : to,
                descriptor.leaked() ? " class=\"culprit\"" : "",
                "line "
                        + descriptor.line()
                        + (descriptor.until() == 0
                                ? ""
                                : " to " + descriptor.ended() + " in line " + descriptor.until()));
    }

    /** A wait. */
    void waits(StalledCall stall) {
        double from = timed ? stall.time() : stall.line();
        boolean open = stall.ending() == StalledCall.Ending.OPEN;
        double to = open ? begin + length : timed ? from + stall.nanos() : from;
        row(
                FindingText.person(stall.command(), stall.pid()),
                stall.writes() ? "waits to write" : "waits to read",
                from,
                to,
                " style=\"fill: var(--fill)\"",
                "line " + stall.line() + ": " + Moment.length(stall));
    }

    private void row(String who, String what, double from, double to, String look, String title) {
        double scale = (WIDTH - LABELS) / length;
        double x = LABELS + (from - begin) * scale;
        double width = Math.max(2, (to - from) * scale);
        int y = ++rows * ROW;
        String shown = who.length() > 26 ? who.substring(0, 25) + "…" : who;
        bars.append(
                String.format(
                        Locale.ROOT,
                        "<text x=\"0\" y=\"%d\"><tspan class=\"who\">%s</tspan> %s</text>\n"
                                + "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"%s>"
                                + "<title>%s, %s, %s</title></rect>\n",
                        y + BAR - 2,
                        Page.escaped(shown),
                        Page.escaped(what),
                        Math.min(x, WIDTH - 2),
                        y,
                        Math.min(width, Math.max(2, WIDTH - x)),
                        BAR,
                        look,
                        Page.escaped(who),
                        Page.escaped(what),
                        Page.escaped(title)));
    }

    /** All of it. */
    String svg() {
        int height = (rows + 1) * ROW + BAR;
        String last =
                timed
                        ? String.format(Locale.ROOT, "%.3f s", length / 1e9)
                        : "line " + report.counts().lines();
        return "<svg viewBox=\"0 0 "
                + WIDTH
                + " "
                + height
                + "\" role=\"img\">\n<text class=\"label\" x=\""
                + LABELS
                + "\" y=\"12\">"
                + (timed ? "0 s" : "line 1")
                + "</text>\n<text class=\"label\" text-anchor=\"end\" x=\""
                + WIDTH
                + "\" y=\"12\">"
                + last
                + "</text>\n"
                + bars
                + "</svg>\n";
    }
}
