package dev.penstock.cli;

import dev.penstock.pipe.Pipe;
import dev.penstock.sys.SyscallException;
import java.io.IOException;
import java.util.OptionalLong;

/**
 * How large a pipe is wanted.
 *
 * @param bytes empty for what the kernel gives
 */
record PipeSize(OptionalLong bytes) {
    /**
     * A new pipe of that size, or the next larger one that the kernel makes.
     *
     * @throws Failure if the kernel refuses the size
     */
    Pipe open() throws IOException {
        Pipe pipe = Pipe.open();
        if (bytes.isEmpty()) {
            return pipe;
        }
        try {
            pipe.reader().resize((int) bytes.getAsLong());
            return pipe;
        } catch (SyscallException e) {
            pipe.close();
            throw new Failure(
                    Failure.USAGE,
                    "reproduce: --pipe-size "
                            + bytes.getAsLong()
                            + ": "
                            + e.getMessage()
                            + "; 'penstock limits' shows what is allowed",
                    e);
        }
    }
}
