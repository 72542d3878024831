package dev.penstock.internal.teardown;

import dev.penstock.loop.Timer;
import java.time.Duration;

/** A loop's thread, as somebody gets it who lives there and must be seen off if a task throws. */
public interface LoopTasks {
    /**
     * Runs it on the loop's thread after a time; never where the loop stops before, which sees off
     * whoever lives on it.
     *
     * @return null if the loop has stopped
     */
    Timer after(Duration time, Runnable action);

    /** Runs it on the loop's thread, likewise. Any thread. */
    void onLoop(Runnable action);
}
