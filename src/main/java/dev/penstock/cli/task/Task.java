package dev.penstock.cli.task;

import java.io.IOException;
import java.io.PrintStream;

/** A command whose options have been read. */
public interface Task {
    /**
     * Does it.
     *
     * @return the exit code
     * @throws IOException what the environment did not allow
     * @throws InterruptedException if this thread is interrupted
     */
    int run(PrintStream out, PrintStream err, Terminal terminal)
            throws IOException, InterruptedException;
}
