package dev.penstock.internal.pipe;

import static dev.penstock.sys.SyscallException.check;

import dev.penstock.internal.sys.Linux;
import dev.penstock.internal.sys.Splice;
import dev.penstock.internal.terminal.Pseudoterminal;
import dev.penstock.libc.Libc;
import dev.penstock.sys.Errno;
import dev.penstock.sys.Fd;
import dev.penstock.sys.SyscallException;
import java.io.IOException;

/**
 * One system call each on a non-blocking descriptor, made between the descriptor's {@code use} and
 * {@code done}, and repeated after a signal. Any thread.
 */
public final class PipeCalls {
    /** What the kernel itself moves at most in one call, {@code MAX_RW_COUNT}, rounded down. */
    private static final int MOST_AT_ONCE = 1 << 30;

    private PipeCalls() {}

    /** Has this class loaded, and the binding. */
    public static void load() {
        Linux.libc();
    }

    /**
     * read(2).
     *
     * @param address of memory that stays allocated during the call
     * @return bytes read; 0 if none were there, and −1 at end of file, which a terminal has when
     *     nobody holds its slave any more
     * @throws SyscallException if read(2) fails otherwise
     */
    public static int read(Fd fd, long address, int count) throws IOException {
        Libc libc = Linux.libc();
        int number = fd.use();
        try {
            long got;
            do {
                got = libc.read(number, address, count);
            } while (got == -Errno.EINTR);
            if (got == -Errno.EAGAIN) {
                return 0;
            }
            if (got == -Errno.EIO && Pseudoterminal.isMaster(number)) {
                return -1;
            }
            return got == 0 ? -1 : (int) check("read", got, number);
        } finally {
            fd.done();
        }
    }

    /**
     * write(2).
     *
     * @param address of memory that stays allocated during the call
     * @return bytes written; 0 if there is no room
     * @throws SyscallException if write(2) fails otherwise: {@code EPIPE} without a reader
     */
    public static int write(Fd fd, long address, int count) throws IOException {
        Libc libc = Linux.libc();
        int number = fd.use();
        try {
            long put;
            do {
                put = libc.write(number, address, count);
            } while (put == -Errno.EINTR);
            return put == -Errno.EAGAIN ? 0 : (int) check("write", put, number);
        } finally {
            fd.done();
        }
    }

    /** As {@link #splice(Fd, long, Fd, long)}, where {@code from} has no offset of its own. */
    public static long splice(Fd from, Fd to, long count) throws IOException {
        return splice(from, 0, to, count);
    }

    /**
     * splice(2) with {@code SPLICE_F_NONBLOCK}.
     *
     * @param offset address of an {@code loff_t} to read at, which moves on; 0 for none
     * @return bytes moved; 0 if it would block, and −1 at end of file
     * @throws SyscallException if splice(2) fails otherwise
     */
    public static long splice(Fd from, long offset, Fd to, long count) throws IOException {
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
                if (moved == -Errno.EIO && Pseudoterminal.isMaster(in)) {
                    return -1;
                }
                return moved == 0 && count > 0 ? -1 : check("splice", moved, out);
            } finally {
                to.done();
            }
        } finally {
            from.done();
        }
    }

    /**
     * Whether a splice(2) failed because it may not be done at all, so that read and write may:
     * these descriptors do not allow it ({@code EINVAL}), or a kernel or seccomp filter does not.
     * What {@code EPERM} says of a file, write(2) will say as well.
     */
    public static boolean isRefusal(SyscallException e) {
        switch (e.errno()) {
            case Errno.EINVAL:
            case Errno.ENOSYS:
            case Errno.EPERM:
            case Errno.EACCES:
                return true;
            default:
                return false;
        }
    }
}
