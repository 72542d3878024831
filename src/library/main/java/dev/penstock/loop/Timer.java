package dev.penstock.loop;

import dev.penstock.internal.loop.LoopTimer;

/** Something that an {@link EventLoop} will do once, at a time. */
public sealed interface Timer permits LoopTimer {

    /**
     * Any thread. On the loop's own thread it is certain that the action does not run after this;
     * on any other it may be running just now.
     *
     * @return whether it was still to come
     */
    boolean cancel();
}
