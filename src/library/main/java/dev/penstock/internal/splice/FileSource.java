package dev.penstock.internal.splice;

import static dev.penstock.sys.SyscallException.check;

import dev.penstock.internal.pipe.PipeCalls;
import dev.penstock.internal.sys.Linux;
import dev.penstock.internal.sys.NativeMemory;
import dev.penstock.libc.Libc;
import dev.penstock.loop.EventLoop;
import dev.penstock.pipe.PipeChannel;
import dev.penstock.sys.Errno;
import dev.penstock.sys.Fd;
import dev.penstock.sys.SyscallException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A file, or a part of it, that the kernel moves into the pipe page by page, by splice(2); where
 * the file system cannot do that, it is read and written. The loop's thread, which waits for the
 * disk where the file is not in the page cache.
 *
 * <p>The pages themselves go into the pipe: what is written to the file before the child has read
 * them, the child may see.
 *
 * <p>Memory: none. It owns the descriptor, and closes it when the stream is over.
 */
public final class FileSource implements DirectSource {
    /** For a count: to the end of the file, wherever that is. */
    private static final long TO_THE_END = Long.MAX_VALUE;

    private static final long MOST_AT_ONCE = 256 * 1024;

    private final Libc libc = Linux.libc();
    private final Fd file;
    private final String name;

    /** Where the next byte is; an {@code loff_t} for the kernel. */
    private final NativeMemory offset = new NativeMemory(Long.BYTES);

    private long left;
    private long given;

    /**
     * A source of one stream.
     *
     * @param file open for reading; this source's from now on
     * @param name of the file, for messages
     * @param start in bytes, 0 or more; beyond the end there is nothing to give
     * @param count how many bytes, 0 or more, or {@link Long#MAX_VALUE}: to its end; a file that
     *     has fewer fails the input
     */
    public FileSource(Fd file, String name, long start, long count) {
        if (start < 0 || count < 0) {
            throw new IllegalArgumentException(
                    "'" + name + "' from " + start + ", " + count + " bytes: below 0");
        }
        this.file = file;
        this.name = name;
        left = count;
        offset.bytes().putLong(0, start);
    }

    @Override
    public void attach(EventLoop loop, Runnable ready) {}

    @Override
    public Given give(PipeChannel to) throws IOException {
        if (left == 0) {
            return Given.END;
        }
        long moved;
        try {
            moved = PipeCalls.splice(file, offset.address(), to.fd(), Math.min(left, MOST_AT_ONCE));
        } catch (SyscallException e) {
            if (PipeCalls.isRefusal(e)) {
                return Given.REFUSED;
            }
            throw e.errno() == Errno.EPIPE ? e : named(e);
        }
        if (moved == 0) {
            return Given.FULL;
        }
        if (moved < 0) {
            return endOfFile(Given.END);
        }
        given += moved;
        left -= left == TO_THE_END ? 0 : moved;
        return Given.MORE;
    }

    @Override
    public long given() {
        return given;
    }

    @Override
    public Answer fill(ByteBuffer into) throws IOException {
        if (left == 0) {
            return Answer.END;
        }
        long at = offset.bytes().getLong(0);
        long got = read(libc.address(into) + into.position(), Math.min(left, into.remaining()), at);
        if (got == 0) {
            return endOfFile(Answer.END);
        }
        into.position(into.position() + (int) got);
        offset.bytes().putLong(0, at + got);
        left -= left == TO_THE_END ? 0 : got;
        return Answer.MORE;
    }

    private long read(long address, long count, long at) throws IOException {
        int number = file.use();
        try {
            long got;
            do {
                got = libc.pread(number, address, count, at);
            } while (got == -Errno.EINTR);
            return check("pread", got, number);
        } catch (SyscallException e) {
            throw named(e);
        } finally {
            file.done();
        }
    }

    private <T> T endOfFile(T end) throws EOFException {
        if (left != TO_THE_END) {
            throw new EOFException("'" + name + "' ended " + left + " bytes too early");
        }
        return end;
    }

    private IOException named(SyscallException e) {
        return new IOException("'" + name + "': " + e.getMessage(), e);
    }

    @Override
    public void close(Throwable cause) throws IOException {
        file.close();
    }

    @Override
    public String toString() {
        return "'" + name + "'";
    }
}
