package dev.penstock.source;

import static dev.penstock.sys.SyscallException.check;

import dev.penstock.internal.sys.Linux;
import dev.penstock.internal.sys.NativeMemory;
import dev.penstock.internal.sys.PollFd;
import dev.penstock.libc.Fcntl;
import dev.penstock.sys.Fd;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;

/**
 * This process's standard input, of which no byte is read that its child does not get: a thread
 * waits for descriptor 0 by poll(2), which can be ended, and reads what is there. A read could not
 * be ended, and would take the next line from this process after the child's end.
 */
final class StandardInput implements Closeable {
    private static final int NUMBER = 0;

    /** Before System.setIn, if this class is loaded before. */
    private static final InputStream SYSTEM_IN = System.in;

    private final InputStream stream;
    private final PollFd poll = new PollFd();

    /** What {@link #end} writes. */
    private final NativeMemory one = new NativeMemory(Long.BYTES);

    /** An eventfd; null before {@link #open}. */
    private volatile Fd waker;

    private volatile boolean ended;

    private StandardInput(InputStream stream) {
        this.stream = stream;
        one.bytes().putLong(0, 1);
    }

    /** Of a stream that reads descriptor 0; null for any other. */
    static StandardInput of(InputStream stream) {
        return isIt(stream) ? new StandardInput(stream) : null;
    }

    private static boolean isIt(InputStream stream) {
        if (stream instanceof FileInputStream file) {
            try {
                return file.getFD() == FileDescriptor.in;
            } catch (IOException closed) {
                return false;
            }
        }
        // The class that the JDK puts there: nobody's own.
        return stream == SYSTEM_IN && stream.getClass() == BufferedInputStream.class;
    }

    /** Before the first read; {@link #close} must follow. */
    void open() throws IOException {
        int flags = Fcntl.O_CLOEXEC | Fcntl.O_NONBLOCK; // EFD_CLOEXEC and EFD_NONBLOCK
        waker = Fd.adopt(check("eventfd", Linux.libc().eventfd(0, flags)));
    }

    /**
     * Reads into a chunk that an array backs, up to its limit, when there is something. The thread
     * that reads.
     *
     * @return how many bytes; −1 at the end, and once nobody wants any more
     */
    int into(ByteBuffer chunk) throws IOException {
        while (!ended) {
            if (stream.available() > 0 || poll.isFirstReady(NUMBER, waker.number())) {
                return ended ? -1 : stream.read(chunk.array(), 0, chunk.limit());
            }
        }
        return -1;
    }

    /** Nobody wants any more. Any thread. */
    void end() throws IOException {
        ended = true;
        Fd descriptor = waker;
        if (descriptor == null) {
            return;
        }
        try {
            int number = descriptor.use();
            try {
                check("write", Linux.libc().write(number, one.address(), Long.BYTES), number);
            } finally {
                descriptor.done();
            }
        } catch (ClosedChannelException over) {
            // The thread has ended by itself.
            return;
        }
    }

    /** The thread that reads, when it ends. */
    @Override
    public void close() throws IOException {
        waker.close();
    }
}
