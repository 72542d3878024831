package dev.penstock.command.reproduce.cure;

import dev.penstock.command.reproduce.child.Subject;
import dev.penstock.loop.EventLoop;
import java.io.IOException;

/** One way to run the child so that it does not stall. */
public interface Cure {
    /** The class or method that does it. */
    String name();

    /** What it does, in a few words. */
    String idea();

    /**
     * Runs the child once.
     *
     * @param subject the child
     * @param loop the child's
     * @return what came of it
     * @throws IOException if it cannot be run
     * @throws InterruptedException if this thread is interrupted
     */
    Cured run(Subject subject, EventLoop loop) throws IOException, InterruptedException;
}
