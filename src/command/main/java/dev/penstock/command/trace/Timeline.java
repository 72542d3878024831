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
    private final TraceReport report;
    private final boolean timed;
    private final double begin;
    private final double length;
    private final StringBuilder rows = new StringBuilder();

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
                descriptor.leaked() ? " culprit" : "",
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
                " wait",
                "line " + stall.line() + ": " + Moment.length(stall));
    }

    private void row(String who, String what, double from, double to, String look, String title) {
        double left = Math.max(0, Math.min(100, (from - begin) / length * 100));
        double width = Math.max(0, Math.min(100 - left, (to - from) / length * 100));
        String told = Page.escaped(who + ", " + what + ", " + title);
        rows.append(
                String.format(
                        Locale.ROOT,
                        "<div class=\"row\"><span class=\"label\"><b>%s</b> %s</span>"
                                + "<span class=\"track\"><span class=\"bar%s\" tabindex=\"0\""
                                + " role=\"img\" aria-label=\"%s\""
                                + " style=\"left: %.2f%%; width: %.2f%%\">"
                                + "<span class=\"%s\">%s</span></span></span></div>\n",
                        Page.escaped(who),
                        Page.escaped(what),
                        look,
                        told,
                        left,
                        width,
                        // What is told of it stays on the page.
                        left > 50 ? "right" : "left",
                        told));
    }

    /** All of it. What a bar stands for is told when it is pointed at, or has the focus. */
    String html() {
        String last =
                timed
                        ? String.format(Locale.ROOT, "%.3f s", length / 1e9)
                        : "line " + report.counts().lines();
        return "<div class=\"row axis\"><span class=\"label\"></span><span class=\"track\"><span>"
                + (timed ? "0 s" : "line 1")
                + "</span><span>"
                + last
                + "</span></span></div>\n"
                + rows;
    }
}
