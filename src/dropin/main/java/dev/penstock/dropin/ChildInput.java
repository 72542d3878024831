package dev.penstock.dropin;

import dev.penstock.process.InputChannel;
import dev.penstock.sys.Errno;
import dev.penstock.sys.SyscallException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;

/** What a process reads, with the JDK's messages. */
final class ChildInput extends OutputStream {
    private final InputChannel to;

    /** Whether an interrupt ends no write. */
    private final boolean asTheJdk;

    private volatile boolean exited;

    ChildInput(InputChannel to, boolean asTheJdk) {
        this.to = to;
        this.asTheJdk = asTheJdk;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (exited) {
            throw new IOException("Stream closed");
        }
        ByteBuffer rest = ByteBuffer.wrap(bytes, offset, length);
        boolean interrupted = false;
        try {
            while (rest.hasRemaining()) {
                if (to.write(rest) == 0) {
                    interrupted |= await(length - rest.remaining());
                }
            }
        } catch (ClosedChannelException e) {
            throw new IOException(exited ? "Stream closed" : "Stream Closed", e);
        } catch (SyscallException e) {
            throw e.errno() == Errno.EPIPE ? new IOException("Broken pipe", e) : e;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Answers whether it was interrupted, and shall wait on. */
    private boolean await(int written) throws IOException {
        try {
            to.awaitRoom();
            return false;
        } catch (InterruptedException e) {
            if (asTheJdk) {
                return true;
            }
            Thread.currentThread().interrupt();
            InterruptedIOException ended = new InterruptedIOException("interrupted");
            ended.bytesTransferred = written;
            ended.initCause(e);
            throw ended;
        }
    }

    @Override
    public void close() throws IOException {
        to.close();
    }

    /** On the loop's thread. */
    void childExited() {
        exited = true;
        try {
            to.close();
        } catch (IOException e) {
            // Nobody reads it any more.
            return;
        }
    }
}
