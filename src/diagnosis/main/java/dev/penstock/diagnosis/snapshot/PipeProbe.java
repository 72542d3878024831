package dev.penstock.diagnosis.snapshot;

import dev.penstock.diagnosis.model.PipeState;
import dev.penstock.internal.procfs.PageSize;
import dev.penstock.internal.procfs.PipeHolder;
import dev.penstock.internal.procfs.ProcFs;
import dev.penstock.internal.procfs.Reading;
import dev.penstock.internal.procfs.Reading.Known;
import dev.penstock.internal.procfs.Reading.Unknown;
import dev.penstock.internal.procfs.Reading.Why;
import dev.penstock.internal.sys.FileName;
import dev.penstock.internal.sys.Linux;
import dev.penstock.internal.sys.NativeMemory;
import dev.penstock.internal.sys.SystemConstants;
import dev.penstock.libc.Fcntl;
import dev.penstock.libc.Libc;
import dev.penstock.sys.Errno;
import dev.penstock.sys.SyscallException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Asks a pipe of other processes how large it is and how much is in it, through a read end of one's
 * own that is closed at once: opened by way of {@code /proc}, without blocking, and never read
 * from.
 *
 * <p>That end counts as a reader while it is open. So a pipe is asked only where somebody is seen
 * to hold a read end of it: where nobody does, a writer would get no EPIPE for that moment, and
 * somebody who waits for a reader to open a FIFO would be woken. Not thread-safe.
 */
final class PipeProbe {
    /** Descriptors are opened through this machine's tree, whichever one is read. */
    private final ProcFs proc = ProcFs.open();

    private final Libc libc = Linux.libc();
    private final NativeMemory count = new NativeMemory(Integer.BYTES);
    private final long pageSize;

    PipeProbe() throws IOException {
        pageSize = PageSize.get();
    }

    /**
     * Asks.
     *
     * @param holder of a read end
     * @param file what its descriptor's link must say, or nothing is opened
     */
    Reading<PipeState> ask(PipeHolder holder, String file) {
        Reading<PipeState> asked = ask("/proc/" + holder.pid() + "/fd/" + holder.fd(), file);
        int live = asked.known().isPresent() ? holder.pid() : proc.live(holder.pid());
        return live == holder.pid() ? asked : ask("/proc/" + live + "/fd/" + holder.fd(), file);
    }

    private Reading<PipeState> ask(String link, String file) {
        // The path alone: opens nothing, and stays that file whatever becomes of the number.
        int path = libc.open(FileName.ascii(link), Fcntl.O_PATH | Fcntl.O_CLOEXEC, 0);
        if (path < 0) {
            return unknown(link, -path);
        }
        try {
            return askThrough(path, link, file);
        } finally {
            close(path);
        }
    }

    private Reading<PipeState> askThrough(int path, String link, String file) {
        String own = "/proc/self/fd/" + path;
        try {
            if (!Files.readSymbolicLink(Path.of(own)).toString().equals(file)) {
                return new Unknown<>(Why.GONE, link + " is another file by now");
            }
        } catch (IOException e) {
            return new Unknown<>(Why.UNTOLD, own + ": " + e.getMessage());
        }
        int end =
                libc.open(
                        FileName.ascii(own),
                        Fcntl.O_RDONLY | Fcntl.O_NONBLOCK | Fcntl.O_CLOEXEC,
                        0);
        if (end < 0) {
            return unknown(link, -end);
        }
        try {
            return state(end, link);
        } finally {
            close(end);
        }
    }

    private Reading<PipeState> state(int end, String link) {
        int capacity = libc.fcntl(end, Fcntl.F_GETPIPE_SZ, 0);
        if (capacity < 0) {
            return unknown(link, -capacity);
        }
        int asked = libc.ioctl(end, SystemConstants.FIONREAD, count.address());
        if (asked < 0) {
            return unknown(link, -asked);
        }
        int unread = count.bytes().getInt(0);
        return new Known<>(new PipeState(capacity, (int) (capacity / pageSize), unread));
    }

    private void close(int fd) {
        // Nothing was written through it: a failure could lose nothing, and must not hide an
        // answer.
        libc.close(fd);
    }

    private static Reading<PipeState> unknown(String link, int errno) {
        boolean denied = errno == Errno.EACCES || errno == Errno.EPERM;
        return new Unknown<>(
                denied ? Why.DENIED : Why.GONE,
                new SyscallException("open " + link, errno, -1).getMessage());
    }
}
