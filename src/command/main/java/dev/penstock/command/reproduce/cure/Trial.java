package dev.penstock.command.reproduce.cure;

import dev.penstock.command.reproduce.child.DemoChild;
import dev.penstock.loop.EventLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A cure and what came of it.
 *
 * @param cure which
 * @param cured empty if it could not even be run
 * @param wall from its beginning to its end, the child's start included
 * @param failure what is wrong; empty if all is well
 */
public record Trial(Cure cure, Optional<CureResult> cured, Duration wall, String failure) {
    /**
     * Runs the child with each cure, in the order in which they are shown. Ends with the first that
     * runs out of the child's time: with the others it would as well, each time.
     *
     * @param stalledAfter how long the child took to stall without one
     * @return those that were run
     */
    public static List<Trial> ofAll(DemoChild subject, Duration stalledAfter, EventLoop loop)
            throws InterruptedException {
        List<Trial> trials = new ArrayList<>();
        for (Cure cure : Cures.all(stalledAfter)) {
            Trial trial = of(cure, subject, loop);
            trials.add(trial);
            if (trial.outOfTime()) {
                break;
            }
        }
        return List.copyOf(trials);
    }

    private static Trial of(Cure cure, DemoChild subject, EventLoop loop)
            throws InterruptedException {
        long start = System.nanoTime();
        try {
            CureResult cured = cure.way().run(subject, loop);
            return new Trial(cure, Optional.of(cured), since(start), cured.failure());
        } catch (IOException e) {
            return new Trial(cure, Optional.empty(), since(start), e.getMessage());
        }
    }

    /** Whether it did what it promises. */
    public boolean well() {
        return failure.isEmpty();
    }

    /** Whether the child did not end within its time, although it was read from. */
    public boolean outOfTime() {
        return cured.map(CureResult::outOfTime).orElse(false);
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
