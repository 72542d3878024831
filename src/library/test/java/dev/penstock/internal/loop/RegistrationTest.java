package dev.penstock.internal.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.internal.sys.FileName;
import dev.penstock.internal.sys.Linux;
import dev.penstock.internal.sys.NativeMemory;
import dev.penstock.libc.Fcntl;
import dev.penstock.libc.Libc;
import dev.penstock.loop.EventLoop;
import dev.penstock.loop.Interest;
import dev.penstock.loop.Readiness;
import dev.penstock.loop.ReadyHandler;
import dev.penstock.loop.Registration;
import dev.penstock.sys.Fd;
import dev.penstock.sys.SyscallException;
import dev.penstock.testing.Workers;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Descriptors on a loop; the loop has no other part than this package. */
@Timeout(60)
class RegistrationTest {
    private final Libc libc = Linux.libc();
    private EventLoop loop;
    private Kernel pipe;

    @BeforeEach
    void start() throws IOException {
        loop = EventLoop.start("loop under test");
        pipe = Kernel.pipe();
    }

    @AfterEach
    void close() throws IOException {
        loop.close();
        pipe.close();
    }

    private int fd() {
        return pipe.reader.number();
    }

    @Test
    void shouldServeADescriptorOfTheCallers() throws Exception {
        int eventfd = libc.eventfd(0, Fcntl.O_CLOEXEC | Fcntl.O_NONBLOCK);
        NativeMemory counter = new NativeMemory(Long.BYTES);
        CompletableFuture<Long> read = new CompletableFuture<>();
        Registration registration =
                loop.register(
                        eventfd,
                        Interest.READ,
                        (r, events) -> {
                            assertTrue(loop.inLoop());
                            assertTrue(events.readable());
                            libc.read(eventfd, counter.address(), Long.BYTES);
                            read.complete(counter.bytes().getLong(0));
                        });
        NativeMemory seven = new NativeMemory(Long.BYTES);
        seven.bytes().putLong(0, 7);
        libc.write(eventfd, seven.address(), Long.BYTES);
        assertEquals(7, read.get());
        registration.cancel();
        assertFalse(EpollSets.hold(eventfd));
        assertEquals(0, libc.close(eventfd));
        Loops.turn(loop);
    }

    @Test
    void shouldCallAgainForWhatIsLeft() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        CountDownLatch through = new CountDownLatch(1);
        loop.register(
                pipe.reader,
                Interest.READ,
                (r, events) -> {
                    if (calls.incrementAndGet() == 5) {
                        pipe.take();
                        through.countDown();
                    }
                });
        pipe.put(1);
        through.await();
        Loops.turn(loop);
        assertEquals(5, calls.get());
    }

    @Test
    void shouldSayWhatIsReady() throws Exception {
        CompletableFuture<Readiness> writable = new CompletableFuture<>();
        loop.register(
                pipe.writer,
                Interest.WRITE,
                (r, events) -> {
                    writable.complete(events);
                    r.interest(Interest.NONE);
                });
        assertEquals("writable", writable.get().toString());
        CompletableFuture<Readiness> hungUp = new CompletableFuture<>();
        pipe.put(1);
        pipe.writer.close();
        loop.register(
                pipe.reader,
                Interest.READ,
                (r, events) -> {
                    hungUp.complete(events);
                    r.interest(Interest.NONE);
                });
        assertEquals("readable, hung up", hungUp.get().toString());
        assertEquals(1, pipe.take(), "what lay there before the hang-up");
    }

    @Test
    void shouldLeaveTheSetWhilePausedAndNotSpinOnAHangUp() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        CountDownLatch paused = new CountDownLatch(1);
        Registration registration =
                loop.register(
                        pipe.reader,
                        Interest.READ,
                        (r, events) -> {
                            calls.incrementAndGet();
                            r.interest(Interest.NONE);
                            paused.countDown();
                        });
        assertTrue(EpollSets.hold(fd()));
        pipe.put(1);
        paused.await();
        pipe.writer.close();
        Loops.turn(loop);
        assertFalse(EpollSets.hold(fd()));
        assertEquals(1, calls.get());
        // Back in the set: it is told what it missed.
        registration.interest(Interest.READ);
        Loops.turn(loop);
        assertEquals(2, calls.get());
    }

    @Test
    void shouldBeginPausedAndBeResumedFromElsewhere() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        pipe.put(1);
        Registration registration =
                loop.register(
                        pipe.reader,
                        Interest.NONE,
                        (r, events) -> {
                            pipe.take();
                            calls.incrementAndGet();
                        });
        Loops.turn(loop);
        assertEquals(0, calls.get());
        assertFalse(EpollSets.hold(fd()));
        registration.interest(Interest.READ);
        assertTrue(EpollSets.hold(fd()));
        Loops.turn(loop);
        assertEquals(1, calls.get());
        registration.interest(Interest.READ);
        registration.interest(Interest.NONE);
        registration.interest(Interest.NONE);
        pipe.put(1);
        Loops.turn(loop);
        assertEquals(1, calls.get());
    }

    @Test
    void shouldRefuseARegularFileByName(@TempDir Path directory) throws Exception {
        try (Fd file =
                new Fd(
                        libc.open(
                                FileName.bytes(directory.resolve("file")),
                                Fcntl.O_CREAT | Fcntl.O_CLOEXEC,
                                0_600))) {
            SyscallException e =
                    assertThrows(
                            SyscallException.class,
                            () -> loop.register(file, Interest.READ, (r, events) -> {}));
            assertEquals(
                    "epoll_ctl(fd " + file.number() + "): EPERM: not permitted", e.getMessage());
        }
    }

    @Test
    void shouldRefuseAClosedDescriptor() throws Exception {
        pipe.reader.close();
        assertThrows(
                ClosedChannelException.class,
                () -> loop.register(pipe.reader, Interest.READ, (r, events) -> {}));
    }

    @Test
    void shouldCancelAHandlerThatThrowsAndGoOn() throws Exception {
        List<Throwable> uncaught = Loops.uncaught(loop);
        IOException thrown = new IOException("handler");
        AtomicInteger calls = new AtomicInteger();
        Registration registration =
                loop.register(
                        pipe.reader,
                        Interest.READ,
                        (r, events) -> {
                            calls.incrementAndGet();
                            throw thrown;
                        });
        pipe.put(1);
        Loops.turn(loop);
        assertEquals(1, calls.get());
        assertEquals(List.of(thrown), uncaught);
        assertTrue(registration.isCancelled());
        assertFalse(EpollSets.hold(fd()));
        assertTrue(pipe.reader.isOpen());
        assertThrows(IllegalStateException.class, () -> registration.interest(Interest.READ));
    }

    @Test
    void shouldSayThatADescriptorWasClosedTooEarly() throws Exception {
        int copy = libc.dup(fd());
        Registration registration = loop.register(copy, Interest.READ, (r, events) -> {});
        assertEquals(0, libc.close(copy));
        IllegalStateException e = assertThrows(IllegalStateException.class, registration::cancel);
        assertEquals(
                "closed while registered: fd " + copy + " in event loop loop under test",
                e.getMessage());
        registration.cancel();
        // The description lives on in pipe.reader, and so does its place in the set until then.
        pipe.reader.close();
        Loops.turn(loop);
    }

    @Test
    void shouldLeaveTheSetBeforeItIsClosedByAnotherThread() throws Exception {
        // Keeps the description, as a child that is being spawned does: the kernel itself would
        // not take the closed descriptor out.
        int held = libc.dup(fd());
        AtomicInteger calls = new AtomicInteger();
        Registration registration =
                loop.register(pipe.reader, Interest.READ, (r, events) -> calls.incrementAndGet());
        assertTrue(EpollSets.hold(fd()));
        pipe.reader.close();
        assertTrue(registration.isCancelled());
        assertFalse(EpollSets.hold(fd()));
        pipe.put(1);
        Loops.turn(loop);
        assertEquals(0, calls.get());
        assertEquals(0, libc.close(held));
    }

    /** Registering and closing at once: either it is refused, or it leaves the set. */
    @Test
    void shouldLeaveTheSetThoughItIsClosedWhileItIsRegistered() throws Exception {
        List<Throwable> uncaught = Loops.uncaught(loop);
        int stuck = 0;
        for (int round = 0; round < 2_000; round++) {
            try (Kernel own = Kernel.pipe()) {
                int held = libc.dup(own.reader.number());
                CyclicBarrier start = new CyclicBarrier(2);
                AtomicInteger calls = new AtomicInteger();
                Workers workers = new Workers();
                workers.start(
                        () -> {
                            start.await();
                            try {
                                loop.register(
                                        own.reader,
                                        Interest.READ,
                                        (r, events) -> {
                                            calls.incrementAndGet();
                                            r.cancel();
                                        });
                            } catch (ClosedChannelException refused) {
                                // Closed before.
                            }
                        });
                workers.start(
                        () -> {
                            start.await();
                            for (int i = Math.floorMod(own.hashCode(), 300); i > 0; i--) {
                                Thread.onSpinWait();
                            }
                            own.reader.close();
                        });
                workers.join();
                stuck += EpollSets.hold(own.reader.number()) ? 1 : 0;
                assertEquals(0, libc.close(held));
            }
        }
        assertEquals(0, stuck, "closed descriptors left in the epoll set, of 2000");
        loop.close();
        assertEquals(List.of(), uncaught);
    }

    /**
     * Both are ready in one batch; whichever handler runs first closes the other's descriptor and
     * opens another pipe, which gets the number that has become free.
     */
    @Test
    void shouldNotGiveAStaleEventToAReusedNumber() throws Exception {
        int reused = 0;
        for (int round = 0; round < 50; round++) {
            try (Kernel a = Kernel.pipe();
                    Kernel b = Kernel.pipe()) {
                List<String> called = new ArrayList<>();
                List<Kernel> reopened = new ArrayList<>();
                // In one task, so that the loop sees both at its next turn and not one by one.
                Loops.call(
                        loop,
                        () -> {
                            register(a, b, called, reopened);
                            register(b, a, called, reopened);
                            a.put(1);
                            b.put(1);
                            return null;
                        });
                Loops.turn(loop);
                assertEquals(List.of("first"), called, "round " + round);
                Kernel successor = reopened.get(0);
                int number = successor.reader.number();
                reused += number == a.reader.number() || number == b.reader.number() ? 1 : 0;
                successor.put(1);
                Loops.turn(loop);
                assertEquals(List.of("first", "successor"), called, "round " + round);
                successor.close();
            }
        }
        // Not always: the JVM opens files of its own when it likes.
        assertTrue(reused > 0, "the case under test did not come about");
    }

    private void register(Kernel own, Kernel other, List<String> called, List<Kernel> reopened)
            throws IOException {
        loop.register(
                own.reader,
                Interest.READ,
                (r, events) -> {
                    called.add(called.isEmpty() ? "first" : "stale");
                    own.take();
                    other.reader.close();
                    Kernel successor = Kernel.pipe();
                    reopened.add(successor);
                    loop.register(
                            successor.reader,
                            Interest.READ,
                            (again, ready) -> {
                                called.add("successor");
                                successor.take();
                            });
                });
    }

    @Test
    void shouldNotServeWhatAHandlerOfTheSameBatchCancelled() throws Exception {
        try (Kernel other = Kernel.pipe()) {
            AtomicInteger calls = new AtomicInteger();
            Registration[] both = new Registration[2];
            Loops.call(
                    loop,
                    () -> {
                        both[0] =
                                loop.register(
                                        pipe.reader,
                                        Interest.READ,
                                        (r, events) -> {
                                            calls.incrementAndGet();
                                            both[0].cancel();
                                            both[1].cancel();
                                        });
                        both[1] =
                                loop.register(
                                        other.reader,
                                        Interest.READ,
                                        (r, events) -> {
                                            calls.incrementAndGet();
                                            both[0].cancel();
                                            both[1].cancel();
                                        });
                        pipe.put(1);
                        other.put(1);
                        return null;
                    });
            Loops.turn(loop);
            assertEquals(1, calls.get());
        }
    }

    /** {@link Registration}: a change holds from the return on. */
    @Test
    void shouldNotServeWhatAHandlerOfTheSameBatchPaused() throws Exception {
        try (Kernel other = Kernel.pipe()) {
            AtomicInteger calls = new AtomicInteger();
            Registration[] both = new Registration[2];
            ReadyHandler pausesBoth =
                    (r, events) -> {
                        calls.incrementAndGet();
                        both[0].interest(Interest.NONE);
                        both[1].interest(Interest.NONE);
                    };
            Loops.call(
                    loop,
                    () -> {
                        both[0] = loop.register(pipe.reader, Interest.READ, pausesBoth);
                        both[1] = loop.register(other.reader, Interest.READ, pausesBoth);
                        pipe.put(1);
                        other.put(1);
                        return null;
                    });
            Loops.turn(loop);
            assertEquals(1, calls.get(), "handlers called; the second one was paused by then");
        }
    }

    @Test
    void shouldServeManyMoreThanABatch() throws Exception {
        int count = 300;
        List<Kernel> pipes = new ArrayList<>();
        AtomicInteger calls = new AtomicInteger();
        CountDownLatch left = new CountDownLatch(count);
        try {
            for (int i = 0; i < count; i++) {
                Kernel own = Kernel.pipe();
                pipes.add(own);
                own.put(1);
                loop.register(
                        own.reader,
                        Interest.READ,
                        (r, events) -> {
                            own.take();
                            calls.incrementAndGet();
                            left.countDown();
                        });
            }
            left.await();
            Loops.turn(loop);
            assertEquals(count, calls.get());
        } finally {
            for (Kernel own : pipes) {
                own.close();
            }
        }
    }

    @Test
    void shouldTakeChangesFromManyThreadsAtOnce() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        Registration registration =
                loop.register(pipe.writer, Interest.NONE, (r, events) -> calls.incrementAndGet());
        Workers workers = new Workers();
        for (int i = 0; i < 3; i++) {
            workers.start(
                    () -> {
                        for (int n = 0; n < 2_000; n++) {
                            registration.interest(
                                    n % 3 == 0
                                            ? Interest.NONE
                                            : n % 3 == 1 ? Interest.WRITE : Interest.READ);
                        }
                    });
        }
        workers.join();
        registration.interest(Interest.NONE);
        assertFalse(EpollSets.hold(pipe.writer.number()));
        int before = calls.get();
        registration.interest(Interest.WRITE);
        Loops.turn(loop);
        assertNotEquals(before, calls.get());
        registration.cancel();
        registration.cancel();
        assertFalse(EpollSets.hold(pipe.writer.number()));
    }
}
