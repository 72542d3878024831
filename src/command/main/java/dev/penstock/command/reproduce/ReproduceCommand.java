package dev.penstock.command.reproduce;

import dev.penstock.command.reproduce.child.DemoChild;
import dev.penstock.command.reproduce.child.FeedProgram;
import dev.penstock.command.reproduce.child.Payload;
import dev.penstock.command.reproduce.scenario.Case;
import dev.penstock.command.reproduce.scenario.Corpus;
import dev.penstock.command.task.Appearance;
import dev.penstock.command.task.Failure;
import dev.penstock.command.task.Task;
import dev.penstock.command.text.Nearest;
import dev.penstock.command.text.Size;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code penstock reproduce}: what was typed. */
@Command(
        name = "penstock reproduce",
        customSynopsis = {
            "penstock reproduce [OPTION…] [-- CMD [ARG…]]",
            "       penstock reproduce [--hold D] SCENARIO | --list"
        },
        description = {
            "Starts a real child whose output goes to a pipe that nobody reads, shows where and why"
                    + " it stalls, and runs the same child with every cure. With CMD, that is the"
                    + " child: it must end by itself within --patience once somebody reads what it"
                    + " writes."
        },
        footer = {
            "",
            "An N is a number of bytes: 4096, 64KiB, 1MiB. A D is a length of time: 500ms, 2s, 1m.",
            "",
            "Examples:",
            "  penstock reproduce",
            "  penstock reproduce --chunk 4097          # full at 45 066 bytes: slots, not bytes",
            "  penstock reproduce --pipe-size 1MiB --bytes 8MiB",
            "  penstock reproduce --program python3",
            "  penstock reproduce -- find / -xdev",
            "  penstock reproduce --list",
            "  penstock reproduce leaked-to-sibling.py",
            "",
            "Exit code: 0 it stalled and every cure worked, or a scenario's verdict is right; 1 it did"
                    + " not, a cure failed, or that verdict is wrong; 2 wrong usage, it could not be"
                    + " started, or it did not end by itself."
        })
public final class ReproduceCommand implements Task {
    private static final long MAX_BYTES = 1L << 40;
    private static final long MAX_PIPE = 1L << 30;
    private static final long DEFAULT_BYTES = 1 << 20;
    private static final long DEFAULT_CHUNK = 4096;

    @Option(
            names = "--bytes",
            paramLabel = "N",
            description = "How much the child writes. Default: 1MiB.")
    private Long bytes;

    @Option(
            names = "--chunk",
            paramLabel = "N",
            description = "How much each write(2) takes. Default: 4096.")
    private Long chunk;

    @Option(
            names = "--pipe-size",
            paramLabel = "N",
            description = "How large its pipe is (F_SETPIPE_SZ). Default: what the kernel gives.")
    private Long pipeSize;

    @Option(
            names = "--program",
            paramLabel = "NAME",
            description = "The child: dd (default), cat, python3 or perl.")
    private String program;

    @Option(
            names = "--patience",
            paramLabel = "D",
            description = "How long it may take to stall, and to end with each cure. Default: 30s.")
    private Duration patience = Duration.ofSeconds(30);

    @Option(names = "--list", description = "The scenarios, and which cannot be run here.")
    private boolean list;

    @Option(
            names = "--hold",
            paramLabel = "D",
            description = "How long a scenario stays afterwards, to be looked at. Default: 0s.")
    private Duration hold;

    @Option(names = "--json", description = "One JSON object, with times in microseconds.")
    private boolean json;

    @Spec private CommandSpec spec;

    @Parameters(arity = "0..*", paramLabel = "CMD", hidden = true)
    private List<String> words = new ArrayList<>();

    @Override
    public int run(PrintStream out, PrintStream err, Appearance terminal)
            throws IOException, InterruptedException {
        if (list) {
            ScenarioList scenarios = new ScenarioList(out, terminal);
            if (json) {
                scenarios.printForMachines();
            } else {
                scenarios.print();
            }
            return 0;
        }
        boolean own = spec.commandLine().getParseResult().originalArgs().contains("--");
        Optional<Case> scenario =
                words.size() == 1 && !own ? Corpus.find(words.get(0)) : Optional.empty();
        if (scenario.isEmpty() && !words.isEmpty() && !own) {
            throw new Failure(Failure.USAGE, noScenario());
        }
        if (scenario.isPresent()) {
            refuse("--bytes", bytes, "a scenario");
            refuse("--chunk", chunk, "a scenario");
            refuse("--pipe-size", pipeSize, "a scenario");
            refuse("--program", program, "a scenario");
            refuse("--json", json ? json : null, "a scenario");
            return new ScenarioRun(scenario.get(), out, terminal)
                    .run(hold == null ? Duration.ZERO : hold);
        }
        if (hold != null) {
            throw new Failure(
                    Failure.USAGE,
                    "reproduce: --hold goes with a scenario; 'penstock reproduce --list' lists them");
        }
        OptionalLong large = within("--pipe-size", pipeSize, MAX_PIPE);
        OptionalInt size =
                large.isPresent() ? OptionalInt.of((int) large.getAsLong()) : OptionalInt.empty();
        if (!words.isEmpty()) {
            refuse("--bytes", bytes, "a command of your own");
            refuse("--chunk", chunk, "a command of your own");
            refuse("--program", program, "a command of your own");
            return demonstrate(
                    new DemoChild(words, Optional.empty(), OptionalLong.empty(), size, patience),
                    out,
                    terminal);
        }
        FeedProgram feed = feed();
        OptionalLong writes = within("--chunk", chunk, MAX_PIPE);
        if (writes.isPresent() && !feed.takesChunk()) {
            throw new Failure(
                    Failure.USAGE,
                    "reproduce: --chunk: " + feed + " chooses its own; use --program dd");
        }
        long each = writes.orElse(DEFAULT_CHUNK);
        long length = within("--bytes", bytes, MAX_BYTES).orElse(DEFAULT_BYTES);
        try (Payload payload = Payload.create(length)) {
            return demonstrate(
                    new DemoChild(
                            feed.words(payload.file(), each),
                            Optional.of(payload),
                            feed.takesChunk() ? OptionalLong.of(each) : OptionalLong.empty(),
                            size,
                            patience),
                    out,
                    terminal);
        }
    }

    private String noScenario() throws IOException {
        Set<String> known = new LinkedHashSet<>();
        for (Case about : Corpus.cases()) {
            known.add(about.scenario());
            known.add(about.name());
        }
        return "reproduce: there is no scenario '"
                + words.get(0)
                + "'"
                + Nearest.question(words.get(0), known)
                + "; 'penstock reproduce --list' lists them; a command of your own comes after --:"
                + " penstock reproduce -- "
                + String.join(" ", words);
    }

    private int demonstrate(DemoChild subject, PrintStream out, Appearance terminal)
            throws IOException, InterruptedException {
        Demonstration demonstration = new Demonstration(subject, out, terminal);
        return json ? demonstration.runForMachines() : demonstration.runForPeople();
    }

    private FeedProgram feed() {
        if (program == null) {
            return FeedProgram.DD;
        }
        for (FeedProgram known : FeedProgram.values()) {
            if (known.toString().equals(program)) {
                return known;
            }
        }
        throw new Failure(
                Failure.USAGE,
                "reproduce: --program: '"
                        + program
                        + "' is none of dd, cat, python3, perl; run any other one with -- CMD");
    }

    private static OptionalLong within(String option, Long value, long most) {
        if (value == null) {
            return OptionalLong.empty();
        }
        if (value < 1 || value > most) {
            throw new Failure(
                    Failure.USAGE,
                    "reproduce: " + option + " must be from 1 to " + Size.text(most));
        }
        return OptionalLong.of(value);
    }

    private static void refuse(String option, Object value, String with) {
        if (value != null) {
            throw new Failure(Failure.USAGE, "reproduce: " + option + " does not go with " + with);
        }
    }
}
