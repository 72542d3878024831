package dev.penstock.process;

import dev.penstock.loop.EventLoop;
import dev.penstock.loop.Timer;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;

/**
 * Runs what happens to one child on its loop. Whatever goes wrong in it is this child's, and nobody
 * may wait for an outcome that cannot come.
 */
record Guard(EventLoop loop, SharedFuture<Outcome> outcome, SharedFuture<Exit> exit) {

    /** Runs it now. The loop's thread. */
    void run(Runnable action) {
        try {
            action.run();
        } catch (Throwable t) {
            exit.settleExceptionally(t);
            outcome.settleExceptionally(t);
            throw t;
        }
    }

    record Guarded(Guard guard, Runnable action) implements Runnable {
        @Override
        public void run() {
            guard.run(action);
        }
    }

    /** Runs it later; never where the loop stops before, which sees its children off itself. */
    Timer after(Duration time, Runnable action) {
        try {
            return loop.schedule(time, new Guarded(this, action));
        } catch (RejectedExecutionException closed) {
            return null;
        }
    }

    /** Runs it on the loop's thread, likewise. Any thread. */
    void onLoop(Runnable action) {
        try {
            loop.execute(new Guarded(this, action));
        } catch (RejectedExecutionException closed) {
            // The loop has seen the child off.
            return;
        }
    }

    static void cancel(Timer timer) {
        if (timer != null) {
            timer.cancel();
        }
    }
}
