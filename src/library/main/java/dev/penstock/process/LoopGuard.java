package dev.penstock.process;

import dev.penstock.internal.teardown.LoopTasks;
import dev.penstock.loop.EventLoop;
import dev.penstock.loop.Timer;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * Runs what happens to one child on its loop. Whatever goes wrong in it is this child's, who must
 * be seen off then: nobody may wait for an outcome that cannot come.
 *
 * @param broken told what was thrown, on the loop's thread
 */
record LoopGuard(EventLoop loop, Consumer<Throwable> broken) implements LoopTasks {

    /** Runs it now. The loop's thread. */
    void run(Runnable action) {
        try {
            action.run();
        } catch (Throwable t) {
            broken.accept(t);
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
