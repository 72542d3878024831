package dev.penstock.process;

import dev.penstock.internal.sys.Linux;
import dev.penstock.libc.Fcntl;
import dev.penstock.pipe.Pipe;
import dev.penstock.sink.Sink;
import dev.penstock.splice.Forward;
import dev.penstock.sys.Errno;
import dev.penstock.sys.Fd;
import dev.penstock.sys.SyscallException;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/**
 * The way to the next command of a pipeline, for bytes that come through this process because of a
 * tap. A next command that has had enough ends the stream.
 */
final class PipelineForward implements Sink, Closeable {
    private static final int FIRST_FREE = 3;

    private final Fd writeEnd;
    private final Forward forward;

    /** Until the forward has opened the pipe for itself, which it cannot without a reader. */
    private final Fd reader;

    /**
     * @param next its write end is closed here, its read end belongs to the next command
     */
    PipelineForward(Pipe next) throws IOException {
        writeEnd = next.writeEnd();
        forward = Forward.of(writeEnd.number());
        int fd = next.readEnd().number();
        int copy = Linux.libc().fcntl(fd, Fcntl.F_DUPFD_CLOEXEC, FIRST_FREE);
        reader = new Fd(SyscallException.check("fcntl(F_DUPFD_CLOEXEC)", copy, fd));
    }

    @Override
    public void attach(Runnable resume) {
        try (this) {
            // Fails where the pipeline was given up meanwhile: then the number may be another's.
            writeEnd.use();
            try {
                forward.attach(resume);
            } finally {
                writeEnd.done();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Answer accept(ByteBuffer bytes) throws Exception {
        try {
            return forward.accept(bytes);
        } catch (IOException e) {
            boolean readerGone =
                    e.getCause() instanceof SyscallException call && call.errno() == Errno.EPIPE;
            throw readerGone ? new ReaderGoneException(e) : e;
        }
    }

    @Override
    public void end() throws Exception {
        forward.end();
    }

    @Override
    public void fail(Throwable cause) {
        forward.fail(cause);
    }

    /** The forward has a descriptor of its own by now, or never will. */
    @Override
    public void close() throws IOException {
        try (reader) {
            writeEnd.close();
        }
    }

    /** The next command does not read any more. */
    static final class ReaderGoneException extends IOException {
        private static final long serialVersionUID = 1;

        ReaderGoneException(IOException cause) {
            super("the next command of the pipeline reads no more", cause);
        }
    }
}
