package dev.penstock.command.inspect;

import dev.penstock.command.finding.FailOn;
import dev.penstock.command.task.Appearance;
import dev.penstock.command.task.Failure;
import dev.penstock.command.task.StandardOutput;
import dev.penstock.command.task.Task;
import dev.penstock.command.text.Json;
import dev.penstock.command.text.PageFile;
import dev.penstock.diagnosis.inspect.Inspection;
import dev.penstock.diagnosis.inspect.Inspector;
import dev.penstock.diagnosis.inspect.ThreadDumps;
import dev.penstock.diagnosis.model.Finding;
import dev.penstock.diagnosis.model.Step;
import dev.penstock.internal.procfs.ProcFs;
import dev.penstock.text.LogSafe;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code penstock inspect}: what was typed. */
@Command(
        name = "penstock inspect",
        customSynopsis = "penstock inspect [OPTION…] PID… | --all | --name REGEX",
        description = {
            "Tells whether a program hangs in a pipe, and who makes it hang: looks twice at every"
                    + " process, finds who waits for whom, and gives a verdict with what proves it"
                    + " and what helps. Nothing that is looked at is disturbed."
        },
        footer = {
            "",
            "A D is a length of time: 500ms, 2s, 1m.",
            "",
            "Examples:",
            "  penstock inspect 4711",
            "  penstock inspect --all",
            "  penstock inspect --name '^python3 worker' --for 2s",
            "  penstock inspect --all --watch 2s",
            "  penstock inspect --all --fail-on proven || mail -s hung root   # from cron",
            "  penstock inspect 4711 --html hang.html",
            "  penstock inspect 4711 --json | jq .verdict",
            "",
            "Verdicts: DEADLOCK, ORPHAN-WRITER, DEAD-CONSUMER, UNREAD, SOCKET, STOPPED; UNKNOWN, SLOW,"
                    + " IDLE. The first six are stalls: DEADLOCK is proven, the others are suspected.",
            "Exit code: " + FailOn.EXIT_CODES
        })
public final class InspectCommand implements Task {
    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration IN_DOUBT = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofHours(1);

    /** Home, and clear to the end: a terminal that is drawn over does not flicker. */
    private static final String CLEAR = "\u001b[H\u001b[J";

    @Option(names = "--all", description = "Every process, and only what is stalled.")
    private boolean all;

    @Option(
            names = "--name",
            paramLabel = "REGEX",
            description = "Every process whose command line the expression is found in.")
    private String name;

    @Option(
            names = "--for",
            paramLabel = "D",
            description =
                    "How long to look. What moves more slowly seems to stand. Default: 500ms, and"
                            + " where a reader does nothing and has not long done so, up to 10s.")
    private Duration length;

    @Option(
            names = "--watch",
            paramLabel = "D",
            description = "Again every D, until interrupted or until those named have ended.")
    private Duration every;

    @Option(
            names = "--java",
            description =
                    "Also ask JVMs, by jcmd, for their threads' stacks and locks: stops them shortly.")
    private boolean java;

    @Option(names = "--json", description = "One JSON object, see docs/inspect-json.md.")
    private boolean json;

    @Option(
            names = "--dot",
            description = "For Graphviz: penstock inspect --all --dot | dot -Tsvg.")
    private boolean dot;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "A page that stands by itself, with drawings, into FILE as well.")
    private Path html;

    @Option(
            names = "--fail-on",
            paramLabel = "proven|suspected",
            description =
                    "For scripts: an exit code other than 0 for such a stall alone, or an error.")
    private String failOn;

    @Parameters(arity = "0..*", paramLabel = "PID", hidden = true)
    private List<String> words = new ArrayList<>();

    private JavaStacks stacks;

    @Override
    public int run(PrintStream out, PrintStream err, Appearance terminal)
            throws IOException, InterruptedException {
        if (length != null && (length.isZero() || length.compareTo(LONGEST) > 0)) {
            throw new Failure(Failure.USAGE, "inspect: --for must be more than 0 and at most 1h");
        }
        if (json && dot) {
            throw new Failure(Failure.USAGE, "inspect: --json and --dot do not go together");
        }
        if (every != null && (every.isZero() || every.compareTo(LONGEST) > 0)) {
            throw new Failure(Failure.USAGE, "inspect: --watch must be more than 0 and at most 1h");
        }
        FailOn fail = FailOn.parse("inspect", failOn);
        ProcFs proc = ProcFs.open();
        Subjects subjects = subjects(proc);
        stacks = new JavaStacks(proc);
        Inspector inspector =
                new Inspector(
                        proc,
                        length == null ? FIRST : length,
                        length == null ? IN_DOUBT : length,
                        html != null,
                        java ? stacks : ThreadDumps.NONE);
        Inspection inspection = inspect(inspector, subjects);
        if (inspection.findings().isEmpty() && subjects.wanted().isPresent()) {
            throw new Failure(Failure.USAGE, "inspect: " + subjects.none());
        }
        for (String missing : subjects.missing(inspection)) {
            err.println("penstock: " + missing);
        }
        Visibility rights = new Visibility(inspection, subjects);
        boolean read = print(out, err, terminal, proc, inspection, rights);
        while (every != null && read) {
            out.flush();
            Thread.sleep(every.toMillis());
            Inspection next = inspect(inspector, subjects);
            if (next.findings().isEmpty() && subjects.wanted().isPresent()) {
                break;
            }
            inspection = next;
            rights = new Visibility(inspection, subjects);
            out.print(terminal.live() ? CLEAR : "\n");
            read = print(out, err, terminal, proc, inspection, rights);
        }
        return fail.code(inspection.verdict(), rights.sufficient());
    }

    @Override
    public boolean endsWithCommand() {
        return false;
    }

    private static Inspection inspect(Inspector inspector, Subjects subjects)
            throws IOException, InterruptedException {
        return subjects.wanted().isPresent()
                ? inspector.inspect(subjects.wanted().get())
                : inspector.inspectAll();
    }

    /**
     * Prints first, since what a look has shown is not to be lost with a file that cannot be made.
     *
     * @return false if nobody reads what is printed any more
     */
    private boolean print(
            PrintStream out,
            PrintStream err,
            Appearance terminal,
            ProcFs proc,
            Inspection inspection,
            Visibility rights)
            throws IOException, InterruptedException {
        boolean read = true;
        try {
            print(out, err, terminal, inspection, rights);
            out.flush();
        } catch (StandardOutput.Closed e) {
            read = false;
        }
        if (html != null) {
            PageFile.write(
                    "--html", html, InspectionHtml.of(inspection, rights, new ProcessAges(proc)));
        }
        return read;
    }

    private void print(
            PrintStream out,
            PrintStream err,
            Appearance terminal,
            Inspection inspection,
            Visibility rights)
            throws IOException, InterruptedException {
        Set<Step> steps = javaSteps(inspection);
        Map<Step, List<JavaThread>> threads = new LinkedHashMap<>();
        for (Step step : steps) {
            threads.put(step, JavaStacks.shown(stacks.threads(step.pid()), step.tid()));
        }
        if (json) {
            Json.print(
                    out,
                    generator -> new InspectionJson(inspection, rights, threads).write(generator));
        } else if (dot) {
            InspectionDot.print(out, inspection);
        } else {
            new InspectionText(inspection, rights, terminal).print(out);
        }
        if (!json) {
            stacks(dot ? err : out, steps);
        }
    }

    private void stacks(PrintStream out, Set<Step> steps) throws InterruptedException {
        for (Step step : steps) {
            out.println();
            out.println(
                    "Java threads of "
                            + LogSafe.line(step.command())
                            + "  (pid "
                            + step.pid()
                            + ")");
            for (JavaThread thread : JavaStacks.shown(stacks.threads(step.pid()), step.tid())) {
                out.println("  \"" + LogSafe.line(thread.name()) + "\" (" + thread.tid() + ")");
                thread.lines().forEach(line -> out.println("      " + LogSafe.line(line)));
            }
            if (stacks.failure(step.pid()) != null) {
                out.println("  unknown: " + LogSafe.line(stacks.failure(step.pid())));
            }
        }
    }

    /** Those in the chains whom a JVM can tell of. */
    private Set<Step> javaSteps(Inspection inspection) {
        Set<Step> steps = new LinkedHashSet<>();
        for (Finding finding : inspection.findings()) {
            for (Step step : finding.chain()) {
                if (java && JavaStacks.isJava(step.command())) {
                    steps.add(step);
                }
            }
        }
        return steps;
    }

    private Subjects subjects(ProcFs proc) {
        if (all && name == null && words.isEmpty()) {
            return Subjects.all(proc);
        }
        if (name != null && !all && words.isEmpty()) {
            return Subjects.named(proc, name);
        }
        if (all || name != null || words.isEmpty()) {
            throw new Failure(
                    Failure.USAGE,
                    "inspect: name processes by PID…, by --name or by --all, one way");
        }
        return Subjects.listed(proc, words);
    }
}
