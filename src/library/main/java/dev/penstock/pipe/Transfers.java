package dev.penstock.pipe;

import dev.penstock.internal.memory.Buffers;
import dev.penstock.internal.pipe.PipeCalls;
import dev.penstock.internal.sys.NativeMemory;
import dev.penstock.internal.sys.PollFd;
import dev.penstock.sys.Errno;
import dev.penstock.sys.Fd;
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
            long now = PipeCalls.splice(from, to, count - moved);
            if (now <= 0) {
                break;
            }
            moved += now;
        }
        return moved;
    }

    /** What is in the pipe, by read and write, which waits where the target does. */
    static long copyOut(PipeChannel from, WritableByteChannel to, long count) throws IOException {
        requireReady(to);
        NativeMemory buffer = Buffers.borrow();
        try {
            long moved = 0;
            while (moved < count) {
                int most = (int) Math.min(Buffers.SIZE, count - moved);
                int got = PipeCalls.read(from.fd(), buffer.address(), most);
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
