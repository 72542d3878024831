package dev.penstock.diagnosis.rescue;

import dev.penstock.internal.procfs.PageSize;
import dev.penstock.internal.sys.FileName;
import dev.penstock.internal.sys.Linux;
import dev.penstock.internal.sys.SystemConstants;
import dev.penstock.libc.Fcntl;
import dev.penstock.libc.Libc;
import dev.penstock.sys.Errno;
import dev.penstock.sys.Fd;
import dev.penstock.sys.SyscallException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What is in a pipe or a FIFO, through a read end of one's own: opened by way of {@code /proc},
 * also where the descriptor there is a write end, it is an open file description of its own, so
 * that it may be non-blocking. Bytes are copied by tee(2) into a second pipe.
 */
public final class PipeBacklog extends Backlog {
    private final Fd copyReader;
    private final Fd copyWriter;

    private PipeBacklog(Fd source, String file, Fd copyReader, Fd copyWriter) {
        super(source, file, file);
        this.copyReader = copyReader;
        this.copyWriter = copyWriter;
    }

    static PipeBacklog of(PipeEnd target) throws IOException {
        Fd source = openReadEnd(target);
        try {
            int[] ends = new int[2];
            SyscallException.check("pipe2", Linux.libc().pipe(ends));
            PipeBacklog backlog =
                    new PipeBacklog(source, target.file(), new Fd(ends[0]), new Fd(ends[1]));
            // As many slots as there, so that all of it can be copied at once; with fewer, less is.
            backlog.libc.fcntl(ends[1], Fcntl.F_SETPIPE_SZ, backlog.capacity());
            return backlog;
        } catch (IOException | RuntimeException e) {
            source.close();
            throw e;
        }
    }

    private static Fd openReadEnd(PipeEnd target) throws IOException {
        Libc libc = Linux.libc();
        // The path alone: opens nothing, and stays that file whatever becomes of the number.
        int path = libc.open(FileName.ascii(target.link()), Fcntl.O_PATH | Fcntl.O_CLOEXEC, 0);
        check(target, "open " + target.link(), path);
        try (Fd named = new Fd(path)) {
            String own = "/proc/self/fd/" + named.number();
            if (!Files.readSymbolicLink(Path.of(own)).toString().equals(target.file())) {
                throw new RefusedException(
                        target.link() + " is another file by now, no longer " + target.file());
            }
            int end =
                    libc.open(
                            FileName.ascii(own),
                            Fcntl.O_RDONLY | Fcntl.O_NONBLOCK | Fcntl.O_CLOEXEC,
                            0);
            check(target, "open " + target.file(), end);
            return Fd.adopt(end);
        }
    }

    private static void check(PipeEnd target, String call, int result) throws IOException {
        if (result == -Errno.EACCES || result == -Errno.EPERM) {
            throw Rights.toLook(target.pid(), new SyscallException(call, -result, -1).getMessage());
        }
        SyscallException.check(call, result);
    }

    /**
     * How large the pipe is.
     *
     * @return F_GETPIPE_SZ, in bytes
     * @throws SyscallException if it is not told
     */
    public int capacity() throws SyscallException {
        int capacity = libc.fcntl(source.number(), Fcntl.F_GETPIPE_SZ, 0);
        return SyscallException.check("fcntl(F_GETPIPE_SZ)", capacity, source.number());
    }

    /**
     * How many slots it has: it is full when all are taken, however little is in each.
     *
     * @return of a page each
     * @throws IOException if that is not told
     */
    public int slots() throws IOException {
        return (int) (capacity() / PageSize.get());
    }

    /**
     * Sets its size.
     *
     * @param size in bytes, which the kernel rounds up to a power of two of pages
     * @return the new capacity; or minus errno: EPERM over the limits, EBUSY below what is in it
     */
    int resize(int size) {
        return libc.fcntl(source.number(), Fcntl.F_SETPIPE_SZ, size);
    }

    @Override
    public int copy(ByteBuffer to) throws SyscallException {
        if (!to.hasRemaining()) {
            return 0;
        }
        long there =
                libc.tee(
                        source.number(),
                        copyWriter.number(),
                        to.remaining(),
                        SystemConstants.SPLICE_F_NONBLOCK);
        if (there == -Errno.EAGAIN || there == -Errno.EINTR) {
            return 0;
        }
        if (SyscallException.check("tee", there, source.number()) == 0) {
            return END;
        }
        for (long left = there; left > 0; ) {
            long got = libc.read(copyReader.number(), libc.address(to) + to.position(), (int) left);
            if (got != -Errno.EINTR) {
                SyscallException.check("read", got, copyReader.number());
                to.position(to.position() + (int) got);
                left -= got;
            }
        }
        return (int) there;
    }

    @Override
    long takeOnce(long address, int room) {
        return libc.read(source.number(), address, room);
    }

    @Override
    public void close() throws IOException {
        try (copyReader;
                copyWriter) {
            super.close();
        }
    }
}
