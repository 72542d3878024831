package dev.penstock.pipe;

import static dev.penstock.sys.SyscallException.check;

import dev.penstock.internal.memory.Buffers;
import dev.penstock.internal.pipe.NullDevice;
import dev.penstock.internal.pipe.PipeCalls;
import dev.penstock.internal.sys.FileName;
import dev.penstock.internal.sys.IoVectors;
import dev.penstock.internal.sys.Linux;
import dev.penstock.internal.sys.NativeMemory;
import dev.penstock.internal.sys.SystemConstants;
import dev.penstock.libc.Fcntl;
import dev.penstock.libc.Libc;
import dev.penstock.sys.Errno;
import dev.penstock.sys.Fd;
import dev.penstock.sys.SyscallException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/**
 * One end of a pipe as a non-blocking {@link FileChannel}. Any thread may use it; what several
 * threads read or write at once interleaves as the kernel makes it.
 *
 * <p>A read answers 0 when nothing is there, −1 at end of file, that is when the pipe is empty and
 * no process holds its write end any more. A write answers 0 when the pipe has no free slot, and
 * fails with {@code EPIPE} when no process holds the read end (the JVM ignores SIGPIPE).
 *
 * <p>Because no call waits, an interrupted thread does not close the channel, unlike {@code
 * FileChannel}'s own implementations. A pipe has no position, no size and no locks: the methods of
 * {@code FileChannel} that concern them throw {@link UnsupportedOperationException}, and {@code
 * transferTo} and {@code transferFrom} take 0 for a position.
 *
 * <p>Close it to close the descriptor; closing twice does nothing, and closing while it is
 * registered with an event loop leaves the loop first.
 */
public final class PipeChannel extends UnpositionedChannel {
    /**
     * At most this much at once: what read(2) itself transfers, {@code MAX_RW_COUNT}, rounded down.
     */
    private static final int MOST_AT_ONCE = 1 << 30;

    private final Libc libc = Linux.libc();
    private final Fd fd;
    private final boolean readable;
    private final boolean writable;

    /** Whether O_NONBLOCK has to be taken back from a description that is not ours alone. */
    private final boolean restoreBlocking;

    private PipeChannel(Fd fd, int flags, boolean restoreBlocking) {
        this.fd = fd;
        this.restoreBlocking = restoreBlocking;
        int mode = flags & Fcntl.O_ACCMODE;
        readable = mode != Fcntl.O_WRONLY;
        writable = mode != Fcntl.O_RDONLY;
    }

    /**
     * Makes a channel of an end that pipe2(2) has just made, whose flags are known and whose open
     * file description is ours alone; takes it over.
     *
     * @param mode {@code O_RDONLY} or {@code O_WRONLY}
     */
    static PipeChannel adopt(Fd fd, int mode) throws IOException {
        int number = fd.use();
        try {
            int flags = mode | Fcntl.O_NONBLOCK;
            check("fcntl(F_SETFL)", Linux.libc().fcntl(number, Fcntl.F_SETFL, flags), number);
            return new PipeChannel(fd, flags, false);
        } finally {
            fd.done();
        }
    }

    /**
     * A channel over a duplicate of a descriptor: dup(2), close-on-exec, and {@code O_NONBLOCK}.
     *
     * <p>{@code O_NONBLOCK} belongs to the open file description, which the duplicate shares with
     * the original and with every process that inherited it: while this channel is open,
     * <em>their</em> reads and writes answer {@code EAGAIN} as well. Closing the channel takes the
     * flag back if it was this channel that set it, so of several duplicates the first must be
     * closed last. Where that is not acceptable, and with a stdin shared with a shell it is not,
     * use {@link #reopen}.
     *
     * @param fd stays the caller's
     * @throws SyscallException {@code EBADF} if it is not open, {@code EMFILE}
     */
    public static PipeChannel dup(int fd) throws IOException {
        Linux.bind();
        Libc libc = Linux.libc();
        // dup(2) itself cannot set close-on-exec in the same call; this is the dup that can.
        int copy = check("fcntl(F_DUPFD_CLOEXEC)", libc.fcntl(fd, Fcntl.F_DUPFD_CLOEXEC, 0), fd);
        Fd owned = Fd.adopt(copy);
        try {
            int flags = setNonBlocking(owned.number());
            return new PipeChannel(owned, flags, (flags & Fcntl.O_NONBLOCK) == 0);
        } catch (SyscallException e) {
            owned.close();
            throw e;
        }
    }

    /**
     * A channel over an open file description of its own, got by opening {@code /proc/self/fd/N}
     * with the access mode that the descriptor has; {@code O_NONBLOCK} there is nobody else's. The
     * channel is one more holder of that end: while a reopened write end is open, the reader sees
     * no end of file.
     *
     * @param fd a descriptor of a pipe or FIFO; stays the caller's
     * @throws SyscallException {@code EBADF} if it is not open; {@code ENXIO} for a socket, {@code
     *     EACCES} for somebody else's pipe
     */
    public static PipeChannel reopen(int fd) throws IOException {
        Linux.bind();
        Libc libc = Linux.libc();
        int mode = check("fcntl(F_GETFL)", libc.fcntl(fd, Fcntl.F_GETFL, 0), fd) & Fcntl.O_ACCMODE;
        int flags = mode | Fcntl.O_NONBLOCK | Fcntl.O_CLOEXEC;
        byte[] link = FileName.ascii("/proc/self/fd/" + fd);
        int opened = check("open", libc.open(link, flags, 0), fd);
        return new PipeChannel(Fd.adopt(opened), flags, false);
    }

    /** Sets the flag and answers the flags from before. */
    private static int setNonBlocking(int fd) throws SyscallException {
        Libc libc = Linux.libc();
        int flags = check("fcntl(F_GETFL)", libc.fcntl(fd, Fcntl.F_GETFL, 0), fd);
        if ((flags & Fcntl.O_NONBLOCK) == 0) {
            check("fcntl(F_SETFL)", libc.fcntl(fd, Fcntl.F_SETFL, flags | Fcntl.O_NONBLOCK), fd);
        }
        return flags;
    }

    /**
     * The descriptor, which this channel owns: register it with an event loop, but do not close it.
     */
    public Fd fd() {
        return fd;
    }

    /**
     * How many bytes the pipe takes at most: {@code F_GETPIPE_SZ}. It holds them in slots of a
     * page, so it may be full with fewer: see pipe(7), and never conclude from {@link #unread} that
     * it is.
     *
     * @throws SyscallException {@code EBADF} if this is not a pipe
     */
    public int capacity() throws IOException {
        int number = fd.use();
        try {
            return check("fcntl(F_GETPIPE_SZ)", libc.fcntl(number, Fcntl.F_GETPIPE_SZ, 0), number);
        } finally {
            fd.done();
        }
    }

    /**
     * Changes the pipe's capacity: {@code F_SETPIPE_SZ}.
     *
     * @param bytes rounded up by the kernel to a power of two, at least a page
     * @return the capacity that it has now
     * @throws SyscallException {@code EPERM} over {@code pipe-max-size}, or for a user past {@code
     *     pipe-user-pages-soft}; {@code EBUSY} if more than that lies in it
     */
    public int resize(int bytes) throws IOException {
        int number = fd.use();
        try {
            return check(
                    "fcntl(F_SETPIPE_SZ)", libc.fcntl(number, Fcntl.F_SETPIPE_SZ, bytes), number);
        } finally {
            fd.done();
        }
    }

    /**
     * How many bytes lie in the pipe, written and not yet read: {@code FIONREAD}. Either end may be
     * asked.
     */
    public int unread() throws IOException {
        int number = fd.use();
        NativeMemory answer = Buffers.borrow();
        try {
            check(
                    "ioctl(FIONREAD)",
                    libc.ioctl(number, SystemConstants.FIONREAD, answer.address()),
                    number);
            return answer.bytes().getInt(0);
        } finally {
            Buffers.giveBack(answer);
            fd.done();
        }
    }

    // ---- Reading

    /**
     * Reads what is there.
     *
     * @return bytes read; 0 if none are there now or {@code dst} is full; −1 at end of file
     * @throws NonReadableChannelException if this is a write end
     * @throws ClosedChannelException if it is closed
     * @throws SyscallException if read(2) fails
     */
    @Override
    public int read(ByteBuffer dst) throws IOException {
        if (dst.isReadOnly()) {
            throw new IllegalArgumentException("read-only buffer");
        }
        int wanted = Math.min(dst.remaining(), MOST_AT_ONCE);
        requireReadable();
        if (wanted == 0) {
            return 0;
        }
        if (dst.isDirect()) {
            int got = PipeCalls.read(fd, libc.address(dst) + dst.position(), wanted);
            if (got > 0) {
                dst.position(dst.position() + got);
            }
            return got;
        }
        NativeMemory buffer = Buffers.borrow();
        try {
            int got = PipeCalls.read(fd, buffer.address(), Math.min(wanted, Buffers.SIZE));
            if (got > 0) {
                dst.put(buffer.bytes().limit(got));
            }
            return got;
        } finally {
            Buffers.giveBack(buffer);
        }
    }

    /** Scatters one readv(2), under the terms of {@link #read(ByteBuffer)}. */
    @Override
    public long read(ByteBuffer[] dsts, int offset, int length) throws IOException {
        requireReadable();
        ByteBuffer[] buffers = Gather.withRoom(dsts, offset, length);
        for (ByteBuffer dst : buffers) {
            if (dst.isReadOnly()) {
                throw new IllegalArgumentException("read-only buffer");
            }
        }
        if (buffers.length == 0) {
            return 0;
        }
        if (!Gather.allDirect(buffers)) {
            return readThroughCopy(buffers);
        }
        IoVectors vectors = Gather.vectors(libc, buffers);
        int number = fd.use();
        try {
            long got;
            do {
                got = libc.readv(number, vectors.address(), buffers.length);
            } while (got == -Errno.EINTR);
            if (got == -Errno.EAGAIN) {
                return 0;
            }
            if (got == 0) {
                return -1;
            }
            Gather.advance(buffers, check("readv", got, number));
            return got;
        } finally {
            fd.done();
        }
    }

    private long readThroughCopy(ByteBuffer[] buffers) throws IOException {
        NativeMemory copy = Buffers.borrow();
        try {
            int got =
                    PipeCalls.read(
                            fd,
                            copy.address(),
                            (int) Math.min(Buffers.SIZE, Gather.remaining(buffers)));
            if (got > 0) {
                Gather.scatter(copy.bytes().limit(got), buffers);
            }
            return got;
        } finally {
            Buffers.giveBack(copy);
        }
    }

    // ---- Writing

    /**
     * Writes what the pipe takes now. A buffer of up to 4096 bytes is written whole or not at all.
     *
     * @return bytes written; 0 if the pipe has no free slot
     * @throws NonWritableChannelException if this is a read end
     * @throws ClosedChannelException if it is closed
     * @throws SyscallException {@code EPIPE} if no reader is left
     */
    @Override
    public int write(ByteBuffer src) throws IOException {
        int wanted = Math.min(src.remaining(), MOST_AT_ONCE);
        requireWritable();
        if (wanted == 0) {
            return 0;
        }
        if (src.isDirect()) {
            int put = PipeCalls.write(fd, libc.address(src) + src.position(), wanted);
            src.position(src.position() + put);
            return put;
        }
        NativeMemory buffer = Buffers.borrow();
        try {
            int count = Math.min(wanted, Buffers.SIZE);
            buffer.bytes().put(0, src, src.position(), count);
            int put = PipeCalls.write(fd, buffer.address(), count);
            src.position(src.position() + put);
            return put;
        } finally {
            Buffers.giveBack(buffer);
        }
    }

    /** Gathers one writev(2), under the terms of {@link #write(ByteBuffer)}. */
    @Override
    public long write(ByteBuffer[] srcs, int offset, int length) throws IOException {
        requireWritable();
        ByteBuffer[] buffers = Gather.withRoom(srcs, offset, length);
        if (buffers.length == 0) {
            return 0;
        }
        if (!Gather.allDirect(buffers)) {
            return writeThroughCopy(buffers);
        }
        IoVectors vectors = Gather.vectors(libc, buffers);
        int number = fd.use();
        try {
            long put;
            do {
                put = libc.writev(number, vectors.address(), buffers.length);
            } while (put == -Errno.EINTR);
            if (put == -Errno.EAGAIN) {
                return 0;
            }
            Gather.advance(buffers, check("writev", put, number));
            return put;
        } finally {
            fd.done();
        }
    }

    private long writeThroughCopy(ByteBuffer[] buffers) throws IOException {
        NativeMemory copy = Buffers.borrow();
        try {
            Gather.collect(buffers, copy.bytes());
            int put = PipeCalls.write(fd, copy.address(), copy.bytes().position());
            Gather.advance(buffers, put);
            return put;
        } finally {
            Buffers.giveBack(copy);
        }
    }

    // ---- Transfers

    /**
     * Moves bytes from this pipe to a channel, as many as are there, up to {@code count}. To
     * another {@code PipeChannel} they go by splice(2), without a copy through this process; to any
     * other channel by read and write, which waits where that channel does.
     *
     * @param position 0
     * @return bytes moved; 0 if none were there, at end of file too
     * @throws IllegalBlockingModeException if the target is another non-blocking channel: what it
     *     did not take could not be put back
     */
    @Override
    public long transferTo(long position, long count, WritableByteChannel target)
            throws IOException {
        requireNoPosition(position);
        Transfers.requireCount(count);
        requireReadable();
        if (target instanceof PipeChannel pipe) {
            pipe.requireWritable();
            return Transfers.splice(fd, pipe.fd, count);
        }
        return Transfers.copyOut(this, target, count);
    }

    /**
     * Moves bytes from a channel into this pipe, as many as it takes now, up to {@code count}. From
     * another {@code PipeChannel} they go by splice(2); from any other channel by read and write, a
     * page at a time and only while the pipe has room, which waits where that channel does.
     *
     * @param position 0
     * @return bytes moved
     * @throws IllegalBlockingModeException if the source is another non-blocking channel
     */
    @Override
    public long transferFrom(ReadableByteChannel src, long position, long count)
            throws IOException {
        requireNoPosition(position);
        Transfers.requireCount(count);
        requireWritable();
        if (src instanceof PipeChannel pipe) {
            pipe.requireReadable();
            return Transfers.splice(pipe.fd, fd, count);
        }
        return Transfers.copyIn(src, this, count);
    }

    /**
     * Moves bytes by splice(2) from this read end to a descriptor: a file, a socket, another pipe.
     *
     * @return bytes moved; 0 if none were there or the target is full, and −1 at end of file
     * @throws SyscallException if splice(2) fails: {@code EINVAL} for a target opened with O_APPEND
     */
    public long spliceTo(Fd target, long count) throws IOException {
        Transfers.requireCount(count);
        requireReadable();
        return PipeCalls.splice(fd, target, count);
    }

    /**
     * Takes bytes out of this read end and drops them: by splice(2) to {@code /dev/null} where it
     * can be opened, otherwise by reading.
     *
     * @param count at most so many
     * @return bytes dropped; 0 if none were there, and −1 at end of file
     */
    public long discard(long count) throws IOException {
        Transfers.requireCount(count);
        requireReadable();
        return NullDevice.take(fd, count);
    }

    /**
     * Moves bytes by splice(2) from a descriptor into this write end; answers as {@link #spliceTo}
     * does.
     */
    public long spliceFrom(Fd source, long count) throws IOException {
        Transfers.requireCount(count);
        requireWritable();
        return PipeCalls.splice(source, fd, count);
    }

    private void requireOpenFd() throws ClosedChannelException {
        if (!fd.isOpen()) {
            throw new ClosedChannelException();
        }
    }

    private static void requireNoPosition(long position) {
        if (position != 0) {
            throw new IllegalArgumentException("a pipe has no position " + position + ": pass 0");
        }
    }

    private void requireReadable() throws IOException {
        requireOpenFd();
        if (!readable) {
            throw new NonReadableChannelException();
        }
    }

    private void requireWritable() throws IOException {
        requireOpenFd();
        if (!writable) {
            throw new NonWritableChannelException();
        }
    }

    @Override
    protected void implCloseChannel() throws IOException {
        if (restoreBlocking) {
            int number = fd.use();
            try {
                int flags = check("fcntl(F_GETFL)", libc.fcntl(number, Fcntl.F_GETFL, 0), number);
                check(
                        "fcntl(F_SETFL)",
                        libc.fcntl(number, Fcntl.F_SETFL, flags & ~Fcntl.O_NONBLOCK),
                        number);
            } finally {
                fd.done();
                fd.close();
            }
        } else {
            fd.close();
        }
    }

    @Override
    public String toString() {
        return "pipe " + (readable ? writable ? "end" : "read end" : "write end") + " on " + fd;
    }
}
