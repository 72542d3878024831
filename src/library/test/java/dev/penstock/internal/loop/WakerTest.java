package dev.penstock.internal.loop;

import static dev.penstock.sys.SyscallException.check;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.internal.sys.Linux;
import dev.penstock.internal.sys.NativeMemory;
import dev.penstock.internal.sys.PollFd;
import dev.penstock.libc.Fcntl;
import dev.penstock.libc.Libc;
import dev.penstock.sys.Errno;
import dev.penstock.sys.Fd;
import dev.penstock.sys.SyscallException;
import dev.penstock.testing.Workers;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WakerTest {
    private final Libc libc = Linux.libc();
    private final NativeMemory counter = new NativeMemory(Long.BYTES);
    private Waker waker;

    @BeforeEach
    void open() throws IOException {
        waker = new Waker();
    }

    @AfterEach
    void close() throws IOException {
        waker.close();
    }

    private long read() {
        return libc.read(waker.fd(), counter.address(), Long.BYTES);
    }

    private boolean isReadable() throws SyscallException {
        return new PollFd().poll(waker.fd(), PollFd.POLLIN, 0) == PollFd.POLLIN;
    }

    @Test
    void shouldWriteOnceUntilItsLoopSleepsAgain() throws IOException {
        waker.sleeping();
        waker.wake();
        waker.wake();
        waker.wake();
        assertEquals(Long.BYTES, read());
        assertEquals(1, counter.bytes().getLong(0));
        waker.wake();
        assertEquals(-Errno.EAGAIN, read());
        waker.sleeping();
        waker.wake();
        assertEquals(Long.BYTES, read());
    }

    @Test
    void shouldNotWriteWhileTheLoopIsAwake() throws IOException {
        waker.wake();
        assertFalse(isReadable(), "before it has slept at all");
        waker.sleeping();
        waker.awake();
        waker.wake();
        assertFalse(isReadable());
    }

    @Test
    void shouldWakeAgainOnceSeen() throws IOException {
        for (int i = 0; i < 3; i++) {
            waker.sleeping();
            waker.wake();
            assertTrue(isReadable());
            waker.seen();
            assertFalse(isReadable());
        }
        waker.seen(); // and not wait when there is nothing to see
    }

    @Test
    void shouldNotBlockNorBeInherited() {
        assertEquals(Fcntl.FD_CLOEXEC, libc.fcntl(waker.fd(), Fcntl.F_GETFD, 0));
        assertEquals(Fcntl.O_NONBLOCK, libc.fcntl(waker.fd(), Fcntl.F_GETFL, 0) & Fcntl.O_NONBLOCK);
    }

    /** The number may be another file's by then. */
    @Test
    void shouldWriteToNobodyOnceClosed() throws IOException {
        waker.sleeping();
        try (Fd other = Fd.adopt(check("dup", libc.fcntl(waker.fd(), Fcntl.F_DUPFD_CLOEXEC, 0)))) {
            waker.close();
            waker.wake();
            assertEquals(-Errno.EAGAIN, libc.read(other.number(), counter.address(), Long.BYTES));
        }
    }

    /** If a wake-up could be lost, the sleeper would not come to the total. */
    @Test
    void shouldLoseNoWakeUp() throws Exception {
        int each = 20_000;
        AtomicInteger given = new AtomicInteger();
        Workers workers = new Workers();
        workers.start(
                () -> {
                    PollFd poll = new PollFd();
                    int taken = 0;
                    while (taken < 3 * each) {
                        waker.sleeping();
                        if (given.get() > 0) {
                            waker.awake();
                            taken += given.getAndSet(0);
                            continue;
                        }
                        int ready = poll.poll(waker.fd(), PollFd.POLLIN, 20_000);
                        assertEquals(PollFd.POLLIN, ready, "asleep with " + given + " to do");
                        waker.awake();
                        waker.seen();
                        taken += given.getAndSet(0);
                    }
                });
        for (int i = 0; i < 3; i++) {
            workers.start(
                    () -> {
                        for (int n = 0; n < each; n++) {
                            given.incrementAndGet();
                            waker.wake();
                        }
                    });
        }
        workers.join();
    }
}
