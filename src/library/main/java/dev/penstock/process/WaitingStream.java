package dev.penstock.process;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** See {@link InputChannel#stream}. */
final class WaitingStream extends OutputStream {
    private final InputChannel to;

    WaitingStream(InputChannel to) {
        this.to = to;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes, offset, length);
        while (rest.hasRemaining()) {
            if (to.write(rest) == 0) {
                awaitRoom(length - rest.remaining());
            }
        }
    }

    private void awaitRoom(int written) throws IOException {
        try {
            to.awaitRoom();
        } catch (InterruptedException e) {
            InterruptedIOException interrupted =
                    new InterruptedIOException("interrupted after " + written + " bytes");
            interrupted.bytesTransferred = written;
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    @Override
    public void close() throws IOException {
        to.close();
    }
}
