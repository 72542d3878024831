package dev.penstock.internal.loop;

import dev.penstock.loop.Timer;

/** Something that an {@link EventLoop} will do once, at a time. */
public final class LoopTimer implements Timer {
    /** Not in the heap: it has fired or was cancelled. */
    static final int OUT = -1;

    /** On the scale of {@link System#nanoTime}. */
    final long deadline;

    final Runnable action;

    private final Timers timers;

    /** Where it lies in the heap of its {@link Timers}, which guards it. */
    int index = OUT;

    LoopTimer(Timers timers, long deadline, Runnable action) {
        this.timers = timers;
        this.deadline = deadline;
        this.action = action;
    }

    @Override
    public boolean cancel() {
        return timers.remove(this);
    }
}
