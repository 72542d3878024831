package dev.penstock.internal.teardown;

import dev.penstock.internal.procfs.Lookout;
import dev.penstock.internal.sys.Signals;
import dev.penstock.loop.EventLoop;
import dev.penstock.loop.Timer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

/**
 * One child's teardown, from when it is prepared until all whom it reaches are gone. The loop's
 * thread; what has to read {@code /proc} is done elsewhere and comes back to it.
 */
public final class TeardownRun {
    private static final Duration FIRST_LOOK = Duration.ofMillis(2);
    private static final Duration LONGEST_LOOK = Duration.ofMillis(64);

    /**
     * Who has not ended so long after SIGKILL sleeps in the kernel, for a disk or a freezer, and
     * may do so for ever.
     */
    private static final Duration AFTER_KILL = Duration.ofSeconds(5);

    /** Something to do that may fail. */
    private interface Work<T> {
        T run() throws IOException;
    }

    /** What becomes of it, on the loop's thread. */
    private interface Result<T> {
        void done(T value, IOException failure);
    }

    private final List<TeardownStep> steps;
    private final EventLoop loop;
    private final Targets targets;
    private final Runnable listener;

    private int next;
    private boolean started;
    private boolean killed;
    private boolean leaderEnded;
    private boolean over;

    /** Tasks elsewhere: while there are any, the leader must not be reaped. */
    private int elsewhere;

    private IOException failure;
    private Timer step;
    private Timer latest;

    /**
     * Prepares it. Any thread.
     *
     * @param steps those before SIGKILL
     * @param listener told once, when it is over
     */
    public TeardownRun(
            List<TeardownStep> steps, EventLoop loop, Targets targets, Runnable listener) {
        this.steps = steps;
        this.loop = loop;
        this.targets = targets;
        this.listener = listener;
    }

    /** Begins with the first signal. Again, it does nothing. */
    public void start() {
        if (!started) {
            started = true;
            nextStep();
            if (leaderEnded) {
                leaderEnded();
            }
        }
    }

    /** Whether it has begun. */
    public boolean isStarted() {
        return started;
    }

    /** Whether it has begun and is not over. */
    public boolean isUnderWay() {
        return started && !over;
    }

    /** What kept it from its end, or null. */
    public IOException failure() {
        return failure;
    }

    /** Shortens it: SIGKILL comes at the latest after this time. */
    public void killWithin(Duration most) {
        if (isUnderWay() && !killed) {
            latest = after(most, this::kill);
        }
    }

    /** The child has ended; others whom it reaches may be left. */
    public void leaderEnded() {
        leaderEnded = true;
        if (!isUnderWay()) {
            return;
        }
        if (targets.beyondTheChild()) {
            look(FIRST_LOOK);
        } else {
            finish();
        }
    }

    /** SIGKILL here and now, for a loop that stops: it may read {@code /proc}. */
    public void killHere() throws IOException {
        targets.signal(Signals.SIGKILL);
    }

    /** The child is about to be reaped: nothing is signalled any more. */
    public void leave() {
        end();
        targets.leave();
    }

    private void nextStep() {
        if (over) {
            return;
        }
        if (next == steps.size()) {
            kill();
            return;
        }
        TeardownStep now = steps.get(next++);
        send(now.signal());
        step = after(now.within(), this::nextStep);
    }

    private void kill() {
        if (over || killed) {
            return;
        }
        killed = true;
        cancelTimers();
        step = after(AFTER_KILL, this::finish);
        send(Signals.SIGKILL);
    }

    private void send(int signal) {
        perform(
                () -> {
                    targets.signal(signal);
                    if (signal != Signals.SIGKILL) {
                        targets.signal(Signals.SIGCONT);
                    }
                    return null;
                },
                (nothing, failed) -> {
                    if (failed != null) {
                        failure = failed;
                        if (killed || !targets.beyondTheChild()) {
                            // Another user's by now: it cannot be ended and is not waited for.
                            finish();
                        }
                    }
                });
    }

    private void look(Duration pause) {
        perform(
                targets::othersGone,
                (gone, failed) -> {
                    if (failed == null && gone && elsewhere == 0) {
                        finish();
                    } else {
                        Duration twice = pause.multipliedBy(2);
                        Duration longer = twice.compareTo(LONGEST_LOOK) < 0 ? twice : LONGEST_LOOK;
                        after(pause, () -> look(longer));
                    }
                });
    }

    private <T> void perform(Work<T> work, Result<T> result) {
        if (over) {
            return;
        }
        if (!targets.beyondTheChild()) {
            attempt(work, result);
            return;
        }
        elsewhere++;
        Lookout.executor()
                .execute(
                        () ->
                                attempt(
                                        work,
                                        (value, failed) ->
                                                onLoop(() -> back(result, value, failed))));
    }

    private static <T> void attempt(Work<T> work, Result<T> result) {
        T value;
        try {
            value = work.run();
        } catch (IOException e) {
            result.done(null, e);
            return;
        }
        result.done(value, null);
    }

    private Timer after(Duration time, Runnable action) {
        try {
            return loop.schedule(time, action);
        } catch (RejectedExecutionException closed) {
            // The loop stops at this moment, and whoever lives on it is seen off.
            return null;
        }
    }

    private void onLoop(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException closed) {
            // The child's life has been ended with the loop's.
            return;
        }
    }

    private <T> void back(Result<T> result, T value, IOException failed) {
        elsewhere--;
        if (!over) {
            result.done(value, failed);
        }
    }

    private void finish() {
        if (!over) {
            end();
            listener.run();
        }
    }

    private void end() {
        over = true;
        cancelTimers();
    }

    private void cancelTimers() {
        if (step != null) {
            step.cancel();
        }
        if (latest != null) {
            latest.cancel();
        }
    }
}
