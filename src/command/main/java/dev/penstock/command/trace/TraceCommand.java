package dev.penstock.command.trace;

import dev.penstock.command.finding.FailOn;
import dev.penstock.command.task.Appearance;
import dev.penstock.command.task.Failure;
import dev.penstock.command.task.StandardOutput;
import dev.penstock.command.task.Task;
import dev.penstock.command.text.Json;
import dev.penstock.command.text.PageFile;
import dev.penstock.diagnosis.trace.ProcessLog;
import dev.penstock.diagnosis.trace.Trace;
import dev.penstock.diagnosis.trace.TraceReport;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code penstock trace}: what was typed. */
@Command(
        name = "penstock trace",
        customSynopsis = "penstock trace [OPTION…] FILE… | -",
        description = {
            "Finds stalled pipes in a log of strace: who held which end, which write or read did not"
                    + " return, who should have read, and which descriptor leaked into which"
                    + " process at which line."
        },
        footer = {
            "",
            "A log is what strace wrote with any of -f -ff -y -yy -t -tt -ttt -r -T -k -x -xx -s, plain"
                    + " or packed by gzip or zstd; of -ff name all files: LOG.*. The best to have is",
            "  strace -f -y -ttt -T -s 16 -o LOG COMMAND…",
            "A D is a length of time: 500ms, 2s, 1m.",
            "",
            "Examples:",
            "  penstock trace build.log",
            "  penstock trace --min 100ms --all build.log.zst",
            "  strace -f -y -ttt -o '|penstock trace -' make",
            "  penstock trace --timeline hang.html build.log",
            "  penstock trace --json build.log | jq .verdict",
            "",
            "Verdicts: DEADLOCK, ORPHAN-WRITER, DEAD-CONSUMER, UNREAD; UNKNOWN, SLOW, IDLE.",
            "The first four are stalls: DEADLOCK is proven, the others are suspected.",
            "Exit code: 0 nothing is stalled, 1 a stall is proven, 2 wrong usage or an error, 3 a"
                    + " stall is suspected."
        })
public final class TraceCommand implements Task {
    @Option(
            names = "--min",
            paramLabel = "D",
            description = "How long a call must take to be called stalled. Default: 1s.")
    private Duration least = Duration.ofSeconds(1);

    @Option(names = "--all", description = "Every pipe, and not only those with a stall or a leak.")
    private boolean all;

    @Option(names = "--json", description = "One JSON object, see docs/trace.md.")
    private boolean json;

    @Option(
            names = "--timeline",
            paramLabel = "FILE",
            description = "Also draw who held what and waited when, as a page of HTML.")
    private Path timeline;

    @Option(
            names = "--fail-on",
            paramLabel = "proven|suspected",
            description =
                    "For scripts: an exit code other than 0 for such a stall alone, or an error.")
    private String failOn;

    @Parameters(arity = "0..*", paramLabel = "FILE", hidden = true)
    private List<String> files = new ArrayList<>();

    @Override
    public int run(PrintStream out, PrintStream err, Appearance terminal) throws IOException {
        if (files.isEmpty()) {
            throw new Failure(
                    Failure.USAGE,
                    "trace: name a log, or - for standard input; try 'penstock trace --help'");
        }
        if (least.isZero()) {
            throw new Failure(Failure.USAGE, "trace: --min must be more than 0");
        }
        FailOn fail = FailOn.parse("trace", failOn);
        TraceReport report = read(err, terminal);
        // Who was attached to and sleeps all the time has no call that returned, but a pipe.
        if (report.counts().calls() == 0 && report.pipes().isEmpty()) {
            throw new Failure(
                    Failure.USAGE,
                    "trace: there is no call that strace would write in "
                            + String.join(", ", files)
                            + " ("
                            + report.counts().lines()
                            + " lines)");
        }
        try {
            print(report, out, terminal);
            out.flush();
        } catch (StandardOutput.Closed e) {
            // its reader has seen enough; the exit code is for the script around it
        }
        if (timeline != null) {
            PageFile.write("--timeline", timeline, TimelineHtml.of(report, all));
        }
        return fail.code(report.verdict(), true);
    }

    private void print(TraceReport report, PrintStream out, Appearance terminal)
            throws IOException {
        if (json) {
            Json.print(out, generator -> new TraceJson(report).write(generator));
        } else {
            new TraceText(report, out, terminal, all).print();
        }
    }

    private TraceReport read(PrintStream err, Appearance terminal) throws IOException {
        Progress progress = new Progress(err, terminal);
        Trace trace = new Trace(least);
        try (Logs logs = Logs.open(files, progress)) {
            List<ProcessLog> opened = logs.all();
            if (opened.size() == 1) {
                trace.read(opened.get(0).in());
            } else {
                trace.read(opened);
            }
        } finally {
            progress.clear();
        }
        return trace.report();
    }

    @Override
    public boolean endsWithCommand() {
        return false;
    }
}
