package dev.penstock.pipe;

import dev.penstock.internal.sys.Linux;
import dev.penstock.libc.Fcntl;
import dev.penstock.sys.Fd;
import dev.penstock.sys.SyscallException;
import java.io.Closeable;
import java.io.IOException;

/**
 * A new pipe(7): two descriptors, close-on-exec, blocking as the kernel makes them. An end that is
 * given to a child should stay so, since hardly a program expects its output to answer {@code
 * EAGAIN}; the end that is kept becomes a non-blocking {@link PipeChannel}. Each end has an open
 * file description of its own, so one does not change the other. Not thread-safe.
 *
 * <p>Whoever opens it closes it, or each end by itself.
 */
public final class Pipe implements Closeable {
    private final Fd readEnd;
    private final Fd writeEnd;
    private PipeChannel reader;
    private PipeChannel writer;

    private Pipe(Fd readEnd, Fd writeEnd) {
        this.readEnd = readEnd;
        this.writeEnd = writeEnd;
    }

    /**
     * Makes a pipe.
     *
     * @throws SyscallException {@code EMFILE} when this process has no free descriptor, {@code
     *     ENFILE} when the system's file table is full or the user is past {@code
     *     pipe-user-pages-hard}
     */
    public static Pipe open() throws IOException {
        int[] fds = new int[2];
        Linux.bind();
        SyscallException.check("pipe", Linux.libc().pipe(fds));
        Fd readEnd;
        try {
            readEnd = Fd.adopt(fds[0]);
        } catch (SyscallException e) {
            Linux.libc().close(fds[1]);
            throw e;
        }
        try {
            return new Pipe(readEnd, Fd.adopt(fds[1]));
        } catch (SyscallException e) {
            readEnd.close();
            throw e;
        }
    }

    /** The read end's descriptor. */
    public Fd readEnd() {
        return readEnd;
    }

    /** The write end's descriptor. */
    public Fd writeEnd() {
        return writeEnd;
    }

    /**
     * The read end as a channel, non-blocking from now on; the same one each time. Closing it
     * closes the end.
     */
    public PipeChannel reader() throws IOException {
        if (reader == null) {
            reader = PipeChannel.adopt(readEnd, Fcntl.O_RDONLY);
        }
        return reader;
    }

    /**
     * The write end as a channel, non-blocking from now on; the same one each time. Closing it
     * closes the end.
     */
    public PipeChannel writer() throws IOException {
        if (writer == null) {
            writer = PipeChannel.adopt(writeEnd, Fcntl.O_WRONLY);
        }
        return writer;
    }

    /** Closes whichever ends are still open. */
    @Override
    public void close() throws IOException {
        try {
            readEnd.close();
        } finally {
            writeEnd.close();
        }
    }
}
