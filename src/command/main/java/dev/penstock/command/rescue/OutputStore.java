package dev.penstock.command.rescue;

import dev.penstock.command.task.StandardOutput;
import dev.penstock.diagnosis.rescue.Store;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/** Standard output as a place for drained bytes. What has been written cannot be taken back. */
final class OutputStore implements Store {
    private final PrintStream out;

    OutputStore(PrintStream out) {
        this.out = out;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(bytes.position(), copy);
        try {
            out.write(copy, 0, copy.length);
            out.flush();
        } catch (StandardOutput.Closed e) {
            throw new IOException("standard output: its reader has gone", e);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        bytes.position(bytes.limit());
    }

    /** What it is, and whether that is a disk, is its owner's business. */
    @Override
    public void sync() {
        out.flush();
    }

    @Override
    public boolean replaceLast(int count, ByteBuffer bytes) throws IOException {
        write(bytes);
        return false;
    }

    @Override
    public void close() {
        out.flush();
    }
}
