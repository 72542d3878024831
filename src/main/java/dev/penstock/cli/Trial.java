package dev.penstock.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * A cure and what came of it.
 *
 * @param cure which
 * @param cured empty if it could not even be run
 * @param wall from its beginning to its end, the child's start included
 * @param failure what is wrong; empty if all is well
 */
record Trial(Cure cure, Optional<Cured> cured, Duration wall, String failure) {
    static Trial of(Cure cure, Setting setting) throws InterruptedException {
        long start = System.nanoTime();
        try {
            Cured cured = cure.run(setting);
            return new Trial(cure, Optional.of(cured), since(start), cured.failure());
        } catch (IOException e) {
            return new Trial(cure, Optional.empty(), since(start), e.getMessage());
        }
    }

    boolean well() {
        return failure.isEmpty();
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
