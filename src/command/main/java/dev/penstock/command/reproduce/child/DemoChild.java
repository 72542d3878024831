package dev.penstock.command.reproduce.child;

import dev.penstock.command.task.Failure;
import dev.penstock.pipe.Pipe;
import dev.penstock.process.Command;
import dev.penstock.process.Output;
import dev.penstock.sys.SyscallException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The child that is stalled and then cured, with its pipe; the same each time.
 *
 * @param words program and arguments
 * @param payload what it writes, where that is known
 * @param chunk how much each of its writes takes, where that is known
 * @param pipeSize how large its pipe is to be; empty for what the kernel gives
 * @param patience how long it may take to stall, and to end by itself where it is read from
 */
public record DemoChild(
        List<String> words,
        Optional<Payload> payload,
        OptionalLong chunk,
        OptionalInt pipeSize,
        Duration patience) {
    /** Ready to be connected; what it complains of is seen. */
    public Command command() {
        Command command = Command.of(words).stderr(Output.inherit());
        return pipeSize.isPresent() ? command.pipeCapacity(pipeSize.getAsInt()) : command;
    }

    /** The same, bounded in time. */
    public Command patientCommand() {
        return command().timeout(patience);
    }

    /**
     * A pipe for its output, for those who do not leave that to the command: of the same size.
     *
     * @throws Failure if the kernel refuses the size
     */
    public Pipe openPipe() throws IOException {
        Pipe pipe = Pipe.open();
        if (pipeSize.isEmpty()) {
            return pipe;
        }
        try {
            pipe.reader().resize(pipeSize.getAsInt());
            return pipe;
        } catch (SyscallException e) {
            pipe.close();
            throw new Failure(
                    Failure.USAGE,
                    "reproduce: --pipe-size "
                            + pipeSize.getAsInt()
                            + ": "
                            + e.getMessage()
                            + "; 'penstock limits' shows what is allowed",
                    e);
        }
    }
}
