package dev.penstock.command.inspect;

import dev.penstock.command.finding.FindingHtml;
import dev.penstock.command.finding.Origin;
import dev.penstock.command.text.Page;
import dev.penstock.command.text.Size;
import dev.penstock.diagnosis.inspect.Inspection;
import dev.penstock.diagnosis.model.Finding;
import dev.penstock.diagnosis.model.PipeState;
import dev.penstock.diagnosis.model.Verdict;
import dev.penstock.diagnosis.stall.Sample;
import java.util.List;

/** One page that stands by itself: nothing is fetched, and no script runs. */
final class InspectionHtml {
    private final StringBuilder page = new StringBuilder();

    private final Visibility rights;
    private final ProcessAges ages;

    private InspectionHtml(Visibility rights, ProcessAges ages) {
        this.rights = rights;
        this.ages = ages;
    }

    static String of(Inspection inspection, Visibility rights, ProcessAges ages) {
        return new InspectionHtml(rights, ages).page(inspection);
    }

    private String page(Inspection inspection) {
        Verdict verdict = inspection.verdict();
        page.append(Page.begin(verdict.text() + " - penstock inspect"))
                .append("<h1>penstock inspect: ")
                .append(FindingHtml.coloured(verdict))
                .append("</h1>\n")
                .append(Origin.here().html())
                .append("<p>")
                .append(Size.counted(inspection.findings().size(), "finding"))
                .append("; ")
                .append(inspection.looks())
                .append(" looks, ")
                .append(inspection.length().toMillis())
                .append(" ms apart; ")
                .append(
                        inspection.unreadable() == 1
                                ? "1 process"
                                : inspection.unreadable() + " processes")
                .append(" may not be looked at.</p>\n");
        if (!rights.sufficient()) {
            page.append("<p class=\"bad\">")
                    .append(Page.escaped(rights.missing()))
                    .append("</p>\n");
        }
        if (inspection.findings().isEmpty()) {
            page.append("<p>").append(Page.escaped(rights.nothing())).append(".</p>\n");
        }
        for (Finding finding : inspection.findings()) {
            finding(inspection, finding);
        }
        return page.append(Page.end()).toString();
    }

    private void finding(Inspection inspection, Finding finding) {
        StringBuilder figures = new StringBuilder();
        figures.append("<figure>\n")
                .append(ChainSvg.of(Drawing.of(finding, ages::of)))
                .append("</figure>\n");
        if (finding.pipe().isPresent()) {
            String file = finding.pipe().get().file();
            long capacity =
                    finding.pipe().get().state().known().map(PipeState::capacity).orElse(-1L);
            List<Sample> fill = inspection.fills().getOrDefault(file, List.of());
            if (capacity > 0 && !fill.isEmpty()) {
                figures.append("<figure>\n")
                        .append(FillSvg.of(fill, capacity))
                        .append("<figcaption>Bytes in ")
                        .append(Page.escaped(file))
                        .append(" between the looks, of ")
                        .append(Size.grouped(capacity))
                        .append(".</figcaption>\n</figure>\n");
            }
        }
        page.append(FindingHtml.section(finding, figures.toString()));
    }
}
