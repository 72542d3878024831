package dev.penstock.internal.loop;

import static dev.penstock.internal.sys.EpollEvent.EPOLLHUP;
import static dev.penstock.internal.sys.EpollEvent.EPOLLIN;
import static dev.penstock.internal.sys.EpollEvent.EPOLLOUT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.internal.sys.EpollEvent;
import dev.penstock.internal.sys.FileName;
import dev.penstock.internal.sys.Linux;
import dev.penstock.libc.Fcntl;
import dev.penstock.libc.Libc;
import dev.penstock.sys.Errno;
import dev.penstock.sys.SyscallException;
import dev.penstock.testing.Workers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EpollTest {
    private static final long KEY = 0x7000_0001_0000_0003L;

    private final EpollEvent events = new EpollEvent(8);
    private Epoll epoll;
    private Kernel pipe;

    @BeforeEach
    void open() throws IOException {
        epoll = new Epoll();
        pipe = Kernel.pipe();
    }

    @AfterEach
    void close() throws IOException {
        pipe.close();
        epoll.close();
    }

    private int fd() {
        return pipe.reader.number();
    }

    @Test
    void shouldReportReadinessUnderItsKeyUntilItIsDealtWith() throws IOException {
        epoll.add(fd(), EPOLLIN, KEY);
        assertEquals(0, epoll.await(events, 0));
        pipe.put(1);
        for (int i = 0; i < 3; i++) {
            assertEquals(1, epoll.await(events, -1));
            assertEquals(KEY, events.data(0));
            assertEquals(EPOLLIN, events.events(0));
        }
        pipe.take();
        assertEquals(0, epoll.await(events, 0));
    }

    @Test
    void shouldModifyInterestAndKey() throws IOException {
        int writer = pipe.writer.number();
        epoll.add(writer, EPOLLIN, 1);
        assertEquals(0, epoll.await(events, 0));
        epoll.modify(writer, EPOLLOUT, -3);
        assertEquals(1, epoll.await(events, 0));
        assertEquals(-3, events.data(0));
    }

    /** Why a pause has to be a deletion. */
    @Test
    void shouldReportHangUpsEvenWithoutInterestUntilDeleted() throws IOException {
        epoll.add(fd(), 0, KEY);
        pipe.put(1);
        assertEquals(0, epoll.await(events, 0));
        pipe.writer.close();
        assertEquals(1, epoll.await(events, 0));
        assertEquals(EPOLLHUP, events.events(0));
        assertTrue(EpollSets.hold(fd()));
        epoll.delete(fd());
        assertEquals(0, epoll.await(events, 0));
        assertFalse(EpollSets.hold(fd()));
        assertEquals(1, pipe.take(), "hang-up is not end of file");
        assertEquals(0, pipe.take());
    }

    /** Why it has to be deleted before it is closed: a child holds the description too. */
    @Test
    void shouldGoOnReportingAClosedDescriptorWhoseDescriptionIsHeldElsewhere() throws IOException {
        Libc libc = Linux.libc();
        // The number that is closed is so high that the JVM will not open a file under it.
        int high = libc.fcntl(fd(), Fcntl.F_DUPFD_CLOEXEC, 300);
        epoll.add(high, EPOLLIN, KEY);
        pipe.put(1);
        assertEquals(0, libc.close(high));
        assertEquals(1, epoll.await(events, 0));
        assertEquals(KEY, events.data(0));
        SyscallException e = assertThrows(SyscallException.class, () -> epoll.delete(high));
        assertEquals(Errno.EBADF, e.errno());
        pipe.reader.close();
        assertEquals(0, epoll.await(events, 0));
    }

    @Test
    void shouldRefuseARegularFileByName(@TempDir Path directory) {
        int file =
                Linux.libc().open(FileName.bytes(directory.resolve("file")), Fcntl.O_CREAT, 0_600);
        SyscallException e =
                assertThrows(SyscallException.class, () -> epoll.add(file, EPOLLIN, KEY));
        assertEquals("epoll_ctl(fd " + file + "): EPERM: not permitted", e.getMessage());
        assertEquals(0, Linux.libc().close(file));
    }

    @Test
    void shouldRefuseASecondTimeAndAnUnknownDescriptor() throws IOException {
        epoll.add(fd(), EPOLLIN, KEY);
        assertEquals(
                Errno.EEXIST,
                assertThrows(SyscallException.class, () -> epoll.add(fd(), EPOLLOUT, KEY)).errno());
        assertEquals(
                Errno.ENOENT,
                assertThrows(
                                SyscallException.class,
                                () -> epoll.modify(pipe.writer.number(), EPOLLOUT, KEY))
                        .errno());
    }

    @Test
    void shouldTakeChangesFromOthersWhileItWaits() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        Workers waiting = new Workers();
        waiting.start(
                () -> {
                    begun.countDown();
                    assertEquals(1, epoll.await(events, -1));
                });
        begun.await();
        pipe.put(1);
        epoll.add(fd(), EPOLLIN, KEY);
        waiting.join();
        assertEquals(KEY, events.data(0));
    }

    @Test
    void shouldNotBeInherited() throws Exception {
        java.lang.reflect.Field epfd = Epoll.class.getDeclaredField("epfd");
        epfd.setAccessible(true);
        assertEquals(Fcntl.FD_CLOEXEC, Linux.libc().fcntl(epfd.getInt(epoll), Fcntl.F_GETFD, 0));
    }

    @Test
    void shouldRefuseOnceClosed() throws IOException {
        epoll.close();
        epoll.close();
        // What it says depends on whether the number is a file of the JVM's by now.
        assertThrows(SyscallException.class, () -> epoll.add(fd(), EPOLLIN, KEY));
    }
}
