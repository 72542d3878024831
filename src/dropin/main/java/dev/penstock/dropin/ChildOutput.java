package dev.penstock.dropin;

import dev.penstock.process.OutputChannel;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;

/** What a process prints, with the JDK's messages. */
final class ChildOutput extends InputStream {
    private final OutputChannel from;

    /** Whether an interrupt ends no read. */
    private final boolean asTheJdk;

    /**
     * Whether the process was ended here: who waits then sees an end of file, not a closed stream.
     */
    private volatile boolean endOfFile;

    ChildOutput(OutputChannel from, boolean asTheJdk) {
        this.from = from;
        this.asTheJdk = asTheJdk;
    }

    OutputChannel channel() {
        return from;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer to = ByteBuffer.wrap(bytes, offset, length);
        boolean interrupted = false;
        try {
            int n = from.read(to);
            while (n == 0 && length > 0) {
                interrupted |= await();
                n = from.read(to);
            }
            return n;
        } catch (ClosedChannelException e) {
            if (endOfFile) {
                return -1;
            }
            throw new IOException("Stream closed", e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Answers whether it was interrupted, and shall wait on. */
    private boolean await() throws IOException {
        try {
            from.awaitBytes();
            return false;
        } catch (InterruptedException e) {
            if (asTheJdk) {
                return true;
            }
            Thread.currentThread().interrupt();
            InterruptedIOException ended = new InterruptedIOException("interrupted");
            ended.initCause(e);
            throw ended;
        }
    }

    @Override
    public int available() throws IOException {
        try {
            return (int) Math.min(Integer.MAX_VALUE, from.available());
        } catch (ClosedChannelException e) {
            throw new IOException("Stream closed", e);
        }
    }

    @Override
    public void close() throws IOException {
        from.close();
    }

    void endOfFileForWhoWaits() {
        endOfFile = true;
    }

    /** On the loop's thread. */
    void childExited() {
        try {
            from.endUnlessAwaited();
        } catch (IOException e) {
            // The reader meets the same.
            return;
        }
    }
}
