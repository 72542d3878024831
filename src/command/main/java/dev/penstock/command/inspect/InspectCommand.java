package dev.penstock.command.inspect;

import dev.penstock.command.task.Failure;
import dev.penstock.command.task.Task;
import dev.penstock.command.task.Terminal;
import dev.penstock.command.text.Json;
import dev.penstock.command.text.PageFile;
import dev.penstock.diagnosis.inspect.Inspection;
import dev.penstock.diagnosis.inspect.Inspector;
import dev.penstock.diagnosis.inspect.ThreadDumps;
import dev.penstock.diagnosis.model.Finding;
import dev.penstock.diagnosis.model.Step;
import dev.penstock.diagnosis.snapshot.ProcessView;
import dev.penstock.internal.procfs.ProcFs;
import dev.penstock.internal.procfs.TaskStat;
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
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code penstock inspect}: what was typed. */
@Command(
        name = "penstock inspect",
        customSynopsis = "penstock inspect [OPTION…] PID… | --all | --name REGEX",
        description = {
            "Tells whether a program hangs in a pipe, and who makes it hang: looks twice at every"
                    + " process,",
            "finds who waits for whom, and gives a verdict with what proves it. Nothing that is"
                    + " looked at is",
            "disturbed."
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
            "  penstock inspect 4711 --html hang.html",
            "  penstock inspect 4711 --json | jq .verdict",
            "",
            "Verdicts: DEADLOCK, ORPHAN-WRITER, DEAD-CONSUMER, UNREAD, SOCKET; UNKNOWN, SLOW, IDLE.",
            "Exit code: 1 a stall was found (one of the first five), 0 none was, 2 wrong usage or"
                    + " no such process."
        })
public final class InspectCommand implements Task {
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
                    "How long to look. What moves more slowly seems to stand. Default: 500ms.")
    private Duration length = Duration.ofMillis(500);

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

    @Parameters(arity = "0..*", paramLabel = "PID", hidden = true)
    private List<String> words = new ArrayList<>();

    private JavaStacks stacks;

    @Override
    public int run(PrintStream out, PrintStream err, Terminal terminal)
            throws IOException, InterruptedException {
        if (length.isZero() || length.compareTo(LONGEST) > 0) {
            throw new Failure(Failure.USAGE, "inspect: --for must be more than 0 and at most 1h");
        }
        if (json && dot) {
            throw new Failure(Failure.USAGE, "inspect: --json and --dot do not go together");
        }
        if (every != null && (every.isZero() || every.compareTo(LONGEST) > 0)) {
            throw new Failure(Failure.USAGE, "inspect: --watch must be more than 0 and at most 1h");
        }
        ProcFs proc = ProcFs.open();
        Optional<Predicate<ProcessView>> wanted = wanted(proc);
        stacks = new JavaStacks(proc);
        Inspector inspector =
                new Inspector(proc, length, html != null, java ? stacks : ThreadDumps.NONE);
        Inspection inspection = inspect(inspector, wanted);
        if (inspection.findings().isEmpty() && wanted.isPresent()) {
            throw new Failure(
                    Failure.USAGE,
                    name == null
                            ? "inspect: those processes ended before they were looked at"
                            : "inspect: no process has such a command line: " + name);
        }
        print(out, err, terminal, inspection);
        while (every != null) {
            out.flush();
            Thread.sleep(every.toMillis());
            Inspection next = inspect(inspector, wanted);
            if (next.findings().isEmpty() && wanted.isPresent()) {
                break;
            }
            inspection = next;
            out.print(terminal.live() ? CLEAR : "\n");
            print(out, err, terminal, inspection);
        }
        return inspection.verdict().stalled() ? 1 : 0;
    }

    @Override
    public boolean endsWithCommand() {
        return false;
    }

    private static Inspection inspect(Inspector inspector, Optional<Predicate<ProcessView>> wanted)
            throws IOException, InterruptedException {
        return wanted.isPresent() ? inspector.inspect(wanted.get()) : inspector.inspectAll();
    }

    private void print(PrintStream out, PrintStream err, Terminal terminal, Inspection inspection)
            throws IOException, InterruptedException {
        if (html != null) {
            PageFile.write("--html", html, InspectionHtml.of(inspection));
        }
        Set<Step> steps = javaSteps(inspection);
        Map<Step, List<JavaThread>> threads = new LinkedHashMap<>();
        for (Step step : steps) {
            threads.put(step, JavaStacks.shown(stacks.threads(step.pid()), step.tid()));
        }
        if (json) {
            Json.print(out, generator -> new InspectionJson(inspection, threads).write(generator));
        } else if (dot) {
            InspectionDot.print(out, inspection);
        } else {
            new InspectionText(inspection, terminal).print(out);
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

    /** Empty for all. */
    private Optional<Predicate<ProcessView>> wanted(ProcFs proc) {
        if (all && name == null && words.isEmpty()) {
            return Optional.empty();
        }
        if (name != null && !all && words.isEmpty()) {
            Pattern pattern = pattern();
            long self = ProcessHandle.current().pid();
            return Optional.of(
                    process ->
                            process.pid() != self
                                    && pattern.matcher(commandLine(proc, process.pid())).find());
        }
        if (all || name != null || words.isEmpty()) {
            throw new Failure(
                    Failure.USAGE,
                    "inspect: name processes by PID…, by --name or by --all, one way");
        }
        List<Integer> pids = new ArrayList<>();
        for (String word : words) {
            pids.add(pid(proc, word));
        }
        return Optional.of(process -> pids.contains(process.pid()));
    }

    private static String commandLine(ProcFs proc, int pid) {
        return String.join(" ", proc.cmdline(pid).known().orElse(List.of()));
    }

    private Pattern pattern() {
        try {
            return Pattern.compile(name);
        } catch (PatternSyntaxException e) {
            throw new Failure(
                    Failure.USAGE,
                    "inspect: --name: " + e.getDescription() + " in '" + name + "'",
                    e);
        }
    }

    private static int pid(ProcFs proc, String word) {
        int pid;
        try {
            pid = Integer.parseInt(word);
        } catch (NumberFormatException e) {
            throw new Failure(Failure.USAGE, "inspect: '" + word + "' is not a process id", e);
        }
        TaskStat stat = pid <= 0 ? null : proc.stat(pid).known().orElse(null);
        if (stat == null) {
            throw new Failure(Failure.USAGE, "inspect: there is no process " + word);
        }
        if (stat.kernelThread()) {
            throw new Failure(
                    Failure.USAGE,
                    "inspect: " + word + " is a thread of the kernel, and has no pipes");
        }
        return pid;
    }
}
