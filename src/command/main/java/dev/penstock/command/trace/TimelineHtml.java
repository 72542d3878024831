package dev.penstock.command.trace;

import dev.penstock.command.finding.FindingHtml;
import dev.penstock.command.finding.Origin;
import dev.penstock.command.text.Page;
import dev.penstock.command.text.Size;
import dev.penstock.diagnosis.model.Finding;
import dev.penstock.diagnosis.model.StalledCall;
import dev.penstock.diagnosis.model.Verdict;
import dev.penstock.diagnosis.trace.Descriptor;
import dev.penstock.diagnosis.trace.TraceReport;
import dev.penstock.diagnosis.trace.TracedPipe;
import java.util.ArrayList;
import java.util.List;

/** The findings, and a drawing of each pipe's life: who held which end, and who waited when. */
final class TimelineHtml {
    private static final int MOST = 50;

    private final TraceReport report;
    private final Moment moment;
    private final StringBuilder page = new StringBuilder();

    private TimelineHtml(TraceReport report) {
        this.report = report;
        this.moment = new Moment(report);
    }

    static String of(TraceReport report, boolean all) {
        return new TimelineHtml(report).page(all);
    }

    private String page(boolean all) {
        Verdict verdict = report.verdict();
        page.append(Page.begin(verdict.text() + " - penstock trace"))
                .append("<h1>penstock trace: ")
                .append(FindingHtml.coloured(verdict))
                .append("</h1>\n")
                .append(Origin.here().html())
                .append("<p>")
                .append(Size.counted(report.counts().lines(), "line"))
                .append(", ")
                .append(Size.counted(report.findings().size(), "finding"))
                .append(".</p>\n");
        for (Finding finding : report.findings()) {
            finding(finding);
        }
        List<TracedPipe> drawn = new ArrayList<>();
        for (TracedPipe pipe : report.pipes()) {
            if (all || TraceText.notable(report, pipe)) {
                drawn.add(pipe);
            }
        }
        for (TracedPipe pipe : drawn.subList(0, Math.min(MOST, drawn.size()))) {
            pipe(pipe);
        }
        if (drawn.size() > MOST) {
            page.append("<p>And ").append(drawn.size() - MOST).append(" more pipes.</p>\n");
        }
        return page.append(Page.end()).toString();
    }

    private void finding(Finding finding) {
        StalledCall call = finding.call().orElseThrow();
        page.append(
                FindingHtml.section(
                        finding,
                        "<p>From "
                                + moment.of(call.line(), call.time())
                                + "; "
                                + Moment.length(call)
                                + ".</p>\n"));
    }

    private void pipe(TracedPipe pipe) {
        Timeline timeline = new Timeline(report);
        for (List<Descriptor> those : List.of(pipe.past(), pipe.descriptors())) {
            for (Descriptor descriptor : those) {
                timeline.holds(descriptor);
            }
        }
        for (StalledCall stall : pipe.stalls().longest()) {
            timeline.waits(stall);
        }
        page.append("<section>\n<h2>")
                .append(Page.escaped(pipe.file()))
                .append("</h2>\n<figure>\n")
                .append(timeline.html())
                .append("<figcaption>")
                .append(Size.grouped(pipe.in()))
                .append(" bytes in, ")
                .append(Size.grouped(pipe.out()))
                .append(" out; made in ")
                .append(moment.of(pipe.line(), pipe.time()))
                .append(". Grey: held. Red frame: leaked. Blue: waits.</figcaption>\n</figure>\n")
                .append("</section>\n");
    }
}
