package dev.penstock.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.internal.sys.Linux;
import dev.penstock.internal.sys.NativeMemory;
import dev.penstock.libc.Fcntl;
import dev.penstock.libc.Libc;
import dev.penstock.testing.ChildJvm;
import dev.penstock.testing.Workers;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FdTest {
    private final Libc libc = Linux.libc();
    private Fd fd;

    @BeforeEach
    void open() throws IOException {
        fd = Fd.adopt(eventfd());
    }

    @AfterEach
    void close() throws IOException {
        fd.close();
    }

    /** With a number so high that the JVM, which opens files when it likes, will not get it. */
    private int eventfd() throws SyscallException {
        int made = SyscallException.check("eventfd", libc.eventfd(0, Fcntl.O_CLOEXEC));
        int high = libc.fcntl(made, Fcntl.F_DUPFD_CLOEXEC, 300);
        libc.close(made);
        return SyscallException.check("fcntl", high, made);
    }

    private boolean isOpenInTheKernel(int number) {
        return libc.fcntl(number, Fcntl.F_GETFD, 0) >= 0;
    }

    @Test
    void shouldCloseOnceOnly() throws IOException {
        int number = fd.number();
        assertTrue(fd.isOpen());
        assertTrue(isOpenInTheKernel(number));
        fd.close();
        assertFalse(fd.isOpen());
        assertFalse(isOpenInTheKernel(number));
        // Now somebody else's.
        assertEquals(number, libc.dup2(0, number));
        fd.close();
        assertTrue(isOpenInTheKernel(number), "the second close(2) hit another's descriptor");
        assertEquals(0, libc.close(number));
    }

    @Test
    void shouldRefuseUseOnceClosed() throws IOException {
        fd.close();
        assertThrows(ClosedChannelException.class, fd::use);
        assertEquals("fd " + fd.number() + " (closed)", fd.toString());
    }

    @Test
    void shouldRefuseWhatIsNoDescriptor() {
        assertThrows(IllegalArgumentException.class, () -> new Fd(-1));
    }

    @Test
    void shouldWaitWithCloseForThoseInACall() throws Exception {
        int number = fd.use();
        assertEquals(number, fd.use());
        Workers closer = new Workers();
        closer.start(fd::close);
        closer.join();
        assertFalse(fd.isOpen());
        assertThrows(ClosedChannelException.class, fd::use);
        assertTrue(isOpenInTheKernel(number), "closed under two users");
        fd.done();
        assertTrue(isOpenInTheKernel(number), "closed under a user");
        fd.done();
        assertFalse(isOpenInTheKernel(number));
    }

    @Test
    void shouldRunTheActionBeforeClosing() throws IOException {
        List<String> order = new ArrayList<>();
        fd.beforeClose(() -> order.add("replaced"));
        fd.beforeClose(
                () -> {
                    order.add(isOpenInTheKernel(fd.number()) ? "still open" : "too late");
                    assertFalse(fd.isOpen());
                    order.add(Thread.currentThread().getName());
                });
        fd.close();
        fd.close();
        assertEquals(List.of("still open", Thread.currentThread().getName()), order);
        assertFalse(isOpenInTheKernel(fd.number()));
    }

    @Test
    void shouldRunTheActionBeforeClosingThoughAnotherIsDoneMeanwhile() throws IOException {
        int number = fd.use();
        boolean[] open = new boolean[1];
        fd.beforeClose(
                () -> {
                    try {
                        fd.done();
                    } catch (SyscallException e) {
                        throw new AssertionError(e);
                    }
                    open[0] = isOpenInTheKernel(number);
                });
        fd.close();
        assertTrue(open[0], "the last user's done() closed before the action was through");
        assertFalse(isOpenInTheKernel(number));
    }

    @Test
    void shouldCloseThoughTheActionThrows() {
        IllegalStateException thrown = new IllegalStateException("action");
        fd.beforeClose(
                () -> {
                    throw thrown;
                });
        assertEquals(thrown, assertThrows(IllegalStateException.class, fd::close));
        assertFalse(isOpenInTheKernel(fd.number()));
    }

    @Test
    void shouldSayThatSomebodyElseClosedIt() {
        assertEquals(0, libc.close(fd.number()));
        SyscallException e = assertThrows(SyscallException.class, fd::close);
        assertEquals("close", e.call());
        assertEquals(Errno.EBADF, e.errno());
        assertEquals(fd.number(), e.fd());
    }

    /** While another thread closes, no user may find its number closed. */
    @Test
    void shouldNeverCloseUnderAUser() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 400; round++) {
            Fd hammered = Fd.adopt(eventfd());
            int users = 4;
            CyclicBarrier start = new CyclicBarrier(users + 1);
            int pause = random.nextInt(200);
            AtomicInteger wrong = new AtomicInteger();
            AtomicInteger used = new AtomicInteger();
            CountDownLatch closed = new CountDownLatch(1);
            Workers workers = new Workers();
            for (int user = 0; user < users; user++) {
                workers.start(
                        () -> {
                            start.await();
                            while (true) {
                                int number;
                                try {
                                    number = hammered.use();
                                } catch (ClosedChannelException e) {
                                    break;
                                }
                                if (!isOpenInTheKernel(number)) {
                                    wrong.incrementAndGet();
                                }
                                used.incrementAndGet();
                                hammered.done();
                            }
                            closed.await();
                        });
            }
            workers.start(
                    () -> {
                        start.await();
                        while (used.get() < pause) {
                            Thread.onSpinWait();
                        }
                        hammered.close();
                        closed.countDown();
                    });
            workers.join();
            String message = "seed " + seed + ", round " + round;
            assertEquals(0, wrong.get(), message);
            assertFalse(isOpenInTheKernel(hammered.number()), message);
        }
    }

    /** Only one of many closers makes the close(2). */
    @Test
    void shouldCloseOnceThoughManyClose() throws Exception {
        for (int round = 0; round < 300; round++) {
            Fd hammered = Fd.adopt(eventfd());
            AtomicInteger actions = new AtomicInteger();
            hammered.beforeClose(actions::incrementAndGet);
            CyclicBarrier start = new CyclicBarrier(4);
            Workers workers = new Workers();
            for (int i = 0; i < 4; i++) {
                workers.start(
                        () -> {
                            start.await();
                            // A second close(2) would answer EBADF, which is thrown.
                            hammered.close();
                        });
            }
            workers.join();
            assertEquals(1, actions.get());
            assertFalse(isOpenInTheKernel(hammered.number()));
        }
    }

    @Test
    void shouldAdoptWhatIsOutOfTheWayAsItIs() throws IOException {
        int number = eventfd();
        try (Fd adopted = Fd.adopt(number)) {
            assertEquals(number, adopted.number());
        }
    }

    @Test
    @Tag("not-under-qemu")
    void shouldMoveStandardDescriptorsOutOfTheWay() throws Exception {
        assertEquals(0, ChildJvm.run(WithoutStandardStreams.class));
    }

    /** Exits with 0 if all is well; says on standard error, which it leaves alone, what is not. */
    static final class WithoutStandardStreams {
        public static void main(String[] args) throws IOException {
            Libc libc = Linux.libc();
            libc.close(0);
            libc.close(1);
            int[] pipe = new int[2];
            int made = libc.pipe(pipe);
            boolean low = made == 0 && pipe[0] == 0 && pipe[1] == 1;
            Fd reader = Fd.adopt(pipe[0]);
            Fd writer = Fd.adopt(pipe[1]);
            boolean moved = reader.number() > 2 && writer.number() > 2;
            boolean freed = libc.fcntl(0, Fcntl.F_GETFD, 0) == -Errno.EBADF;
            freed &= libc.fcntl(1, Fcntl.F_GETFD, 0) == -Errno.EBADF;
            boolean cloexec =
                    libc.fcntl(reader.number(), Fcntl.F_GETFD, 0) == Fcntl.FD_CLOEXEC
                            && libc.fcntl(writer.number(), Fcntl.F_GETFD, 0) == Fcntl.FD_CLOEXEC;
            NativeMemory memory = new NativeMemory(8);
            boolean works =
                    libc.write(writer.number(), memory.address(), 8) == 8
                            && libc.read(reader.number(), memory.address(), 8) == 8;
            if (!(low && moved && freed && cloexec && works)) {
                System.err.printf(
                        "low %s, moved %s, freed %s, cloexec %s, works %s%n",
                        low, moved, freed, cloexec, works);
                System.exit(1);
            }
        }
    }
}
