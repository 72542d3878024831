package dev.penstock.command.finding;

import dev.penstock.command.text.Page;
import dev.penstock.diagnosis.model.Finding;
import dev.penstock.diagnosis.model.Verdict;

/** A finding as a section of a page. */
public final class FindingHtml {
    private FindingHtml() {}

    /** With HTML of its own between the heading and the evidence. */
    public static String section(Finding finding, String between) {
        StringBuilder section = new StringBuilder("<section>\n<h2>");
        section.append(coloured(finding.verdict()))
                .append(" ")
                .append(Page.escaped(finding.summary()))
                .append("</h2>\n")
                .append(between)
                .append("<ul>\n");
        for (String line : finding.evidence()) {
            section.append("<li>").append(Page.escaped(line)).append("</li>\n");
        }
        return section.append("</ul>\n</section>\n").toString();
    }

    /** A verdict in its colour. */
    public static String coloured(Verdict verdict) {
        String kind = verdict.stalled() ? "bad" : verdict == Verdict.UNKNOWN ? "untold" : "good";
        return "<span class=\"" + kind + "\">" + verdict.text() + "</span>";
    }
}
