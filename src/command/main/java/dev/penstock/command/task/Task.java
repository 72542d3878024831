package dev.penstock.command.task;

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
    int run(PrintStream out, PrintStream err, Appearance terminal)
            throws IOException, InterruptedException;

    /**
     * Whether what follows the first word that is no option belongs to another program, whatever it
     * looks like.
     *
     * @return true, unless the command takes options after its words too
     */
    default boolean endsWithCommand() {
        return true;
    }

    /** Whether it prints what may have colours, and so takes {@code --color}. */
    default boolean colours() {
        return true;
    }
}
