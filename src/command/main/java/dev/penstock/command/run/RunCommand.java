package dev.penstock.command.run;

import dev.penstock.command.task.Appearance;
import dev.penstock.command.task.Failure;
import dev.penstock.command.task.StandardOutput;
import dev.penstock.command.task.Task;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code penstock run}: what its options mean, and how the output passes. Penstock's first program
 * (native/run) reads the options before; those that are only described here are its own.
 */
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
            "A D is a length of time: 30 (seconds), 500ms, 2s, 1.5m, 1h, 1d; 0 for none. An N is a"
                    + " number of",
            "bytes: 4096, 64KiB, 1MiB. An S is a signal: TERM, SIGTERM, 15, RTMIN+1.",
            "",
            "Signals that penstock gets go to the command. When its time is up, all that it has"
                    + " started is",
            "ended, daemons included; a command that ends in time keeps the servers that it left.",
            "",
            "Examples:",
            "  penstock run --timeout 30 -- ./slow-test.sh",
            "  penstock run --max-line 4KiB -- kubectl logs -f pod   # no line floods the terminal",
            "  penstock run --capture 64KiB -- make                  # head and tail of a long log",
            "",
            "Exit code: the command's own; 124 its time ran out, 125 penstock itself failed, 126"
                    + " the command",
            "cannot be run, 127 there is no such command, 128+N signal N ended it; 2 wrong usage."
        })
public final class RunCommand implements Task {
    private static final int FAILED = 125;

    @Option(
            names = "--timeout",
            paramLabel = "D",
            description =
                    "SIGTERM after D to all that the command has started; then the exit code is"
                            + " 124.")
    private String timeout;

    @Option(names = "--signal", paramLabel = "S", description = "That signal instead of SIGTERM.")
    private String signal;

    @Option(
            names = "--kill-after",
            paramLabel = "D",
            description = "SIGKILL so long after that signal. Default: 2s.")
    private String killAfter;

    @Option(
            names = "--explain",
            description =
                    "Inspect it before its time is up, and print why it hangs. Default: where D is"
                            + " 10s or more.")
    private boolean explain;

    @Option(names = "--no-explain", description = "Do not explain.")
    private boolean noExplain;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description =
                    "Keep what is found when it is explained: inspect.txt, inspect.html and"
                            + " kernel.txt.")
    private String report;

    @Option(
            names = "--new-group",
            description = "Run it in a process group of its own, away from the terminal's keys.")
    private boolean newGroup;

    @Option(
            names = "--pty",
            description =
                    "Give it a terminal of its own, for programs that keep their output back or ask"
                            + " nobody else.")
    private boolean pty;

    @Option(
            names = "--propagate",
            description = "End by the signal that ended the command, instead of with 128+N.")
    private boolean propagate;

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
    private String directory;

    @Option(
            names = {"-e", "--env"},
            paramLabel = "NAME=VALUE",
            description = "Set a variable of its environment; may be repeated.")
    private List<String> variables;

    @Option(names = "--passing", paramLabel = "PID,FD,FD,FD,FD", hidden = true)
    private String passing;

    @Parameters(arity = "0..*", paramLabel = "CMD", hidden = true)
    private List<String> words;

    /** The options are read by the first program, and the output is the command's. */
    @Override
    public boolean colours() {
        return false;
    }

    @Override
    public int run(PrintStream out, PrintStream err, Appearance terminal)
            throws InterruptedException {
        if (passing == null) {
            throw new Failure(
                    Failure.USAGE,
                    words == null
                            ? "run: CMD is missing; try 'penstock run --help'"
                            : "run: a command is run by the program 'penstock', which the jar alone"
                                    + " is not");
        }
        if (maxLine != null && capture != null) {
            throw new Failure(
                    Failure.USAGE,
                    "run: --max-line and --capture exclude each other; leave one out");
        }
        try {
            if (maxLine == null) {
                keep(asInt("--capture", capture), out, err);
            } else {
                cut(positive("--max-line", maxLine), out, err);
            }
            return 0;
        } catch (StandardOutput.Closed e) {
            return 0; // our reader had enough; the command's code is what counts
        } catch (IOException | UncheckedIOException e) {
            throw new Failure(FAILED, "run: " + e.getMessage(), e);
        }
    }

    private void keep(int limit, PrintStream out, PrintStream err)
            throws IOException, InterruptedException {
        HeadTail stdout = new HeadTail(limit);
        HeadTail stderr = new HeadTail(limit);
        new PassThrough(passing).pass(stdout, stderr);
        stderr.print(err);
        stdout.print(out);
    }

    private void cut(long longest, PrintStream out, PrintStream err)
            throws IOException, InterruptedException {
        LineCutter stdout = new LineCutter(out, longest);
        LineCutter stderr = new LineCutter(err, longest);
        new PassThrough(passing).pass(stdout, stderr);
        long lines = stdout.cutLines() + stderr.cutLines();
        if (lines > 0) {
            err.println(
                    "penstock: "
                            + (lines == 1 ? "1 line" : lines + " lines")
                            + " of more than "
                            + longest
                            + " bytes cut: "
                            + stdout.cutLines()
                            + " on stdout, "
                            + stderr.cutLines()
                            + " on stderr; "
                            + (stdout.cutBytes() + stderr.cutBytes())
                            + " bytes left out");
        }
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
}
