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
record Report(
        Scene scene,
        Optional<byte[]> peeked,
        Optional<Growth> grown,
        Optional<Drained> drained,
        Optional<SleepingWrite> stuck) {

    static Report of(Scene scene) {
        return new Report(
                scene, Optional.empty(), Optional.empty(), Optional.empty(), scene.stuck());
    }

    Report peeked(byte[] bytes) {
        return new Report(scene, Optional.of(bytes), grown, drained, stuck);
    }

    Report grown(Growth growth) {
        return new Report(scene, peeked, Optional.of(growth), drained, growth.stuck());
    }

    Report drained(Drained result) throws InterruptedException {
        boolean over = result.why() == Drained.Why.END || result.why() == Drained.Why.EXIT;
        return new Report(
                scene,
                peeked,
                grown,
                Optional.of(result),
                over ? Optional.empty() : scene.stuckAtLast());
    }

    /** Whether the store failed. */
    boolean failed() {
        return drained.isPresent() && drained.get().failure().isPresent();
    }
}
