package dev.penstock.pipe;

import static dev.penstock.sys.SyscallException.check;

import dev.penstock.memory.Buffers;
import dev.penstock.sys.Errno;
import dev.penstock.sys.Fd;
import dev.penstock.sys.Libc;
import dev.penstock.sys.Linux;
import dev.penstock.sys.NativeMemory;
import dev.penstock.sys.PollFd;
import dev.penstock.sys.Splice;
import dev.penstock.sys.SyscallException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.WritableByteChannel;

/**
 * Bytes from one channel to another. Those that have left their source must reach their target, for
 * a pipe takes nothing back; so whatever can be refused is refused before anything is read.
 */
final class Transfers {
    /** What the kernel itself moves at most in one call, {@code MAX_RW_COUNT}, rounded down. */
    private static final int MOST_AT_ONCE = 1 << 30;

    /** No write of this size is split (pipe(7)): it fits where POLLOUT says that anything does. */
    private static final int PIPE_BUF = 4096;

    private Transfers() {}

    static void requireCount(long count) {
        if (count < 0) {
            throw new IllegalArgumentException("a count of " + count);
        }
    }

    /** By splice(2), until the count is reached or one side would block; 0 at end of file too. */
    static long splice(Fd from, Fd to, long count) throws IOException {
        long moved = 0;
        while (moved < count) {
            long now = spliceOnce(from, to, count - moved);
            if (now <= 0) {
                break;
            }
            moved += now;
        }
        return moved;
    }

    /** One splice(2): 0 if it would block, −1 at end of file. */
    static long spliceOnce(Fd from, Fd to, long count) throws IOException {
        return spliceOnce(from, 0, to, count);
    }

    /**
     * One splice(2): 0 if it would block, −1 at end of file.
     *
     * @param offset address of an {@code loff_t} to read at, which moves on; 0 for none
     */
    static long spliceOnce(Fd from, long offset, Fd to, long count) throws IOException {
        Libc libc = Linux.libc();
        long most = Math.min(count, MOST_AT_ONCE);
        int in = from.use();
        try {
            int out = to.use();
            try {
                long moved;
                do {
                    moved = libc.splice(in, offset, out, 0, most, Splice.SPLICE_F_NONBLOCK);
                } while (moved == -Errno.EINTR);
                if (moved == -Errno.EAGAIN) {
                    return 0;
                }
                return moved == 0 && count > 0 ? -1 : check("splice", moved, out);
            } finally {
                to.done();
            }
        } finally {
            from.done();
        }
    }

    /** What is in the pipe, by read and write, which waits where the target does. */
    static long copyOut(PipeChannel from, WritableByteChannel to, long count) throws IOException {
        requireReady(to);
        NativeMemory buffer = Buffers.borrow();
        try {
            long moved = 0;
            while (moved < count) {
                int most = (int) Math.min(Buffers.SIZE, count - moved);
                int got = from.read(buffer.address(), most);
                if (got <= 0) {
                    break;
                }
                ByteBuffer bytes = buffer.bytes().position(0).limit(got);
                while (bytes.hasRemaining()) {
                    to.write(bytes);
                }
                moved += got;
            }
            return moved;
        } finally {
            Buffers.giveBack(buffer);
        }
    }

    /** As much as the pipe takes, a page at a time, which waits where the source does. */
    static long copyIn(ReadableByteChannel from, PipeChannel to, long count) throws IOException {
        requireReady(from);
        NativeMemory buffer = Buffers.borrow();
        try {
            long moved = 0;
            while (moved < count && hasRoom(to, 0)) {
                int most = (int) Math.min(PIPE_BUF, count - moved);
                ByteBuffer bytes = buffer.bytes().position(0).limit(most);
                if (from.read(bytes) <= 0) {
                    break;
                }
                bytes.flip();
                while (to.write(bytes) == 0) {
                    // Another writer was quicker; these bytes have left their source already.
                    hasRoom(to, -1);
                }
                moved += bytes.limit();
            }
            return moved;
        } finally {
            Buffers.giveBack(buffer);
        }
    }

    /**
     * @throws SyscallException {@code EPIPE} if no reader is left, before any byte is taken for it
     */
    private static boolean hasRoom(PipeChannel pipe, int timeoutMillis) throws IOException {
        int number = pipe.fd().use();
        try {
            int ready = new PollFd().poll(number, PollFd.POLLOUT, timeoutMillis);
            if ((ready & PollFd.POLLERR) != 0) {
                throw new SyscallException("write", Errno.EPIPE, number);
            }
            return ready != 0;
        } finally {
            pipe.fd().done();
        }
    }

    private static void requireReady(Channel other) throws ClosedChannelException {
        if (!other.isOpen()) {
            throw new ClosedChannelException();
        }
        if (other instanceof SelectableChannel selectable && !selectable.isBlocking()) {
            throw new IllegalBlockingModeException();
        }
    }
}
