package dev.penstock.command.reproduce.cure;

import dev.penstock.command.reproduce.child.Payload;
import dev.penstock.command.reproduce.child.Subject;
import dev.penstock.command.text.Size;
import dev.penstock.loop.EventLoop;
import dev.penstock.process.Outcome;
import dev.penstock.sink.Capture;
import java.io.IOException;
import java.util.Arrays;

/** Keeps the head and the tail. */
final class CaptureCure implements Cure {
    private static final int LIMIT = 64 * 1024;

    @Override
    public String name() {
        return "Capture";
    }

    @Override
    public String idea() {
        return "keep head and tail, " + Size.text(LIMIT) + " at most";
    }

    @Override
    public Cured run(Subject subject, EventLoop loop) throws IOException, InterruptedException {
        Capture capture = Capture.of(LIMIT);
        Metered metered = new Metered(capture);
        Outcome outcome = subject.patientCommand().stdout(metered).run(loop);
        String failure = Cured.failure(outcome, subject.payload(), metered);
        if (failure.isEmpty() && subject.payload().isPresent()) {
            failure = compare(capture, subject.payload().get());
        }
        long kept = capture.total() - capture.omitted();
        return new Cured(
                outcome,
                metered.bytes(),
                metered.crc(),
                capture.peakBytes(),
                failure,
                "kept " + Size.grouped(kept) + ", omitted " + Size.grouped(capture.omitted()));
    }

    private static String compare(Capture capture, Payload payload) throws IOException {
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
}
