package dev.penstock.splice;

import static dev.penstock.sys.SyscallException.check;

import dev.penstock.internal.memory.Buffers;
import dev.penstock.internal.pipe.PipeCalls;
import dev.penstock.internal.sys.Linux;
import dev.penstock.internal.sys.NativeMemory;
import dev.penstock.internal.sys.PollFd;
import dev.penstock.libc.Libc;
import dev.penstock.pipe.PipeChannel;
import dev.penstock.sys.Errno;
import dev.penstock.sys.Fd;
import dev.penstock.sys.SyscallException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;

/** A descriptor of ours that bytes go to. What fails names it. For one thread at a time. */
class Target implements Closeable {
    final Libc libc = Linux.libc();
    final Fd fd;
    private final String name;
    private boolean splices;

    /**
     * @param name a path, or what else the user knows it by
     * @param fd owned from now on
     * @param splices whether to try splice(2)
     */
    Target(String name, Fd fd, boolean splices) {
        this.name = name;
        this.fd = fd;
        this.splices = splices;
    }

    /**
     * Moves bytes by splice(2).
     *
     * @return how many; 0 if the pipe is empty or this is full, −1 at end of file, or {@link
     *     Outlet#REFUSED}
     */
    final long splice(PipeChannel from, long most) throws IOException {
        if (!splices) {
            return Outlet.REFUSED;
        }
        try {
            return from.spliceTo(fd, Math.min(most, Outlet.MOST_AT_ONCE));
        } catch (SyscallException e) {
            if (PipeCalls.isRefusal(e)) {
                // Opened with O_APPEND, or of a kind that has no splice(2). Nothing was moved.
                splices = false;
                return Outlet.REFUSED;
            }
            throw named(e);
        }
    }

    /**
     * Writes from the buffer's position on, and moves it.
     *
     * @return how many bytes; 0 if it is full
     */
    final int write(ByteBuffer bytes, int most) throws IOException {
        if (bytes.isDirect()) {
            int put = write(libc.address(bytes) + bytes.position(), most);
            bytes.position(bytes.position() + put);
            return put;
        }
        NativeMemory copy = Buffers.borrow();
        try {
            int count = Math.min(most, Buffers.SIZE);
            copy.bytes().put(0, bytes, bytes.position(), count);
            int put = write(copy.address(), count);
            bytes.position(bytes.position() + put);
            return put;
        } finally {
            Buffers.giveBack(copy);
        }
    }

    private int write(long address, int most) throws IOException {
        int number = fd.use();
        try {
            long put;
            do {
                put = call(number, address, most);
            } while (put == -Errno.EINTR);
            return put == -Errno.EAGAIN ? 0 : (int) check("write", put, number);
        } catch (SyscallException e) {
            throw named(e);
        } finally {
            fd.done();
        }
    }

    /** The call that writes; it answers as write(2) does. */
    long call(int number, long address, int most) throws IOException {
        return libc.write(number, address, most);
    }

    /** Whether a write would not wait now, or would fail at once. */
    final boolean isWritable() throws IOException {
        int number = fd.use();
        try {
            return new PollFd().poll(number, PollFd.POLLOUT, 0) != 0;
        } finally {
            fd.done();
        }
    }

    /** Waits until what was written is on the disk. */
    final void sync() throws IOException {
        int number = fd.use();
        try {
            check("fsync", libc.fsync(number), number);
        } catch (SyscallException e) {
            throw named(e);
        } finally {
            fd.done();
        }
    }

    final IOException named(SyscallException e) {
        return named(name, e);
    }

    static IOException named(String name, SyscallException e) {
        IOException named = new FileSystemException(name, null, e.getMessage());
        named.initCause(e);
        return named;
    }

    @Override
    public final void close() throws IOException {
        try {
            fd.close();
        } catch (SyscallException e) {
            // NFS, for one, tells here that the disk is full.
            throw named(e);
        }
    }

    @Override
    public final String toString() {
        return name;
    }
}
