package dev.penstock.command.run;

import dev.penstock.process.Command;
import dev.penstock.process.Outcome;
import dev.penstock.process.Output;
import java.io.IOException;
import java.io.PrintStream;

/** What {@code penstock run} does with a child's output and error. One child each. */
interface Streams {
    /** The command, connected. */
    Command connect(Command command);

    /**
     * The child has ended: passes on what is left, and tells what is missing.
     *
     * @param err where it is told
     */
    void finish(Outcome outcome, PrintStream err) throws IOException, InterruptedException;

    /** The child writes where this process would: nothing to carry, nothing that could stall. */
    record Inherited() implements Streams {
        @Override
        public Command connect(Command command) {
            return command.stdout(Output.inherit()).stderr(Output.inherit());
        }

        @Override
        public void finish(Outcome outcome, PrintStream err) {}
    }
}
