package dev.penstock.command.trace;

import dev.penstock.command.finding.FindingText;
import dev.penstock.command.task.Appearance;
import dev.penstock.command.text.Size;
import dev.penstock.diagnosis.model.Finding;
import dev.penstock.diagnosis.model.StalledCall;
import dev.penstock.diagnosis.model.Verdict;
import dev.penstock.diagnosis.trace.Counts;
import dev.penstock.diagnosis.trace.Descriptor;
import dev.penstock.diagnosis.trace.TraceReport;
import dev.penstock.diagnosis.trace.TracedPipe;
import dev.penstock.text.LogSafe;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A report as people read it: the verdicts first, then the life of each pipe. */
final class TraceText {
    private final TraceReport report;
    private final PrintStream out;
    private final Appearance terminal;
    private final boolean all;
    private final Moment moment;
    private final FindingText text;

    /**
     * Of a report, to that stream, for this terminal.
     *
     * @param all shows pipes without a stall or a leak as well
     */
    TraceText(TraceReport report, PrintStream out, Appearance terminal, boolean all) {
        this.report = report;
        this.out = out;
        this.terminal = terminal;
        this.all = all;
        this.moment = new Moment(report);
        this.text = new FindingText(out, terminal);
    }

    void print() {
        if (report.findings().isEmpty()) {
            text.heading(Verdict.IDLE, "no write was stalled, and no reader misled", "");
            out.println();
        }
        for (Finding finding : report.findings()) {
            print(finding);
        }
        int quiet = 0;
        for (TracedPipe pipe : report.pipes()) {
            if (all || notable(report, pipe)) {
                print(pipe);
            } else {
                quiet++;
            }
        }
        counts(quiet);
        found();
    }

    /** The last line is what many read alone. */
    private void found() {
        Map<Verdict, Long> times = new EnumMap<>(Verdict.class);
        for (Finding finding : report.findings()) {
            times.merge(finding.verdict(), finding.times(), Long::sum);
        }
        List<String> found = new ArrayList<>();
        times.forEach((verdict, count) -> found.add(Size.grouped(count) + " " + verdict.text()));
        text.wrapped(
                "",
                "Found: "
                        + (found.isEmpty() ? "no stall" : String.join(", ", found))
                        + (report.counts().droppedFindings() > 0 ? ", and more" : ""),
                "  ");
    }

    /** Whether there is something to tell of it: a finding, a write that waited, a leak. */
    static boolean notable(TraceReport report, TracedPipe pipe) {
        for (Finding finding : report.findings()) {
            if (finding.pipe().isPresent() && finding.pipe().get() == pipe) {
                return true;
            }
        }
        return pipe.stalls().writes() > 0 || !pipe.leaks().isEmpty();
    }

    private void print(Finding finding) {
        StalledCall call = finding.call().orElseThrow();
        text.heading(finding.verdict(), finding.summary(), "  ");
        out.println(
                "  from "
                        + moment.of(call.line(), call.time())
                        + "; "
                        + Moment.length(call)
                        + (finding.times() > 1
                                ? "; " + Size.grouped(finding.times()) + " times"
                                : ""));
        text.body(finding);
        out.println();
    }

    private void print(TracedPipe pipe) {
        out.println(
                terminal.bold(LogSafe.line(pipe.file()))
                        + (pipe.socket() ? "  one direction of a socketpair" : ""));
        out.println(
                "  "
                        + (pipe.seen() ? "made in " : "first told of in ")
                        + moment.of(pipe.line(), pipe.time())
                        + ", by "
                        + FindingText.person(pipe.command(), pipe.pid()));
        out.println(
                "  " + Size.grouped(pipe.in()) + " bytes in, " + Size.grouped(pipe.out()) + " out");
        for (List<Descriptor> those : List.of(pipe.past(), pipe.descriptors())) {
            for (Descriptor descriptor : those) {
                text.wrapped("  - ", held(descriptor), "    ");
            }
        }
        if (pipe.pastOmitted() > 0) {
            out.println("  - and " + Size.counted(pipe.pastOmitted(), "descriptor") + " before");
        }
        for (StalledCall stall : pipe.stalls().longest()) {
            text.wrapped("  ! ", stalled(stall), "    ");
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
        String life =
                FindingText.person(descriptor.command(), descriptor.pid())
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
        return descriptor.leaked() ? life + terminal.bold(": LEAKED, never used") : life;
    }

    private String stalled(StalledCall stall) {
        return "%s waits to %s%s on fd %s from %s: %s"
                .formatted(
                        FindingText.person(stall.command(), stall.pid()),
                        stall.writes() ? "write" : "read",
                        stall.asked() >= 0 && stall.writes()
                                ? " " + Size.counted(stall.asked(), "byte")
                                : "",
                        stall.fd(),
                        moment.of(stall.line(), stall.time()),
                        Moment.length(stall));
    }

    private void counts(int quiet) {
        Counts counts = report.counts();
        StringBuilder sum = new StringBuilder();
        sum.append(Size.counted(counts.lines(), "line"))
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
            sum.append(", ")
                    .append(Size.grouped(quiet + counts.droppedPipes()))
                    .append(" of these not shown")
                    .append(counts.droppedPipes() > 0 ? ", of which there are too many" : "")
                    .append(quiet > 0 ? ": --all shows those without a stall or a leak" : "");
        }
        text.wrapped("", sum.toString(), "  ");
        odd(counts.droppedFindings(), "finding", "more, no graver than these", 0);
        odd(counts.droppedDescriptors(), "descriptor", "not kept: too many at once", 0);
        odd(counts.unfollowed(), "line", "not followed: too many threads at once", 0);
        odd(counts.foreign(), "line", "that strace did not write", counts.firstForeign());
        odd(counts.truncated(), "call", "that breaks off", counts.firstTruncated());
        odd(counts.unmatched(), "end", "of a call whose beginning is not there", 0);
        odd(counts.shortened(), "line", "longer than 1 MiB, its middle left out", 0);
        odd(
                counts.hiddenPipes(),
                "pipe",
                "whose descriptors it leaves out: record with -s 2 or more",
                0);
        odd(counts.guessed(), "child", "whose parent is guessed: several forked at once", 0);
        if (report.begin() < 0) {
            out.println("no times in it: only what never ended counts as stalled (strace -ttt)");
        }
    }

    private void odd(long count, String what, String why, long first) {
        if (count > 0) {
            String many =
                    what.equals("child") && count > 1
                            ? Size.grouped(count) + " children"
                            : Size.counted(count, what);
            out.println(many + " " + why + (first > 0 ? ", the first in line " + first : ""));
        }
    }
}
