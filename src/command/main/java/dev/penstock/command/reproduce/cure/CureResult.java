package dev.penstock.command.reproduce.cure;

import dev.penstock.command.reproduce.child.Payload;
import dev.penstock.process.Outcome;
import java.util.Optional;

/**
 * What came of one cure.
 *
 * @param outcome of the child
 * @param bytes received
 * @param crc their CRC32C
 * @param held the most bytes that the cure held at once, the kernel's pipe apart
 * @param failure what is wrong, in a few words; empty if all is well
 * @param remark what else there is to know
 */
public record CureResult(
        Outcome outcome, long bytes, long crc, long held, String failure, String remark) {
    private static final String OUT_OF_TIME = "its time ran out";

    /**
     * Judges what was received from a child that should have run to its end: what is wrong, first
     * things first.
     *
     * @param payload what should have come, where that is known
     * @return empty if nothing is
     */
    static String failure(Outcome outcome, Optional<Payload> payload, long bytes, long crc) {
        if (outcome.timedOut()) {
            return OUT_OF_TIME;
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

    /** The same for a cure that is a sink. */
    static String failure(Outcome outcome, Optional<Payload> payload, CountingSink metered) {
        return failure(outcome, payload, metered.bytes(), metered.crc());
    }

    /** Whether the child did not end within its time, although it was read from. */
    public boolean outOfTime() {
        return failure.equals(OUT_OF_TIME);
    }
}
