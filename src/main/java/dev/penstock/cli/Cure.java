package dev.penstock.cli;

import java.io.IOException;

/** One way to run the child so that it does not stall. */
interface Cure {
    /** The class or method that does it. */
    String name();

    /** What it does, in a few words. */
    String idea();

    /**
     * Runs the child once.
     *
     * @param setting what all cures share
     * @return what came of it
     * @throws IOException if it cannot be run
     * @throws InterruptedException if this thread is interrupted
     */
    Cured run(Setting setting) throws IOException, InterruptedException;
}
