package dev.penstock.command.finding;

import dev.penstock.command.task.Appearance;
import dev.penstock.command.text.Paragraph;
import dev.penstock.command.text.Size;
import dev.penstock.command.text.Table;
import dev.penstock.diagnosis.model.Finding;
import dev.penstock.diagnosis.model.PipeState;
import dev.penstock.diagnosis.model.PipeView;
import dev.penstock.diagnosis.model.Step;
import dev.penstock.diagnosis.model.Verdict;
import dev.penstock.internal.procfs.PipeHolder;
import dev.penstock.text.LogSafe;
import java.io.PrintStream;
import java.util.List;

/** A finding as people read it: the verdict first, then the chain as a tree, then the proof. */
public final class FindingText {
    private static final int CELLS = 20;

    /** What is left of a line for text, however far it is indented. */
    private static final int LEAST = 20;

    private final PrintStream out;
    private final Appearance terminal;

    /** Prints to that stream, for this terminal. */
    public FindingText(PrintStream out, Appearance terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** The verdict, and what it is about. */
    public void heading(Verdict verdict, String text, String indent) {
        String head =
                verdict.stalled()
                        ? terminal.bad(verdict.text())
                        : verdict == Verdict.UNKNOWN
                                ? verdict.text()
                                : terminal.good(verdict.text());
        wrapped(terminal.bold(head) + "  ", LogSafe.line(text), indent);
    }

    /** All of it; of a call in a log, what has {@link #heading} and when it was go before. */
    public void body(Finding finding) {
        out.println();
        if (finding.call().isPresent()) {
            logged(finding);
        } else {
            live(finding);
        }
        out.println();
        for (String line : finding.evidence()) {
            wrapped("  - ", LogSafe.line(line), "    ");
        }
        cure(Remedy.of(finding), finding.verdict());
    }

    private void cure(Remedy cure, Verdict verdict) {
        if (!cure.actions().isEmpty()) {
            out.println();
            out.println("  " + Remedy.heading(verdict) + ":");
        }
        for (Remedy.Action action : cure.actions()) {
            if (action.command().isEmpty()) {
                wrapped("    ", LogSafe.line(action.effect()), "    ");
            } else {
                out.println("    " + terminal.bold(LogSafe.line(action.command())));
                wrapped("        ", LogSafe.line(action.effect()), "        ");
            }
        }
        if (!cure.change().isEmpty()) {
            out.println();
            out.println("  " + Remedy.CHANGE + ":");
            wrapped("    ", LogSafe.line(cure.change()), "    ");
        }
    }

    private void live(Finding finding) {
        String indent = "  ";
        boolean apart = !finding.closed() && finding.pids().size() == 1;
        for (Step step : finding.chain()) {
            wrapped(
                    indent,
                    LogSafe.line(step.command())
                            + "  (pid "
                            + step.pid()
                            + (step.threads() > 1
                                    ? ", thread " + step.tid() + ", one of " + step.threads()
                                    : "")
                            + ")",
                    indent + "  ");
            wrapped(indent + "└─ ", LogSafe.line(step.text()), indent + "   ");
            if (!apart) {
                indent += "   ";
                if (step.file().equals(finding.pipe().map(PipeView::file))
                        && step.file().isPresent()) {
                    pipe(indent, finding.pipe().get());
                }
            }
        }
        if (finding.closed()) {
            out.println(indent + "└─ and so it comes back to pid " + finding.chain().get(0).pid());
        }
    }

    private void logged(Finding finding) {
        String indent = "  ";
        for (Step step : finding.chain()) {
            wrapped(
                    indent,
                    person(step.command(), step.pid())
                            + (step.tid() != step.pid() ? ", thread " + step.tid() : ""),
                    indent + "  ");
            wrapped(
                    indent + "└─ ",
                    LogSafe.line(step.text()) + "  line " + step.line(),
                    indent + "   ");
            indent += "   ";
        }
        if (finding.closed()) {
            out.println(indent + "└─ and so on, round and round");
        }
    }

    /** A process of a log, which does not tell all names and numbers. */
    public static String person(String command, int pid) {
        String name = command == null ? "a process" : LogSafe.line(command);
        return pid == 0 ? name : name + " (pid " + pid + ")";
    }

    private void pipe(String indent, PipeView pipe) {
        pipe.state()
                .known()
                .filter(state -> state.capacity() > 0)
                .ifPresent(
                        state ->
                                wrapped(
                                        indent,
                                        bar(state) + "  " + LogSafe.line(pipe.file()),
                                        indent + "  "));
        wrapped(indent + "read end: ", holders(pipe.readers()), indent + "  ");
        wrapped(indent + "write end: ", holders(pipe.writers()), indent + "  ");
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

    private static String holders(List<PipeHolder> holders) {
        StringBuilder text = new StringBuilder();
        for (PipeHolder holder : holders) {
            text.append(text.isEmpty() ? "" : ", ")
                    .append("pid ")
                    .append(holder.pid())
                    .append(" fd ")
                    .append(holder.fd());
        }
        return text.isEmpty() ? "nobody that may be looked at" : text.toString();
    }

    /** A paragraph whose lines, but for the first, are indented. */
    public void wrapped(String head, String text, String indent) {
        List<String> lines =
                Paragraph.wrap(
                        text,
                        Math.max(LEAST, terminal.width() - Table.width(head)),
                        Math.max(LEAST, terminal.width() - indent.length()));
        out.println(head + lines.get(0));
        for (String line : lines.subList(1, lines.size())) {
            out.println(indent + line);
        }
    }
}
