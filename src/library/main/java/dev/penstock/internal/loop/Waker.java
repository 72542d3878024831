package dev.penstock.internal.loop;

import dev.penstock.internal.sys.Linux;
import dev.penstock.internal.sys.NativeMemory;
import dev.penstock.libc.Fcntl;
import dev.penstock.libc.Libc;
import dev.penstock.sys.Errno;
import dev.penstock.sys.Fd;
import dev.penstock.sys.SyscallException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Wakes a loop that sleeps in epoll_wait, through an eventfd(2). Wake-ups coalesce, and while the
 * loop is awake there are none: it will look for what there is to do before it sleeps.
 */
final class Waker implements Closeable {
    private static final int EFD_CLOEXEC_NONBLOCK = Fcntl.O_CLOEXEC | Fcntl.O_NONBLOCK;

    private final Libc libc = Linux.libc();
    private final Fd owned;
    private final int fd;

    /** Whether a wake is needless: the loop is awake, or somebody is about to wake it. */
    private final AtomicBoolean needless = new AtomicBoolean(true);

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

    /**
     * Any thread, after what the loop is woken for was put in place. Does nothing once closed.
     *
     * @throws IllegalStateException if write(2) fails
     */
    void wake() {
        if (needless.get() || !needless.compareAndSet(false, true)) {
            return;
        }
        try {
            owned.use();
            try {
                SyscallException.check("write", libc.write(fd, one.address(), Long.BYTES), fd);
            } finally {
                owned.done();
            }
        } catch (ClosedChannelException closed) {
            // The loop has ended, and looks for nothing any more.
            return;
        } catch (SyscallException e) {
            // Neither a full counter nor a signal can be the cause: it is 1 for each thread at
            // most.
            throw new IllegalStateException("cannot wake the event loop", e);
        }
    }

    /**
     * The loop's thread, before it looks whether there is anything to do and sleeps if there is
     * not: a wake that comes later writes.
     */
    void sleeping() {
        needless.set(false);
    }

    /** The loop's thread, for whichever reason it is awake. */
    void awake() {
        needless.lazySet(true);
    }

    /** The loop's thread, when the descriptor is readable. */
    void seen() throws SyscallException {
        long read = libc.read(fd, counter.address(), Long.BYTES);
        if (read < 0 && read != -Errno.EAGAIN) {
            throw new SyscallException("read", (int) -read, fd);
        }
    }

    @Override
    public void close() throws IOException {
        owned.close();
    }
}
