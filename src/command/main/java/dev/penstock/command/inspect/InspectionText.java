package dev.penstock.command.inspect;

import dev.penstock.command.task.Terminal;
import dev.penstock.command.text.Paragraph;
import dev.penstock.command.text.Size;
import dev.penstock.diagnosis.inspect.Finding;
import dev.penstock.diagnosis.inspect.Inspection;
import dev.penstock.diagnosis.inspect.Step;
import dev.penstock.diagnosis.inspect.Verdict;
import dev.penstock.diagnosis.snapshot.Holder;
import dev.penstock.diagnosis.snapshot.PipeState;
import dev.penstock.diagnosis.snapshot.PipeView;
import java.io.PrintStream;
import java.util.List;

/** An inspection as people read it: the verdict first, then the chain as a tree, then the proof. */
public final class InspectionText {
    private static final int WIDTH = 96;
    private static final int CELLS = 20;

    /** So many findings are read without an overview. */
    private static final int FEW = 3;

    private final Inspection inspection;
    private final Terminal terminal;

    /** Of what was found, for this terminal. */
    public InspectionText(Inspection inspection, Terminal terminal) {
        this.inspection = inspection;
        this.terminal = terminal;
    }

    /** Prints it. */
    public void print(PrintStream out) {
        if (inspection.findings().isEmpty()) {
            out.println(coloured(Verdict.IDLE) + "  " + Verdict.IDLE.meaning());
        }
        if (inspection.findings().size() > FEW) {
            overview(out);
        }
        boolean first = true;
        for (Finding finding : inspection.findings()) {
            if (!first) {
                out.println();
            }
            first = false;
            print(out, finding);
        }
    }

    /** A line for each, the gravest first, where nobody would find it in pages of proof. */
    private void overview(PrintStream out) {
        for (Finding finding : inspection.findings()) {
            wrapped(out, coloured(finding.verdict()) + "  ", finding.summary(), "    ");
        }
        out.println();
        out.println(Size.grouped(inspection.findings().size()) + " findings. What proves each:");
        out.println();
    }

    private void print(PrintStream out, Finding finding) {
        wrapped(out, coloured(finding.verdict()) + "  ", finding.summary(), "  ");
        out.println();
        String indent = "  ";
        boolean apart = !finding.closed() && finding.pids().size() == 1;
        for (Step step : finding.chain()) {
            out.println(indent + person(step));
            out.println(indent + "└─ " + step.waits().text());
            if (apart) {
                continue;
            }
            indent += "   ";
            if (step.pipe().isPresent()
                    && finding.pipe().isPresent()
                    && finding.pipe().get().file().equals(step.pipe().get())) {
                pipe(out, indent, finding.pipe().get());
            }
        }
        if (finding.closed()) {
            out.println(indent + "└─ and so it comes back to pid " + finding.chain().get(0).pid());
        }
        out.println();
        for (String line : finding.evidence()) {
            wrapped(out, "  - ", line, "    ");
        }
    }

    private String coloured(Verdict verdict) {
        if (verdict.stalled()) {
            return terminal.bold(terminal.bad(verdict.text()));
        }
        return verdict == Verdict.UNKNOWN
                ? terminal.bold(verdict.text())
                : terminal.bold(terminal.good(verdict.text()));
    }

    private static String person(Step step) {
        return step.command()
                + "  (pid "
                + step.pid()
                + (step.threads() > 1 ? ", thread " + step.tid() + " of " + step.threads() : "")
                + ")";
    }

    private void pipe(PrintStream out, String indent, PipeView pipe) {
        pipe.state()
                .known()
                .filter(state -> state.capacity() > 0)
                .ifPresent(state -> out.println(indent + bar(state) + "  " + pipe.file()));
        out.println(indent + "read end: " + holders(pipe.readers()));
        out.println(indent + "write end: " + holders(pipe.writers()));
    }

    private static String bar(PipeState state) {
        int filled = (int) ((state.unread() * CELLS + state.capacity() - 1) / state.capacity());
        return "["
                + "#".repeat(filled)
                + ".".repeat(CELLS - filled)
                + "] "
                + Size.grouped(state.unread())
                + " of "
                + Size.grouped(state.capacity())
                + " bytes, "
                + Size.counted(state.slots(), "slot");
    }

    private static String holders(List<Holder> holders) {
        StringBuilder text = new StringBuilder();
        for (Holder holder : holders) {
            text.append(text.isEmpty() ? "" : ", ")
                    .append("pid ")
                    .append(holder.pid())
                    .append(" fd ")
                    .append(holder.fd());
        }
        return text.isEmpty() ? "nobody that may be looked at" : text.toString();
    }

    private static void wrapped(PrintStream out, String head, String text, String indent) {
        List<String> lines = Paragraph.wrap(text, WIDTH - indent.length());
        out.println(head + lines.get(0));
        for (String line : lines.subList(1, lines.size())) {
            out.println(indent + line);
        }
    }
}
