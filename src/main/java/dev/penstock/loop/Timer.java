package dev.penstock.loop;

/** Something that an {@link EventLoop} will do once, at a time. */
public final class Timer {
    /** Not in the heap: it has fired or was cancelled. */
    static final int OUT = -1;

    /** On the scale of {@link System#nanoTime}. */
    final long deadline;

    final Runnable action;

    private final Timers timers;

    /** Where it lies in the heap of its {@link Timers}, which guards it. */
    int index = OUT;

    Timer(Timers timers, long deadline, Runnable action) {
        this.timers = timers;
        this.deadline = deadline;
        this.action = action;
    }

    /**
     * Any thread. On the loop's own thread it is certain that the action does not run after this;
     * on any other it may be running just now.
     *
     * @return whether it was still to come
     */
    public boolean cancel() {
        return timers.remove(this);
    }
}
