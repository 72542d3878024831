package dev.penstock.cli;

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
    public Cured run(Setting setting) throws IOException, InterruptedException {
        Discard discard = new Discard();
        Metered metered = new Metered(discard);
        Outcome outcome = setting.command().stdout(metered).run(setting.loop());
        String failure = Received.failure(outcome, setting.subject().payload(), metered);
        return new Cured(
                outcome,
                metered.bytes(),
                metered.crc(),
                discard.peakBytes(),
                failure,
                "nothing kept");
    }
}
