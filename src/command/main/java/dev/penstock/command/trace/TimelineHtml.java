package dev.penstock.command.trace;

import dev.penstock.command.text.Page;
import dev.penstock.command.text.Size;
import dev.penstock.diagnosis.inspect.Verdict;
import dev.penstock.diagnosis.trace.Descriptor;
import dev.penstock.diagnosis.trace.Finding;
import dev.penstock.diagnosis.trace.Pipe;
import dev.penstock.diagnosis.trace.Report;
import dev.penstock.diagnosis.trace.Stall;
import java.util.ArrayList;
import java.util.List;

/** The findings, and a drawing of each pipe's life: who held which end, and who waited when. */
final class TimelineHtml {
    private static final int MOST = 50;

    private final Report report;
    private final Moment moment;
    private final StringBuilder page = new StringBuilder();

    private TimelineHtml(Report report) {
        this.report = report;
        this.moment = new Moment(report);
    }

    static String of(Report report, boolean all) {
        return new TimelineHtml(report).page(all);
    }

    private String page(boolean all) {
        Verdict verdict = report.verdict();
        page.append(Page.begin(verdict.text() + " - penstock trace"))
                .append("<h1>penstock trace: ")
                .append(coloured(verdict))
                .append("</h1>\n<p>")
                .append(Size.counted(report.counts().lines(), "line"))
                .append(", ")
                .append(Size.counted(report.findings().size(), "finding"))
                .append(".</p>\n");
        for (Finding finding : report.findings()) {
            finding(finding);
        }
        List<Pipe> drawn = new ArrayList<>();
        for (Pipe pipe : report.pipes()) {
            if (all || TraceText.notable(report, pipe)) {
                drawn.add(pipe);
            }
        }
        for (Pipe pipe : drawn.subList(0, Math.min(MOST, drawn.size()))) {
            pipe(pipe);
        }
        if (drawn.size() > MOST) {
            page.append("<p>And ").append(drawn.size() - MOST).append(" more pipes.</p>\n");
        }
        return page.append(Page.end()).toString();
    }

    private void finding(Finding finding) {
        Stall stall = finding.stall();
        page.append("<section>\n<h2>")
                .append(coloured(finding.verdict()))
                .append(" ")
                .append(Page.escaped(finding.summary()))
                .append("</h2>\n<p>From ")
                .append(moment.of(stall.line(), stall.time()))
                .append("; ")
                .append(Moment.length(stall))
                .append(".</p>\n<ul>\n");
        for (String line : finding.evidence()) {
            page.append("<li>").append(Page.escaped(line)).append("</li>\n");
        }
        page.append("</ul>\n</section>\n");
    }

    private void pipe(Pipe pipe) {
        Timeline timeline = new Timeline(report);
        for (List<Descriptor> those : List.of(pipe.past(), pipe.holders())) {
            for (Descriptor descriptor : those) {
                timeline.holds(descriptor);
            }
        }
        for (Stall stall : pipe.stalls().longest()) {
            timeline.waits(stall);
        }
        page.append("<section>\n<h2>")
                .append(Page.escaped(pipe.name()))
                .append("</h2>\n<figure>\n")
                .append(timeline.svg())
                .append("<figcaption>")
                .append(Size.grouped(pipe.in()))
                .append(" bytes in, ")
                .append(Size.grouped(pipe.out()))
                .append(" out; made in ")
                .append(moment.of(pipe.line(), pipe.time()))
                .append(". Grey: held. Red frame: leaked. Blue: waits.</figcaption>\n</figure>\n")
                .append("</section>\n");
    }

    private static String coloured(Verdict verdict) {
        String kind = verdict.stalled() ? "bad" : verdict == Verdict.UNKNOWN ? "untold" : "good";
        return "<span class=\"" + kind + "\">" + verdict.text() + "</span>";
    }
}
