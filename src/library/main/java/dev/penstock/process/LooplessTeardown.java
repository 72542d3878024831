package dev.penstock.process;

import dev.penstock.internal.sys.Signals;
import dev.penstock.internal.teardown.TeardownRun;
import dev.penstock.internal.teardown.TeardownStep;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Ends a child on the calling thread, in a shutdown whose event loop does not answer: by the same
 * signals, and without what only the loop may do. The child is not reaped; this process is about to
 * end.
 */
final class LooplessTeardown {
    private static final long LOOK_MILLIS = 5;

    /** SIGKILL takes milliseconds, or for ever. */
    private static final Duration AFTER_KILL = Duration.ofSeconds(1);

    private final Reaper reaper;
    private final TeardownRun teardown;

    LooplessTeardown(Reaper reaper, TeardownRun teardown) {
        this.reaper = reaper;
        this.teardown = teardown;
    }

    /**
     * Takes the teardown's steps.
     *
     * @param most for all of them, before SIGKILL
     * @throws IOException if it may not be signalled
     */
    void end(Duration most) throws IOException {
        long begun = System.nanoTime();
        for (TeardownStep step : teardown.steps()) {
            Duration left = most.minusNanos(System.nanoTime() - begun);
            if (left.isNegative()) {
                break;
            }
            teardown.signalHere(step.signal());
            teardown.signalHere(Signals.SIGCONT);
            if (isOver(step.within().compareTo(left) < 0 ? step.within() : left)) {
                return;
            }
        }
        teardown.killHere();
        isOver(AFTER_KILL);
    }

    private boolean isOver(Duration within) throws IOException {
        long begun = System.nanoTime();
        boolean interrupted = false;
        while (!(reaper.isOver() && teardown.othersGone())) {
            if (System.nanoTime() - begun >= within.toNanos()) {
                return false;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return true;
    }
}
