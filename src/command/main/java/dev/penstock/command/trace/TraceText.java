package dev.penstock.command.trace;

import dev.penstock.command.task.Terminal;
import dev.penstock.command.text.Paragraph;
import dev.penstock.command.text.Size;
import dev.penstock.diagnosis.inspect.Verdict;
import dev.penstock.diagnosis.trace.Counts;
import dev.penstock.diagnosis.trace.Descriptor;
import dev.penstock.diagnosis.trace.Finding;
import dev.penstock.diagnosis.trace.Pipe;
import dev.penstock.diagnosis.trace.Report;
import dev.penstock.diagnosis.trace.Stall;
import dev.penstock.diagnosis.trace.Step;
import java.io.PrintStream;
import java.util.List;

/** A report as people read it: the verdicts first, then the life of each pipe. */
final class TraceText {
    private static final int WIDTH = 96;

    private final Report report;
    private final Terminal terminal;
    private final boolean all;
    private final Moment moment;

    /**
     * Of a report, for this terminal.
     *
     * @param all shows pipes without a stall or a leak as well
     */
    TraceText(Report report, Terminal terminal, boolean all) {
        this.report = report;
        this.terminal = terminal;
        this.all = all;
        this.moment = new Moment(report);
    }

    void print(PrintStream out) {
        if (report.findings().isEmpty()) {
            out.println(coloured(Verdict.IDLE) + "  no write was stalled, and no reader misled");
            out.println();
        }
        for (Finding finding : report.findings()) {
            print(out, finding);
        }
        int quiet = 0;
        for (Pipe pipe : report.pipes()) {
            if (all || notable(report, pipe)) {
                print(out, pipe);
            } else {
                quiet++;
            }
        }
        counts(out, quiet);
    }

    /** Whether there is something to tell of it: a finding, a write that waited, a leak. */
    static boolean notable(Report report, Pipe pipe) {
        for (Finding finding : report.findings()) {
            if (finding.pipe().isPresent() && finding.pipe().get() == pipe) {
                return true;
            }
        }
        return pipe.stalls().writes() > 0 || !pipe.leaks().isEmpty();
    }

    private void print(PrintStream out, Finding finding) {
        wrapped(out, coloured(finding.verdict()) + "  ", finding.summary(), "  ");
        out.println(
                "  from "
                        + moment.of(finding.stall().line(), finding.stall().time())
                        + "; "
                        + Moment.length(finding.stall())
                        + (finding.times() > 1
                                ? "; " + Size.grouped(finding.times()) + " times"
                                : ""));
        out.println();
        String indent = "  ";
        for (Step step : finding.chain()) {
            out.println(indent + person(step));
            out.println(indent + "└─ " + step.call() + "  line " + step.line());
            indent += "   ";
        }
        if (finding.closed()) {
            out.println(indent + "└─ and so on, round and round");
        }
        out.println();
        for (String line : finding.evidence()) {
            wrapped(out, "  - ", line, "    ");
        }
        out.println();
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
        return person(step.command(), step.pid())
                + (step.tid() != step.pid() ? ", thread " + step.tid() : "");
    }

    static String person(String command, int pid) {
        String name = command == null ? "a process" : command;
        return pid == 0 ? name : name + " (pid " + pid + ")";
    }

    private void print(PrintStream out, Pipe pipe) {
        out.println(
                terminal.bold(pipe.name())
                        + (pipe.socket() ? "  one direction of a socketpair" : ""));
        out.println(
                "  "
                        + (pipe.seen() ? "made in " : "first told of in ")
                        + moment.of(pipe.line(), pipe.time())
                        + ", by "
                        + person(pipe.command(), pipe.pid()));
        out.println(
                "  " + Size.grouped(pipe.in()) + " bytes in, " + Size.grouped(pipe.out()) + " out");
        for (List<Descriptor> those : List.of(pipe.past(), pipe.holders())) {
            for (Descriptor descriptor : those) {
                wrapped(out, "  - ", held(descriptor), "    ");
            }
        }
        if (pipe.pastOmitted() > 0) {
            out.println("  - and " + Size.counted(pipe.pastOmitted(), "descriptor") + " before");
        }
        for (Stall stall : pipe.stalls().longest()) {
            wrapped(out, "  ! ", stalled(stall), "    ");
        }
        long more = pipe.stalls().writes() + pipe.stalls().reads() - pipe.stalls().longest().size();
        if (more > 0) {
            out.println("  ! and " + Size.counted(more, "shorter one"));
        }
        out.println();
    }

    private String held(Descriptor descriptor) {
        String how =
                switch (descriptor.how()) {
                    case MADE -> "made";
                    case COPIED -> "copied";
                    case INHERITED -> "inherited";
                    case RECEIVED -> "received";
                    case FOUND -> "found";
                };
        String text =
                person(descriptor.command(), descriptor.pid())
                        + " fd "
                        + descriptor.fd()
                        + " "
                        + descriptor.end()
                        + ": "
                        + how
                        + " in line "
                        + descriptor.line()
                        + (descriptor.execLine() > 0
                                ? ", kept through execve in line " + descriptor.execLine()
                                : "")
                        + (descriptor.bytes() > 0
                                ? ", " + Size.grouped(descriptor.bytes()) + " bytes"
                                : "")
                        + (descriptor.until() > 0
                                ? ", until " + descriptor.ended() + " in line " + descriptor.until()
                                : ", until the log ends");
        return descriptor.leaked() ? text + terminal.bold(": LEAKED, never used") : text;
    }

    private String stalled(Stall stall) {
        return person(stall.command(), stall.pid())
                + (stall.writes() ? " waits to write" : " waits to read")
                + (stall.asked() >= 0 && stall.writes()
                        ? " " + Size.counted(stall.asked(), "byte")
                        : "")
                + " on fd "
                + stall.fd()
                + " from "
                + moment.of(stall.line(), stall.time())
                + ": "
                + Moment.length(stall);
    }

    private void counts(PrintStream out, int quiet) {
        Counts counts = report.counts();
        StringBuilder text = new StringBuilder();
        text.append(Size.counted(counts.lines(), "line"))
                .append(", ")
                .append(Size.counted(counts.calls(), "call"))
                .append(", ")
                .append(
                        counts.processes() == 1
                                ? "1 process"
                                : Size.grouped(counts.processes()) + " processes")
                .append(", ")
                .append(Size.counted(report.pipes().size() + counts.droppedPipes(), "pipe"));
        if (quiet + counts.droppedPipes() > 0) {
            text.append(", ")
                    .append(Size.grouped(quiet + counts.droppedPipes()))
                    .append(" of them not shown: ")
                    .append(
                            counts.droppedPipes() > 0
                                    ? "no stall, no leak, or too many"
                                    : "no stall, no leak (--all)");
        }
        wrapped(out, "", text.toString(), "  ");
        odd(out, counts.droppedFindings(), "finding", "more, no graver than these", 0);
        odd(out, counts.foreign(), "line", "that strace did not write", counts.firstForeign());
        odd(out, counts.truncated(), "call", "that breaks off", counts.firstTruncated());
        odd(out, counts.unmatched(), "end", "of a call whose beginning is not there", 0);
        odd(out, counts.shortened(), "line", "longer than 1 MiB, its middle left out", 0);
        odd(
                out,
                counts.hiddenPipes(),
                "pipe",
                "whose descriptors it leaves out: record with -s 2 or more",
                0);
        odd(out, counts.guessed(), "child", "whose parent is guessed: several forked at once", 0);
        if (report.begin() < 0) {
            out.println("no times in it: only what never ended counts as stalled (strace -ttt)");
        }
    }

    private static void odd(PrintStream out, long count, String what, String why, long first) {
        if (count > 0) {
            String many =
                    what.equals("child") && count > 1
                            ? Size.grouped(count) + " children"
                            : Size.counted(count, what);
            out.println(many + " " + why + (first > 0 ? ", the first in line " + first : ""));
        }
    }

    private static void wrapped(PrintStream out, String head, String text, String indent) {
        List<String> lines = Paragraph.wrap(text, WIDTH - indent.length());
        out.println(head + lines.get(0));
        for (String line : lines.subList(1, lines.size())) {
            out.println(indent + line);
        }
    }
}
