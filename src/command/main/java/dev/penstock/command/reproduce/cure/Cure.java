package dev.penstock.command.reproduce.cure;

import dev.penstock.command.reproduce.child.DemoChild;
import dev.penstock.loop.EventLoop;
import java.io.IOException;

/**
 * One way to run the child so that it does not stall.
 *
 * @param name the class or method that does it
 * @param idea what it does, in a few words
 * @param way runs the child once
 */
public record Cure(String name, String idea, Way way) {
    /** What a cure consists of. */
    @FunctionalInterface
    public interface Way {
        /**
         * Runs the child once.
         *
         * @param subject the child
         * @return what came of it
         * @throws IOException if it cannot be run
         * @throws InterruptedException if this thread is interrupted
         */
        CureResult run(DemoChild subject, EventLoop loop) throws IOException, InterruptedException;
    }
}
