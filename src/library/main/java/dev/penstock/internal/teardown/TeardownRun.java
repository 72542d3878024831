package dev.penstock.internal.teardown;

import dev.penstock.internal.sys.Signals;
import dev.penstock.internal.thread.BackgroundExecutor;
import dev.penstock.loop.Timer;
import dev.penstock.sys.Errno;
import dev.penstock.sys.SyscallException;
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

    /** After a SIGKILL that could not be sent to all: no descriptor is free, mostly. */
    private static final Duration AGAIN = Duration.ofMillis(64);

    /**
     * Who has not ended so long after SIGKILL sleeps in the kernel, for a disk or a freezer, and
     * may do so for ever.
     */
    private static final Duration AFTER_KILL = Duration.ofSeconds(5);

    /** Whose teardown it is. */
    public interface Listener {
        /** It is over. Called once, on the loop's thread. */
        void teardownIsOver();
    }

    /** Something to do that may fail. */
    private interface Work<T> {
        T run() throws IOException;
    }

    /** What becomes of it, on the loop's thread. */
    private interface Result<T> {
        void done(T value, IOException failure);
    }

    private final List<TeardownStep> steps;
    private final LoopTasks loop;
    private final Targets targets;
    private final Listener listener;

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
            List<TeardownStep> steps, LoopTasks loop, Targets targets, Listener listener) {
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
            latest = loop.after(most, this::kill);
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

    /**
     * SIGKILL here and now, for a loop that stops or does not answer: it may read {@code /proc}.
     * Any thread.
     */
    public void killHere() throws IOException {
        signalHere(Signals.SIGKILL);
    }

    /** As {@link #killHere}, with any signal. */
    public void signalHere(int signal) throws IOException {
        try {
            targets.signal(signal);
        } finally {
            targets.signalOthers(signal);
        }
    }

    /** Whether all whom it reaches are gone but for the child; it may read {@code /proc}. */
    public boolean othersGone() throws IOException {
        return targets.othersGone();
    }

    /** Those before SIGKILL. */
    public List<TeardownStep> steps() {
        return steps;
    }

    /** See {@link Targets#lookBeforeLeaving}. */
    public void lookBeforeLeaving() throws IOException {
        targets.lookBeforeLeaving();
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
        step = loop.after(now.within(), this::nextStep);
    }

    private void kill() {
        if (over || killed) {
            return;
        }
        killed = true;
        cancelTimers();
        step = loop.after(AFTER_KILL, this::finish);
        send(Signals.SIGKILL);
    }

    /** At once to those who can be named, from here; and from elsewhere to the others. */
    private void send(int signal) {
        try {
            targets.signal(signal);
            if (signal != Signals.SIGKILL) {
                targets.signal(Signals.SIGCONT);
            }
        } catch (IOException e) {
            notSent(e);
        }
        if (!targets.search()) {
            return;
        }
        perform(
                () -> {
                    targets.signalOthers(signal);
                    if (signal != Signals.SIGKILL) {
                        targets.signalOthers(Signals.SIGCONT);
                    }
                    return null;
                },
                (nothing, failed) -> {
                    if (failed != null) {
                        notSent(failed);
                    }
                });
    }

    private void notSent(IOException why) {
        failure = why;
        boolean refused = why instanceof SyscallException e && e.errno() == Errno.EPERM;
        if (!targets.beyondTheChild() || (killed && refused)) {
            // Another user's by now: it cannot be ended and is not waited for.
            finish();
        } else if (killed && !over) {
            loop.after(AGAIN, this::killAgain);
        }
    }

    private void killAgain() {
        if (!over) {
            send(Signals.SIGKILL);
        }
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
                        loop.after(pause, () -> look(longer));
                    }
                });
    }

    private <T> void perform(Work<T> work, Result<T> result) {
        if (over) {
            return;
        }
        elsewhere++;
        Runnable there =
                () ->
                        attempt(
                                work,
                                (value, failed) -> loop.onLoop(() -> back(result, value, failed)));
        try {
            BackgroundExecutor.executor().execute(there);
        } catch (RejectedExecutionException noThread) {
            // Better that all on this loop wait than that nobody is ended.
            attempt(work, (value, failed) -> back(result, value, failed));
        }
    }

    private static <T> void attempt(Work<T> work, Result<T> result) {
        T value;
        try {
            value = work.run();
        } catch (IOException e) {
            result.done(null, e);
            return;
        } catch (RuntimeException | Error e) {
            // Somebody waits for the answer.
            result.done(null, new IOException(e));
            return;
        }
        result.done(value, null);
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
            listener.teardownIsOver();
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
