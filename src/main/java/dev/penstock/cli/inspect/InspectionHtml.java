package dev.penstock.cli.inspect;

import dev.penstock.cli.text.Size;
import dev.penstock.stall.Sample;
import dev.penstock.stall.inspect.Finding;
import dev.penstock.stall.inspect.Inspection;
import dev.penstock.stall.inspect.Verdict;
import dev.penstock.stall.snapshot.PipeState;
import java.util.List;

/** One page that stands by itself: nothing is fetched, and no script runs. */
final class InspectionHtml {
    private static final String STYLE =
            """
            :root { color-scheme: light dark; --ink: #1b1f24; --paper: #fff; --line: #8a939e;
              --soft: #f1f3f5; --bad: #b42318; --good: #1a7f37; --fill: #2f6fb3; }
            @media (prefers-color-scheme: dark) {
              :root { --ink: #e6e9ec; --paper: #15181c; --line: #77808a; --soft: #22272d;
                --bad: #ff8a7d; --good: #5bd06f; --fill: #6fb0f0; }
            }
            body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper);
              max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
            h1 { font-size: 1.3rem; } h2 { font-size: 1.15rem; margin-top: 2.5rem; }
            .bad { color: var(--bad); } .good { color: var(--good); }
            svg { max-width: 100%; height: auto; }
            svg text { font: 13px system-ui, sans-serif; fill: var(--ink); }
            svg .who { font-weight: 600; } svg .label { font-size: 12px; }
            svg rect { fill: var(--soft); stroke: var(--line); }
            svg rect.culprit { stroke: var(--bad); stroke-width: 2.5; }
            svg path { fill: none; stroke: var(--line); stroke-width: 1.5; }
            svg marker path { fill: var(--line); stroke: none; }
            svg .plot { stroke: var(--fill); stroke-width: 2; }
            svg .area { fill: var(--fill); fill-opacity: .25; stroke: none; }
            ul { padding-left: 1.2rem; } li { overflow-wrap: anywhere; }
            figure { margin: 1rem 0; } figcaption { font-size: .85rem; opacity: .75; }
            """;

    private final StringBuilder page = new StringBuilder();

    private InspectionHtml() {}

    static String of(Inspection inspection) {
        return new InspectionHtml().page(inspection);
    }

    private String page(Inspection inspection) {
        Verdict verdict = inspection.verdict();
        page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width\">\n<title>")
                .append(verdict.text())
                .append(" - penstock inspect</title>\n<style>\n")
                .append(STYLE)
                .append("</style>\n</head>\n<body>\n<h1>penstock inspect: ")
                .append(coloured(verdict))
                .append("</h1>\n<p>")
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
        for (Finding finding : inspection.findings()) {
            finding(inspection, finding);
        }
        return page.append("</body>\n</html>\n").toString();
    }

    private void finding(Inspection inspection, Finding finding) {
        page.append("<section>\n<h2>")
                .append(coloured(finding.verdict()))
                .append(" ")
                .append(escaped(finding.summary()))
                .append("</h2>\n");
        page.append("<figure>\n").append(ChainSvg.of(Drawing.of(finding))).append("</figure>\n");
        if (finding.pipe().isPresent()) {
            long capacity =
                    finding.pipe().get().state().known().map(PipeState::capacity).orElse(-1L);
            List<Sample> fill =
                    inspection.fills().getOrDefault(finding.pipe().get().file(), List.of());
            if (capacity > 0 && !fill.isEmpty()) {
                page.append("<figure>\n")
                        .append(FillSvg.of(fill, capacity))
                        .append("<figcaption>Bytes in ")
                        .append(escaped(finding.pipe().get().file()))
                        .append(" between the looks, of ")
                        .append(Size.grouped(capacity))
                        .append(".</figcaption>\n</figure>\n");
            }
        }
        page.append("<ul>\n");
        for (String line : finding.evidence()) {
            page.append("<li>").append(escaped(line)).append("</li>\n");
        }
        page.append("</ul>\n</section>\n");
    }

    private static String coloured(Verdict verdict) {
        String kind = verdict.stalled() ? "bad" : verdict == Verdict.UNKNOWN ? "untold" : "good";
        return "<span class=\"" + kind + "\">" + verdict.text() + "</span>";
    }

    /** For text and for attributes in double quotes. */
    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
