package dev.penstock.command.run;

import java.io.IOException;

/** What becomes of one of the command's outputs. For one thread. */
interface OutputFilter {
    /** Takes the whole of a chunk. */
    void write(byte[] chunk) throws IOException;

    /** The output is over. */
    void end() throws IOException;
}
