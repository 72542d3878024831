package dev.penstock.command;

import dev.penstock.command.inspect.InspectCommand;
import dev.penstock.command.limits.LimitsCommand;
import dev.penstock.command.reproduce.ReproduceCommand;
import dev.penstock.command.rescue.RescueCommand;
import dev.penstock.command.run.RunCommand;
import dev.penstock.command.task.Appearance;
import dev.penstock.command.task.AsciiStream;
import dev.penstock.command.task.Colour;
import dev.penstock.command.task.Failure;
import dev.penstock.command.task.StandardOutput;
import dev.penstock.command.task.Task;
import dev.penstock.command.text.Nearest;
import dev.penstock.command.trace.TraceCommand;
import dev.penstock.internal.sys.Linux;
import dev.penstock.text.LogSafe;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The {@code penstock} command: finds out which command is meant and loads that one alone, since a
 * JVM that starts cold feels every class.
 */
public final class Penstock {
    private static final String HELP =
            """
            Usage: penstock COMMAND [OPTION…]
            Runs programs whose pipes never stall, and shows why others do.

            Commands:
              reproduce   Stall a real child in a full pipe, explain it, and run it with every cure
              run         Run a command: with a timeout, with long lines cut, with its output captured
              inspect     Tell whether a program hangs in a pipe, and who makes it hang
              rescue      Free it: look at what is stuck in a pipe, grow it, or drain it into a file
              trace       Find stalled pipes in a log of strace
              limits      Show what bounds pipes and child processes on this machine
              completion  Print a script that has bash or zsh complete all this

            Options:
              -h, --help     Show this, or a command's own help: penstock run --help
                  --version  Show the version, and how the C library is called

            Examples:
              penstock reproduce
              penstock reproduce --chunk 4097
              penstock run --timeout 30s --max-line 4KiB -- ./build.sh
              penstock inspect 4711
              penstock inspect --name '^python3 worker'
              penstock rescue 4711 1 --drain stuck.bin --yes
              penstock trace build.log
              penstock limits --json

            Exit code: 0 fine, 1 a finding or a failure, 2 wrong usage; `run` gives its command's own.
            Environment: NO_COLOR=1 no colours, FORCE_COLOR=1 in a file too; COLUMNS how wide;
            LC_ALL=C plain ASCII; PENSTOCK_DEBUG=1 stack traces of errors.
            """;

    private Penstock() {}

    /**
     * Runs the command and ends the JVM with its exit code.
     *
     * @param args as typed
     */
    public static void main(String[] args) {
        PrintStream out = stream(new StandardOutput(), false);
        PrintStream err = stream(new FileOutputStream(FileDescriptor.err), true);
        System.exit(run(out, err, Appearance.ofStandardOutput(), args));
    }

    private static PrintStream stream(OutputStream bytes, boolean autoFlush) {
        return AsciiStream.wanted(System.getenv())
                ? new AsciiStream(bytes, autoFlush)
                : new PrintStream(bytes, autoFlush, StandardCharsets.UTF_8);
    }

    /**
     * Runs the command in this JVM, with plain output.
     *
     * @param out standard output
     * @param err standard error
     * @param args as typed
     * @return the exit code
     */
    public static int run(PrintStream out, PrintStream err, String... args) {
        return run(out, err, Appearance.plain(), args);
    }

    static int run(PrintStream out, PrintStream err, Appearance terminal, String... args) {
        try {
            return dispatch(out, err, terminal, args);
        } catch (StandardOutput.Closed e) {
            return 0;
        } catch (Failure e) {
            return tell(err, e, e.exitCode());
        } catch (IOException
                | UncheckedIOException
                | UnsupportedOperationException
                | IllegalArgumentException e) {
            return tell(err, e, Failure.USAGE);
        } catch (LinkageError e) {
            return tell(err, notLoaded(e), Failure.USAGE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return tell(err, e, 1);
        }
    }

    private static int dispatch(
            PrintStream out, PrintStream err, Appearance terminal, String... args)
            throws IOException, InterruptedException {
        String word = args.length == 0 ? "" : args[0];
        switch (word) {
            case "":
                err.print(HELP);
                return Failure.USAGE;
            case "-h", "--help":
                out.print(HELP);
                return 0;
            case "help":
                String[] helped =
                        args.length == 1
                                ? new String[] {"--help"}
                                : new String[] {args[1], "--help"};
                return dispatch(out, err, terminal, helped);
            case "-V", "--version":
                out.println("penstock " + version());
                out.println("C library: " + binding());
                out.println(
                        "Java: "
                                + System.getProperty("java.runtime.version")
                                + ", "
                                + System.getProperty("java.vendor")
                                + ", "
                                + System.getProperty("java.home"));
                return 0;
            default:
                return perform(
                        task(word),
                        word,
                        out,
                        err,
                        terminal,
                        Arrays.copyOfRange(args, 1, args.length));
        }
    }

    /** What there is to do, in the words of the help. */
    static Map<String, String> commands() {
        Map<String, String> commands = new LinkedHashMap<>();
        String listed = HELP.substring(HELP.indexOf("Commands:"), HELP.indexOf("Options:"));
        for (String line : listed.split("\n")) {
            String[] parts = line.strip().split(" +", 2);
            if (line.startsWith("  ")) {
                commands.put(parts[0], parts[1]);
            }
        }
        return commands;
    }

    /** What was meant by a first word that there is not. */
    private static String meant(String word) {
        List<String> known = new ArrayList<>(commands().keySet());
        known.addAll(List.of("help", "--help", "--version"));
        return Nearest.question(word, known);
    }

    static Task task(String word) {
        return switch (word) {
            case "reproduce" -> new ReproduceCommand();
            case "run" -> new RunCommand();
            case "inspect" -> new InspectCommand();
            case "rescue" -> new RescueCommand();
            case "trace" -> new TraceCommand();
            case "limits" -> new LimitsCommand();
            case "completion" -> new CompletionCommand();
            default ->
                    throw new Failure(
                            Failure.USAGE,
                            "there is no "
                                    + (word.startsWith("-") ? "option" : "command")
                                    + " '"
                                    + word
                                    + "'"
                                    + meant(word)
                                    + "; try 'penstock --help'");
        };
    }

    private static int perform(
            Task task,
            String word,
            PrintStream out,
            PrintStream err,
            Appearance terminal,
            String... args)
            throws IOException, InterruptedException {
        CommandLine parser = Parser.of(task);
        Appearance wanted;
        try {
            ParseResult typed = parser.parseArgs(args);
            wanted = terminal.with(typed.matchedOptionValue(Parser.COLOUR, Colour.AUTO));
            if (typed.isUsageHelpRequested()) {
                Parser.usage(parser, out, wanted);
                return 0;
            }
        } catch (ParameterException e) {
            throw new Failure(
                    Failure.USAGE,
                    word + ": " + Parser.reason(e) + "; try 'penstock " + word + " --help'",
                    e);
        }
        try {
            return task.run(out, err, wanted);
        } catch (IOException e) {
            throw new Failure(Failure.USAGE, word + ": " + e.getMessage(), e);
        }
    }

    private static String version() {
        String version = Penstock.class.getPackage().getImplementationVersion();
        return version == null ? "(not packaged)" : version;
    }

    /** The version is told wherever this runs. */
    private static String binding() {
        try {
            return Linux.binding();
        } catch (LinkageError | RuntimeException e) {
            return "cannot be called: " + e.getMessage();
        }
    }

    /** The libraries are unpacked into a folder, from which the kernel may refuse to load them. */
    private static Failure notLoaded(LinkageError e) {
        Throwable cause = e;
        while (cause.getMessage() == null && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return new Failure(
                Failure.USAGE,
                "native code cannot be loaded: "
                        + cause.getMessage()
                        + "; JAVA_TOOL_OPTIONS=-Djffi.extract.dir=DIR names another folder to"
                        + " unpack it to",
                e);
    }

    private static int tell(PrintStream err, Exception e, int exitCode) {
        String message = e.getMessage();
        err.println(
                "penstock: "
                        + LogSafe.line(message == null ? e.getClass().getSimpleName() : message));
        if ("1".equals(System.getenv("PENSTOCK_DEBUG"))) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            err.print(LogSafe.lines(trace.toString()));
        }
        return exitCode;
    }
}
