package dev.penstock.process;

import dev.penstock.internal.teardown.LoopTasks;
import dev.penstock.loop.EventLoop;
import dev.penstock.loop.Timer;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;

/**
 * Runs what happens to one child on its loop. Whatever goes wrong in it is this child's, who must
 * be seen off then: nobody may wait for an outcome that cannot come.
 */
record LoopGuard(EventLoop loop, Listener listener) implements LoopTasks {
    /** Whose child it is. */
    interface Listener {
        /** This was thrown. The loop's thread. */
        void broken(Throwable thrown);
    }

    /** Runs it now. The loop's thread. */
    void run(Runnable action) {
        try {
            action.run();
        } catch (Throwable t) {
            listener.broken(t);
            throw t;
        }
    }

    record Guarded(LoopGuard guard, Runnable action) implements Runnable {
        @Override
        public void run() {
            guard.run(action);
        }
    }

    @Override
    public Timer after(Duration time, Runnable action) {
        try {
            return loop.schedule(time, new Guarded(this, action));
        } catch (RejectedExecutionException closed) {
            return null;
        }
    }

    @Override
    public void onLoop(Runnable action) {
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
