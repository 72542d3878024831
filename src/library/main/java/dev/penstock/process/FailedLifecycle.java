package dev.penstock.process;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;

/**
 * The end of a child whose life has thrown what nobody expects: it is killed, and all is over when
 * it has been reaped, or cannot be ended. It takes no thread and no descriptor, and what fails on
 * the way is added to what was thrown first. The loop's thread.
 */
final class FailedLifecycle {
    /** What does not end by SIGKILL sleeps in the kernel, or is another user's by now. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration FIRST_LOOK = Duration.ofMillis(1);
    private static final Duration LONGEST_LOOK = Duration.ofMillis(64);

    /** The child that it happened to. */
    interface Victim {
        /** SIGKILL to all whom the teardown reaches. */
        void killAll() throws IOException;

        /** Whether the child has ended; it is reaped then. */
        boolean hasEnded();

        /** Nobody looks after it any longer; what fails here is added to the failure. */
        void abandon(FailedLifecycle why);
    }

    private final Victim child;
    private final LoopGuard guard;
    private Throwable cause;
    private long begun;
    private boolean over;

    FailedLifecycle(Victim child, LoopGuard guard) {
        this.child = child;
        this.guard = guard;
    }

    /** Whether something has been thrown. */
    boolean hasBegun() {
        return cause != null;
    }

    Throwable cause() {
        return cause;
    }

    /** Something else was thrown. */
    void add(Throwable more) {
        if (more != cause) {
            cause.addSuppressed(more);
        }
    }

    void begin(Throwable why) {
        cause = why;
        begun = System.nanoTime();
        attempt(
                () -> {
                    child.killAll();
                    return null;
                });
        look(FIRST_LOOK);
    }

    private void look(Duration pause) {
        if (over) {
            return;
        }
        boolean patient = System.nanoTime() - begun < PATIENCE.toNanos();
        if (!hasEnded() && patient) {
            Duration longer = pause.multipliedBy(2);
            Duration next = longer.compareTo(LONGEST_LOOK) < 0 ? longer : LONGEST_LOOK;
            try {
                if (guard.after(pause, () -> look(next)) != null) {
                    return;
                }
            } catch (Throwable t) {
                add(t);
            }
        }
        finish();
    }

    private boolean hasEnded() {
        try {
            return child.hasEnded();
        } catch (Throwable t) {
            add(t);
            return false;
        }
    }

    /** Now, whatever is left: the loop stops. */
    void finish() {
        if (!over) {
            over = true;
            child.abandon(this);
        }
    }

    /** Does what may fail in any way. */
    void attempt(Callable<?> step) {
        try {
            step.call();
        } catch (Throwable t) {
            add(t);
        }
    }
}
