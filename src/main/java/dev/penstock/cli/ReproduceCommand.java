package dev.penstock.cli;

import dev.penstock.loop.EventLoop;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code penstock reproduce}: what was typed. */
@Command(
        name = "penstock reproduce",
        customSynopsis = "penstock reproduce [OPTION…] [-- CMD [ARG…]]",
        description = {
            "Starts a real child whose output goes to a pipe that nobody reads, shows where and why"
                    + " it",
            "stalls, and runs the same child with every cure. With CMD, that is the child."
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
            "",
            "Exit code: 0 it stalled and every cure worked, 1 it did not or one failed, 2 wrong"
                    + " usage, or",
            "it could not be started."
        })
final class ReproduceCommand implements Task {
    private static final long MAX_BYTES = 1L << 40;
    private static final long MAX_PIPE = 1L << 30;
    private static final long DEFAULT_CHUNK = 4096;

    private static final List<Cure> CURES =
            List.of(
                    new DiscardCure(),
                    new QueueCure(),
                    new CaptureCure(),
                    new LinesCure(),
                    new DupCure(),
                    new TimeoutCure());

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
            description = "Make the pipe that large (F_SETPIPE_SZ).")
    private Long pipeSize;

    @Option(
            names = "--program",
            paramLabel = "NAME",
            description = "The child: dd (default), cat, python3 or perl.")
    private String program;

    @Option(
            names = "--patience",
            paramLabel = "D",
            description = "End a child that neither stalls nor ends by then. Default: 30s.")
    private Duration patience = Duration.ofSeconds(30);

    @Option(names = "--json", description = "One JSON object, with times in microseconds.")
    private boolean json;

    @Parameters(arity = "0..*", paramLabel = "CMD", hidden = true)
    private List<String> words = new ArrayList<>();

    @Override
    public int run(PrintStream out, PrintStream err, Terminal terminal)
            throws IOException, InterruptedException {
        PipeSize size = new PipeSize(within("--pipe-size", pipeSize, MAX_PIPE));
        if (!words.isEmpty()) {
            refuse("--bytes", bytes);
            refuse("--chunk", chunk);
            refuse("--program", program);
            return reproduce(
                    new Subject(words, Optional.empty(), OptionalLong.empty()),
                    size,
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
        try (Payload payload =
                Payload.create(within("--bytes", bytes, MAX_BYTES).orElse(1 << 20))) {
            Subject subject =
                    new Subject(
                            feed.words(payload.file(), each),
                            Optional.of(payload),
                            feed.takesChunk() ? OptionalLong.of(each) : OptionalLong.empty());
            return reproduce(subject, size, out, terminal);
        }
    }

    private int reproduce(Subject subject, PipeSize size, PrintStream out, Terminal terminal)
            throws IOException, InterruptedException {
        Reproduction found;
        try (EventLoop loop = EventLoop.start("penstock reproduce")) {
            Stalled stalled =
                    stall(new Stall(subject, size, patience), loop, subject, out, terminal);
            found =
                    new Reproduction(
                            subject, stalled, cure(new Setting(subject, size, patience, loop)));
        }
        if (json) {
            Json.print(out, new ReproductionJson(found)::write);
        } else {
            new CureTable(found, terminal).print(out);
        }
        return found.well() ? 0 : 1;
    }

    private Stalled stall(
            Stall stall, EventLoop loop, Subject subject, PrintStream out, Terminal terminal)
            throws IOException {
        if (json) {
            return stall.provoke(loop, (sample, capacity) -> {});
        }
        out.println(terminal.bold("The child: " + subject.command()));
        FillView view = new FillView(out, terminal);
        Stalled stalled = stall.provoke(loop, view);
        view.end(stalled.capacity());
        out.println();
        new StallText(stalled).print(out, terminal);
        out.println();
        out.println("The same child with each cure:");
        out.println();
        out.flush();
        return stalled;
    }

    private static List<Trial> cure(Setting setting) throws InterruptedException {
        List<Trial> trials = new ArrayList<>();
        for (Cure cure : CURES) {
            trials.add(Trial.of(cure, setting));
        }
        return List.copyOf(trials);
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

    private static void refuse(String option, Object value) {
        if (value != null) {
            throw new Failure(
                    Failure.USAGE,
                    "reproduce: " + option + " does not go with a command of your own");
        }
    }
}
