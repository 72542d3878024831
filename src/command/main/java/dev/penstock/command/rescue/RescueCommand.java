package dev.penstock.command.rescue;

import dev.penstock.command.task.Appearance;
import dev.penstock.command.task.Failure;
import dev.penstock.command.task.StandardOutput;
import dev.penstock.command.task.Task;
import dev.penstock.command.text.Json;
import dev.penstock.diagnosis.rescue.Backlog;
import dev.penstock.diagnosis.rescue.Drain;
import dev.penstock.diagnosis.rescue.Drained;
import dev.penstock.diagnosis.rescue.Growth;
import dev.penstock.diagnosis.rescue.PipeBacklog;
import dev.penstock.diagnosis.rescue.PipeEnd;
import dev.penstock.diagnosis.rescue.RefusedException;
import dev.penstock.diagnosis.rescue.Store;
import dev.penstock.diagnosis.rescue.Until;
import dev.penstock.internal.procfs.ProcFs;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code penstock rescue}: what was typed. */
@Command(
        name = "penstock rescue",
        customSynopsis =
                "penstock rescue PID FD [--peek [N] | --grow SIZE | --drain FILE|-] [OPTION…]",
        description = {
            "Frees a program that hangs because nobody reads what it has written into a pipe, a FIFO"
                    + " or a Unix socket: FD of process PID is either end. Alone, it shows how"
                    + " things are. Without --yes, --grow and --drain do nothing: they only say what"
                    + " they would do."
        },
        footer = {
            "",
            "A SIZE or N is 4096, 64KiB, 1MiB; a D is 500ms, 2s, 1m.",
            "",
            "Examples:",
            "  penstock rescue 4711 1                      who writes, who should read, who is stuck",
            "  penstock rescue 4711 1 --peek               what is stuck; it stays there",
            "  penstock rescue 4711 1 --grow 1MiB --yes    room for the writer to go on",
            "  penstock rescue 4711 1 --drain out.bin --yes",
            "",
            "Exit code: 0 nobody is stuck in it (any more), 1 somebody is, 2 an error or a refusal;"
                    + " --peek: 0."
        })
public final class RescueCommand implements Task {
    private static final String SHOWN = "4KiB";
    private static final long MOST_SHOWN = 64 << 20;

    @Option(
            names = "--peek",
            arity = "0..1",
            fallbackValue = SHOWN,
            paramLabel = "N",
            description =
                    "Show the first N bytes that are stuck, 4 KiB if not said, and take none.")
    private Long peek;

    @Option(names = "--raw", description = "With --peek: the bytes as they are, and nothing else.")
    private boolean raw;

    @Option(names = "--grow", paramLabel = "SIZE", description = "Make the pipe larger.")
    private Long grow;

    @Option(
            names = "--drain",
            paramLabel = "FILE",
            description =
                    "Take the bytes out, in order, into a new file, or with - to standard output."
                            + " The real reader will not see them.")
    private String drain;

    @Option(
            names = "--until",
            paramLabel = "exit|unblocked",
            description =
                    "Drain until the program has ended or closed the pipe (if not said), or until"
                            + " nobody is blocked in it.")
    private String until = "exit";

    @Option(names = "--for", paramLabel = "D", description = "Drain for so long at most.")
    private Duration length;

    @Option(names = "--bytes", paramLabel = "N", description = "Drain so many bytes at most.")
    private Long bytes;

    @Option(
            names = "--yes",
            description = "Do it: without --yes, --grow and --drain only say what they would do.")
    private boolean yes;

    @Option(names = "--json", description = "One JSON object, see docs/rescue.md.")
    private boolean json;

    @Parameters(arity = "0..*", paramLabel = "PID FD", hidden = true)
    private List<String> words = new ArrayList<>();

    @Override
    public boolean endsWithCommand() {
        return false;
    }

    @Override
    public int run(PrintStream out, PrintStream err, Appearance terminal)
            throws IOException, InterruptedException {
        check();
        boolean dataOnOut = raw || "-".equals(drain);
        // Whoever has read enough of what is told does not undo what was asked for.
        PrintStream told = dataOnOut ? err : StandardOutput.forgiving(out);
        ProcFs proc = ProcFs.open();
        try (StopSignal signal = new StopSignal()) {
            PipeEnd target = PipeEnd.find(proc, number(0), number(1));
            try (Backlog backlog = Backlog.open(proc, target)) {
                PipeStatus status = PipeStatus.look(proc, target, backlog);
                RescueText text = new RescueText(json ? quiet() : told, terminal, status);
                if (!raw) {
                    text.status();
                }
                RescueReport report =
                        perform(
                                proc,
                                status,
                                backlog,
                                text,
                                dataOnOut ? out : told,
                                err,
                                terminal,
                                signal);
                if (json) {
                    Json.print(told, generator -> new RescueJson(report).write(generator));
                }
                return exitCode(report);
            }
        } catch (RefusedException e) {
            throw new Failure(Failure.USAGE, "rescue: " + e.getMessage(), e);
        }
    }

    private int exitCode(RescueReport report) {
        if (report.failed()) {
            return Failure.USAGE;
        }
        return peek == null && report.stuck().isPresent() ? 1 : 0;
    }

    private RescueReport perform(
            ProcFs proc,
            PipeStatus status,
            Backlog backlog,
            RescueText text,
            PrintStream out,
            PrintStream err,
            Appearance terminal,
            StopSignal signal)
            throws IOException, InterruptedException {
        if (peek != null) {
            return peek(status, backlog, text, out);
        }
        if (grow != null) {
            return grow(status, backlog, text);
        }
        if (drain == null) {
            text.advice();
            return RescueReport.of(status);
        }
        if (!drain.equals("-") && Files.exists(Path.of(drain))) {
            throw new RefusedException(thereIs());
        }
        // Nobody may miss that.
        (json ? new RescueText(err, terminal, status) : text).warning(drain, until());
        if (!yes) {
            text.undone();
            return RescueReport.of(status);
        }
        Drained drained = drain(proc, status, backlog, out, err, terminal, signal);
        // An end of ours that is open counts as a reader.
        backlog.close();
        RescueReport report = RescueReport.of(status).drained(drained);
        text.drained(drain, report);
        return report;
    }

    private RescueReport peek(PipeStatus status, Backlog backlog, RescueText text, PrintStream out)
            throws IOException {
        byte[] bytes = backlog.first((int) Math.min(peek, MOST_SHOWN));
        if (raw) {
            out.write(bytes);
            out.flush();
        } else {
            text.peeked(bytes);
        }
        return RescueReport.of(status).peeked(bytes);
    }

    private RescueReport grow(PipeStatus status, Backlog backlog, RescueText text)
            throws IOException, InterruptedException {
        if (!(backlog instanceof PipeBacklog pipe)) {
            throw new RefusedException(
                    status.target().file()
                            + " is a socket: its size is its writer's own setting (SO_SNDBUF);"
                            + " --drain it");
        }
        if (!yes) {
            text.wouldGrow(grow);
            return RescueReport.of(status);
        }
        Growth growth =
                Growth.grow(pipe, (int) Math.min(grow, Integer.MAX_VALUE), status.writers());
        text.grown(growth);
        return RescueReport.of(status).grown(growth);
    }

    private Drained drain(
            ProcFs proc,
            PipeStatus status,
            Backlog backlog,
            PrintStream out,
            PrintStream err,
            Appearance terminal,
            StopSignal signal)
            throws IOException, InterruptedException {
        DrainView view = new DrainView(err, terminal);
        try (Store store = drain.equals("-") ? new OutputStore(out) : file()) {
            Drain work =
                    new Drain(
                            proc, status.target().pid(), backlog, store, until(), signal::received);
            return work.run(view);
        } finally {
            view.end();
        }
    }

    private Store file() throws IOException {
        try {
            return Store.file(Path.of(drain));
        } catch (FileAlreadyExistsException e) {
            throw new RefusedException(thereIs());
        } catch (NoSuchFileException e) {
            throw new RefusedException("--drain " + drain + ": there is no such folder");
        } catch (FileSystemException e) {
            String reason = e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
            throw new RefusedException("--drain " + drain + ": cannot be made: " + reason);
        }
    }

    private String thereIs() {
        return "--drain " + drain + ": there is such a file; name one that there is not yet";
    }

    private Until until() {
        return new Until(
                until.equals("unblocked"),
                Optional.ofNullable(length),
                bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes));
    }

    private void check() {
        int actions = (peek != null ? 1 : 0) + (grow != null ? 1 : 0) + (drain != null ? 1 : 0);
        if (actions > 1) {
            throw usage("--peek, --grow and --drain are three things: name one");
        }
        if (words.size() != 2) {
            throw usage(
                    "name a process and one of its descriptors, before any option: rescue PID FD"
                            + " --peek");
        }
        if (drain == null && (length != null || bytes != null || !until.equals("exit"))) {
            throw usage("--until, --for and --bytes say when to end a --drain");
        }
        if (!until.equals("exit") && !until.equals("unblocked")) {
            throw usage("--until is exit or unblocked, not '" + until + "'");
        }
        if (raw && (peek == null || json)) {
            throw usage("--raw is for --peek, and not with --json");
        }
        if (json && "-".equals(drain)) {
            throw usage("--json and --drain - both want standard output");
        }
        if (bytes != null && bytes == 0 || peek != null && peek == 0 || grow != null && grow == 0) {
            throw usage("0 bytes are none");
        }
    }

    private static Failure usage(String message) {
        return new Failure(Failure.USAGE, "rescue: " + message);
    }

    private int number(int index) {
        String word = words.get(index);
        String what = index == 0 ? "process id" : "descriptor's number";
        try {
            int number = Integer.parseInt(word);
            if (number >= (index == 0 ? 1 : 0)) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new Failure(Failure.USAGE, "rescue: '" + word + "' is not a " + hint(what), e);
        }
        throw usage("'" + word + "' is not a " + hint(what));
    }

    private static String hint(String what) {
        return what.startsWith("process")
                ? what + "; penstock inspect --name NAME finds the process and its descriptor"
                : what;
    }

    private static PrintStream quiet() {
        return new PrintStream(OutputStream.nullOutputStream());
    }
}
