package dev.penstock.command.inspect;

import dev.penstock.command.finding.FindingText;
import dev.penstock.command.task.Appearance;
import dev.penstock.command.text.Size;
import dev.penstock.diagnosis.inspect.Inspection;
import dev.penstock.diagnosis.model.Finding;
import dev.penstock.diagnosis.model.Verdict;
import java.io.PrintStream;

/** An inspection as people read it. */
public final class InspectionText {
    /** So many findings are read without an overview. */
    private static final int FEW = 3;

    private final Inspection inspection;
    private final Visibility rights;
    private final Appearance terminal;

    /** Of what was found of this command's own children, for this terminal. */
    public InspectionText(Inspection inspection, Appearance terminal) {
        this(inspection, Visibility.ofOwn(inspection), terminal);
    }

    InspectionText(Inspection inspection, Visibility rights, Appearance terminal) {
        this.inspection = inspection;
        this.rights = rights;
        this.terminal = terminal;
    }

    /** Prints it. */
    public void print(PrintStream out) {
        FindingText text = new FindingText(out, terminal);
        if (inspection.findings().isEmpty()) {
            text.heading(Verdict.IDLE, rights.nothing(), "  ");
            missing(text);
        }
        if (inspection.findings().size() > FEW) {
            overview(out, text);
        }
        boolean first = true;
        for (Finding finding : inspection.findings()) {
            if (!first) {
                out.println();
            }
            first = false;
            text.heading(finding.verdict(), finding.summary(), "  ");
            if (finding == inspection.findings().get(0) && inspection.findings().size() <= FEW) {
                missing(text);
            }
            text.body(finding);
        }
    }

    /** What could not be looked at, where nobody can overlook it. */
    private void missing(FindingText text) {
        if (!rights.sufficient()) {
            text.wrapped("  ! ", rights.missing(), "    ");
        }
    }

    /** A line for each, the gravest first, where nobody would find it in pages of proof. */
    private void overview(PrintStream out, FindingText text) {
        for (Finding finding : inspection.findings()) {
            text.heading(finding.verdict(), finding.summary(), "    ");
        }
        missing(text);
        out.println();
        out.println(Size.grouped(inspection.findings().size()) + " findings. What proves each:");
        out.println();
    }
}
