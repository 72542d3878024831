package dev.penstock.cli;

import dev.penstock.process.Outcome;
import java.util.Optional;

/** Judges what a cure received from a child that should have run to its end. */
final class Received {
    private Received() {}

    /**
     * What is wrong, first things first.
     *
     * @param payload what should have come, where that is known
     * @param metered what did
     * @return empty if nothing is
     */
    static String failure(Outcome outcome, Optional<Payload> payload, Metered metered) {
        return failure(outcome, payload, metered.bytes(), metered.crc());
    }

    /** The same for a cure that has counted by itself. */
    static String failure(Outcome outcome, Optional<Payload> payload, long bytes, long crc) {
        if (outcome.timedOut()) {
            return "its time ran out";
        }
        if (!outcome.complete()) {
            return "stdout: " + outcome.stdout();
        }
        if (payload.isEmpty()) {
            return ""; // somebody's own command: its exit code and its bytes are its own business
        }
        if (!outcome.succeeded()) {
            return "the child " + outcome.exit();
        }
        return bytes == payload.get().bytes() && crc == payload.get().crc() ? "" : "bytes differ";
    }
}
