package dev.penstock.command.reproduce.cure;

import dev.penstock.command.reproduce.child.Payload;
import dev.penstock.command.text.Size;
import dev.penstock.process.Outcome;
import dev.penstock.sink.Capture;
import dev.penstock.sink.Discard;
import dev.penstock.sink.Lines;
import dev.penstock.sink.Sink;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** The table of the cures, in the order in which they are shown. */
final class Cures {
    private static final int KEPT = 64 * 1024;
    private static final int LONGEST_LINE = 1024;

    /** What a sink must have made of a payload. */
    private interface Check<S> {
        /** What is wrong; empty if nothing is. */
        String failure(S sink, Payload payload) throws IOException;
    }

    private Cures() {}

    /**
     * @param stalledAfter how long the child took to stall
     */
    static List<Cure> all(Duration stalledAfter) {
        return List.of(
                sink(
                        "Discard",
                        "read to nowhere",
                        Discard::of,
                        (discard, payload) -> "",
                        Discard::peakBytes,
                        discard -> "nothing kept"),
                new Cure(
                        "QueueSink.ofLines",
                        "a bounded queue between child and workers",
                        QueueCure::run),
                sink(
                        "Capture",
                        "keep head and tail, " + Size.text(KEPT) + " at most",
                        () -> Capture.of(KEPT),
                        Cures::headAndTail,
                        Capture::peakBytes,
                        Cures::keptAndOmitted),
                lines(),
                new Cure(
                        "PipeChannel.dup",
                        "a non-blocking duplicate of the read end",
                        DupCure::run),
                new Cure(
                        "Command.timeout",
                        "still nobody reads, but it ends",
                        new TimeoutCure(stalledAfter)::run));
    }

    /** A cure that consists of the sink alone, which is checked where all else is well. */
    private static <S extends Sink> Cure sink(
            String name,
            String idea,
            Supplier<S> sinks,
            Check<S> check,
            ToLongFunction<S> held,
            Function<S, String> remark) {
        return new Cure(
                name,
                idea,
                (subject, loop) -> {
                    S sink = sinks.get();
                    CountingSink metered = new CountingSink(sink);
                    Outcome outcome = subject.patientCommand().stdout(metered).run(loop);
                    String failure = CureResult.failure(outcome, subject.payload(), metered);
                    if (failure.isEmpty() && subject.payload().isPresent()) {
                        failure = check.failure(sink, subject.payload().get());
                    }
                    return metered.cured(
                            outcome, held.applyAsLong(sink), failure, remark.apply(sink));
                });
    }

    private static String headAndTail(Capture capture, Payload payload) throws IOException {
        byte[] head = capture.head();
        byte[] tail = capture.tail();
        if (head.length + tail.length + capture.omitted() != payload.bytes()) {
            return "kept and omitted bytes do not add up";
        }
        if (!Arrays.equals(head, payload.part(0, head.length))) {
            return "its head differs";
        }
        return Arrays.equals(tail, payload.part(payload.bytes() - tail.length, tail.length))
                ? ""
                : "its tail differs";
    }

    private static String keptAndOmitted(Capture capture) {
        long kept = capture.total() - capture.omitted();
        return "kept " + Size.grouped(kept) + ", omitted " + Size.grouped(capture.omitted());
    }

    /** Cut to a longest line, so that no line however long takes more memory. */
    private static Cure lines() {
        // The payload is ASCII, one byte a character.
        AtomicLong characters = new AtomicLong();
        return sink(
                "Lines",
                "line by line, cut at " + Size.grouped(LONGEST_LINE) + " bytes",
                () ->
                        Lines.ofHandler(
                                LONGEST_LINE, (text, cut) -> characters.addAndGet(text.length())),
                (lines, payload) -> {
                    // Each line of the payload, the last one too, has its newline.
                    long accounted = characters.get() + lines.bytesCut() + lines.lines();
                    return accounted == payload.bytes()
                            ? ""
                            : "lines account for " + accounted + " bytes";
                },
                Lines::peakBytes,
                lines ->
                        Size.grouped(lines.cutLines())
                                + " of "
                                + Size.counted(lines.lines(), "line")
                                + " cut, "
                                + Size.counted(lines.bytesCut(), "byte")
                                + " left out");
    }
}
