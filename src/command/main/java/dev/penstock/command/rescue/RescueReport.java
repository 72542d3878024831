package dev.penstock.command.rescue;

import dev.penstock.diagnosis.rescue.Drained;
import dev.penstock.diagnosis.rescue.Growth;
import dev.penstock.diagnosis.stall.SleepingWrite;
import java.util.Optional;

/**
 * What was done, and what came of it.
 *
 * @param stuck a writer that is stuck at the end
 */
record RescueReport(
        PipeStatus status,
        Optional<byte[]> peeked,
        Optional<Growth> grown,
        Optional<Drained> drained,
        Optional<SleepingWrite> stuck) {

    static RescueReport of(PipeStatus status) {
        return new RescueReport(
                status, Optional.empty(), Optional.empty(), Optional.empty(), status.stuck());
    }

    RescueReport peeked(byte[] bytes) {
        return new RescueReport(status, Optional.of(bytes), grown, drained, stuck);
    }

    RescueReport grown(Growth growth) {
        return new RescueReport(status, peeked, Optional.of(growth), drained, growth.stuck());
    }

    RescueReport drained(Drained result) throws InterruptedException {
        boolean over = result.why() == Drained.Why.END || result.why() == Drained.Why.EXIT;
        return new RescueReport(
                status,
                peeked,
                grown,
                Optional.of(result),
                over ? Optional.empty() : status.stuckAtLast());
    }

    /** Whether the store failed. */
    boolean failed() {
        return drained.isPresent() && drained.get().failure().isPresent();
    }
}
