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
        section.append("</ul>\n");
        cure(section, Remedy.of(finding), finding.verdict());
        return section.append("</section>\n").toString();
    }

    private static void cure(StringBuilder section, Remedy cure, Verdict verdict) {
        if (!cure.actions().isEmpty()) {
            section.append("<div class=\"cure\">\n<h3>")
                    .append(Remedy.heading(verdict))
                    .append("</h3>\n");
            for (Remedy.Action action : cure.actions()) {
                if (!action.command().isEmpty()) {
                    section.append("<pre>").append(Page.escaped(action.command())).append("</pre>");
                }
                section.append("<p>").append(Page.escaped(action.effect())).append("</p>\n");
            }
            section.append("</div>\n");
        }
        if (!cure.change().isEmpty()) {
            section.append("<h3>")
                    .append(Remedy.CHANGE)
                    .append("</h3>\n<p>")
                    .append(Page.escaped(cure.change()))
                    .append("</p>\n");
        }
    }

    /** A verdict in its colour. */
    public static String coloured(Verdict verdict) {
        String kind = verdict.stalled() ? "bad" : verdict == Verdict.UNKNOWN ? "untold" : "good";
        return "<span class=\"" + kind + "\">" + verdict.text() + "</span>";
    }
}
