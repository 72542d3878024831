package dev.penstock.cli;

import dev.penstock.process.Command;
import dev.penstock.process.Outcome;
import dev.penstock.process.Output;
import java.io.PrintStream;

/** The child writes where this process would: nothing to carry, nothing that could stall. */
final class InheritedStreams implements Streams {
    @Override
    public Command connect(Command command) {
        return command.stdout(Output.inherit()).stderr(Output.inherit());
    }

    @Override
    public void finish(Outcome outcome, PrintStream err) {}
}
