package dev.penstock.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;

/** See {@link OutputChannel#stream}. */
final class AwaitingStream extends InputStream {
    private final OutputChannel from;

    AwaitingStream(OutputChannel from) {
        this.from = from;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer to = ByteBuffer.wrap(bytes, offset, length);
        try {
            int n = from.read(to);
            while (n == 0 && length > 0) {
                from.awaitBytes();
                n = from.read(to);
            }
            return n;
        } catch (ClosedChannelException e) {
            throw closed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted =
                    new InterruptedIOException("interrupted while it waited for output");
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    private static IOException closed(ClosedChannelException e) {
        return new IOException("Stream closed", e);
    }

    @Override
    public int available() throws IOException {
        try {
            return (int) Math.min(Integer.MAX_VALUE, from.available());
        } catch (ClosedChannelException e) {
            throw closed(e);
        }
    }

    @Override
    public void close() throws IOException {
        from.close();
    }
}
