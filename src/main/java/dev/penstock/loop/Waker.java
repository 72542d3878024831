package dev.penstock.loop;

import dev.penstock.sys.Errno;
import dev.penstock.sys.Fcntl;
import dev.penstock.sys.Fd;
import dev.penstock.sys.Libc;
import dev.penstock.sys.Linux;
import dev.penstock.sys.NativeMemory;
import dev.penstock.sys.SyscallException;
import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Wakes a loop that sleeps in epoll_wait, through an eventfd(2). Wake-ups coalesce: one write until
 * it is seen.
 */
final class Waker implements Closeable {
    private static final int EFD_CLOEXEC_NONBLOCK = Fcntl.O_CLOEXEC | Fcntl.O_NONBLOCK;

    private final Libc libc = Linux.libc();
    private final Fd owned;
    private final int fd;
    private final AtomicBoolean pending = new AtomicBoolean();

    /** The 1 that is added to the counter; never changed, so any thread may pass it. */
    private final NativeMemory one = new NativeMemory(Long.BYTES);

    /** Where the loop's thread reads the counter to. */
    private final NativeMemory counter = new NativeMemory(Long.BYTES);

    Waker() throws SyscallException {
        one.bytes().putLong(0, 1);
        owned = Fd.adopt(SyscallException.check("eventfd", libc.eventfd(0, EFD_CLOEXEC_NONBLOCK)));
        fd = owned.number();
    }

    int fd() {
        return fd;
    }

    /** Any thread. */
    void wake() {
        if (pending.compareAndSet(false, true)) {
            long written = libc.write(fd, one.address(), Long.BYTES);
            if (written < 0) {
                // Neither a full counter nor a signal can be the cause: at most one write is
                // outstanding.
                throw new IllegalStateException(
                        "cannot wake the event loop: write: " + Errno.name((int) -written));
            }
        }
    }

    /**
     * The loop's thread, when the descriptor is readable and before it looks for what it was woken
     * for: a wake that comes later writes again.
     */
    void seen() throws SyscallException {
        long read = libc.read(fd, counter.address(), Long.BYTES);
        if (read < 0 && read != -Errno.EAGAIN) {
            throw new SyscallException("read", (int) -read, fd);
        }
        pending.set(false);
    }

    @Override
    public void close() throws IOException {
        owned.close();
    }
}
