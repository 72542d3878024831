package dev.penstock.command.reproduce.cure;

import dev.penstock.command.reproduce.child.Subject;
import dev.penstock.loop.EventLoop;
import dev.penstock.process.Outcome;
import dev.penstock.sink.Discard;
import java.io.IOException;

/** Reads everything and keeps nothing. */
final class DiscardCure implements Cure {
    @Override
    public String name() {
        return "Discard";
    }

    @Override
    public String idea() {
        return "read to nowhere";
    }

    @Override
    public Cured run(Subject subject, EventLoop loop) throws IOException, InterruptedException {
        Discard discard = Discard.of();
        Metered metered = new Metered(discard);
        Outcome outcome = subject.patientCommand().stdout(metered).run(loop);
        String failure = Cured.failure(outcome, subject.payload(), metered);
        return new Cured(
                outcome,
                metered.bytes(),
                metered.crc(),
                discard.peakBytes(),
                failure,
                "nothing kept");
    }
}
