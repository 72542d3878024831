package dev.penstock.command.run;

import dev.penstock.command.task.Failure;
import dev.penstock.command.task.StandardOutput;
import dev.penstock.command.task.Task;
import dev.penstock.command.task.Terminal;
import dev.penstock.loop.EventLoop;
import dev.penstock.process.Child;
import dev.penstock.process.Command;
import dev.penstock.process.Holder;
import dev.penstock.process.Input;
import dev.penstock.process.Outcome;
import dev.penstock.process.SpawnException;
import dev.penstock.process.StreamEnd;
import dev.penstock.process.Teardown;
import dev.penstock.sys.Signal;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code penstock run}: what was typed. */
@picocli.CommandLine.Command(
        name = "penstock run",
        synopsisHeading = "Usage: ",
        customSynopsis = "penstock run [OPTION…] [--] CMD [ARG…]",
        description = {
            "Runs a command and gives its exit code. Without options the command reads and writes"
                    + " what",
            "penstock would."
        },
        footer = {
            "",
            "A D is a length of time: 500ms, 2s, 1.5m. An N is a number of bytes: 4096, 64KiB,"
                    + " 1MiB.",
            "",
            "Examples:",
            "  penstock run --timeout 30s -- ./slow-test.sh",
            "  penstock run --max-line 4KiB -- kubectl logs -f pod   # no line floods the terminal",
            "  penstock run --capture 64KiB -- make                  # head and tail of a long log",
            "",
            "Exit code: the command's own; 124 its time ran out, 125 penstock itself failed, 126"
                    + " the command",
            "cannot be run, 127 there is no such command, 128+N signal N ended it; 2 wrong usage."
        })
public final class RunCommand implements Task {
    @Option(
            names = "--timeout",
            paramLabel = "D",
            description = "SIGTERM after D; then the exit code is 124.")
    private Duration timeout;

    @Option(
            names = "--kill-after",
            paramLabel = "D",
            description = "SIGKILL so long after that SIGTERM. Default: 2s.")
    private Duration killAfter;

    @Option(
            names = "--max-line",
            paramLabel = "N",
            description =
                    "Cut longer lines of stdout and stderr, visibly, and tell how many at the end.")
    private Long maxLine;

    @Option(
            names = "--capture",
            paramLabel = "N",
            description =
                    "Keep N bytes of stdout and of stderr, head and tail, and print them at the"
                            + " end.")
    private Long capture;

    @Option(
            names = {"-C", "--directory"},
            paramLabel = "DIR",
            description = "Run it there.")
    private Path directory;

    @Option(
            names = {"-e", "--env"},
            paramLabel = "NAME=VALUE",
            description = "Set a variable of its environment; may be repeated.")
    private List<String> variables = new ArrayList<>();

    @Parameters(arity = "1..*", paramLabel = "CMD", hidden = true)
    private List<String> words;

    @Override
    public int run(PrintStream out, PrintStream err, Terminal terminal)
            throws InterruptedException {
        Streams streams = streams(out, err);
        Command command = streams.connect(command());
        try {
            return run(command, streams, err);
        } catch (SpawnException e) {
            throw new Failure(ShellCode.of(e), "run: " + e.getMessage(), e);
        } catch (IOException | UncheckedIOException e) {
            throw new Failure(ShellCode.FAILED, "run: " + e.getMessage(), e);
        }
    }

    private int run(Command command, Streams streams, PrintStream err)
            throws IOException, InterruptedException {
        try (EventLoop loop = EventLoop.start("penstock run");
                Child child = command.start(loop)) {
            Outcome outcome = child.await();
            int code = ShellCode.of(outcome);
            try {
                streams.finish(outcome, err);
            } catch (StandardOutput.Closed e) {
                return code; // our reader had enough; the child's code is still what counts
            }
            tellOfCut("stdout", outcome.stdout(), err);
            tellOfCut("stderr", outcome.stderr(), err);
            return code;
        }
    }

    private Streams streams(PrintStream out, PrintStream err) {
        if (maxLine != null && capture != null) {
            throw new Failure(
                    Failure.USAGE,
                    "run: --max-line and --capture exclude each other; leave one out");
        }
        if (maxLine != null) {
            return new CutStreams(positive("--max-line", maxLine), out, err);
        }
        if (capture != null) {
            return new CapturedStreams(asInt("--capture", capture), out);
        }
        return new Streams.Inherited();
    }

    private Command command() {
        Command command = Command.of(words).stdin(Input.inherit()).endAtShutdown();
        if (timeout != null) {
            if (timeout.isZero()) {
                throw new Failure(
                        Failure.USAGE,
                        "run: --timeout must be longer than 0; leave it out for no limit");
            }
            command = command.timeout(timeout);
        }
        if (killAfter != null) {
            command =
                    command.teardown(
                            killAfter.isZero()
                                    ? Teardown.kill()
                                    : Teardown.signal(Signal.TERM).within(killAfter).thenKill());
        }
        if (directory != null) {
            if (!Files.isDirectory(directory)) {
                throw new Failure(
                        ShellCode.FAILED,
                        "run: --directory: there is no directory '" + directory + "'");
            }
            command = command.directory(directory);
        }
        for (Map.Entry<String, String> variable : environment().entrySet()) {
            command = command.environment(variable.getKey(), variable.getValue());
        }
        return command;
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        for (String variable : variables) {
            int equals = variable.indexOf('=');
            if (equals < 1) {
                throw new Failure(
                        Failure.USAGE, "run: --env: '" + variable + "' is not NAME=VALUE");
            }
            environment.put(variable.substring(0, equals), variable.substring(equals + 1));
        }
        return environment;
    }

    private static long positive(String option, long bytes) {
        if (bytes < 1) {
            throw new Failure(Failure.USAGE, "run: " + option + " must be at least 1 byte");
        }
        return bytes;
    }

    private static int asInt(String option, long bytes) {
        if (bytes > 1 << 30) {
            throw new Failure(Failure.USAGE, "run: " + option + " keeps at most 1GiB in memory");
        }
        return (int) bytes;
    }

    /**
     * A daemon left behind with our pipe: its output is not ours to wait for, but missing it is
     * told.
     */
    private static void tellOfCut(String name, StreamEnd end, PrintStream err) {
        if (end.how() != StreamEnd.How.CUT) {
            return;
        }
        if (end.holders().isEmpty()) {
            err.println("penstock: " + name + " given up: a process not seen here still holds it");
        }
        for (Holder holder : end.holders()) {
            err.println("penstock: " + name + " given up: still held by " + holder);
        }
    }
}
