package dev.penstock.pipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.internal.sys.Linux;
import dev.penstock.libc.Fcntl;
import dev.penstock.sys.Errno;
import dev.penstock.sys.SyscallException;
import dev.penstock.testing.Native;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How much a pipe holds, and when it is full. */
@Timeout(60)
class PipeCapacityTest {
    private Pipe pipe;
    private PipeChannel reader;
    private PipeChannel writer;
    private int page;

    @BeforeEach
    void open() throws IOException {
        pipe = Pipe.open();
        reader = pipe.reader();
        writer = pipe.writer();
        page = Kernel.pageSize();
    }

    @AfterEach
    void close() throws IOException {
        pipe.close();
    }

    @Test
    void shouldAnswerTheKernelsCapacityFromEitherEnd() throws IOException {
        int capacity = reader.capacity();
        assertEquals(Linux.libc().fcntl(pipe.readEnd().number(), Fcntl.F_GETPIPE_SZ, 0), capacity);
        assertEquals(capacity, writer.capacity());
        // Sixteen pages, but two, or one, for a user past pipe-user-pages-soft.
        assertTrue(
                capacity == 16 * page
                        || !Kernel.isPrivileged() && (capacity == 2 * page || capacity == page),
                "capacity: " + capacity + ", page: " + page);
    }

    @Test
    void shouldRoundUpToAPowerOfTwoOfPages() throws IOException {
        assertEquals(page, writer.resize(1));
        assertEquals(page, reader.capacity());
        assertEquals(2 * page, reader.resize(page + 1));
        assertEquals(4 * page, writer.resize(3 * page));
        assertEquals(8 * page, writer.resize(8 * page));
        assertEquals(8 * page, reader.capacity());
    }

    @Test
    void shouldRefuseToShrinkUnderWhatLiesInIt() throws IOException {
        writer.resize(8 * page);
        assertEquals(3 * page, writer.write(ByteBuffer.allocateDirect(3 * page)));
        SyscallException e = assertThrows(SyscallException.class, () -> writer.resize(2 * page));
        assertEquals(Errno.EBUSY, e.errno());
        assertEquals("fcntl(F_SETPIPE_SZ)", e.call());
        assertEquals(8 * page, writer.capacity());
        assertEquals(4 * page, writer.resize(4 * page));
        assertEquals(3 * page, reader.unread());
        assertEquals(3 * page, reader.read(ByteBuffer.allocateDirect(4 * page)));
    }

    @Test
    void shouldGrowOverTheLimitForThePrivilegedAlone() throws IOException {
        assertEquals(Kernel.pipeMaxSize(), writer.resize(Kernel.pipeMaxSize()));
        int tooMuch = 2 * Kernel.pipeMaxSize();
        if (Kernel.isPrivileged()) {
            assertEquals(tooMuch, writer.resize(tooMuch));
        } else {
            SyscallException e = assertThrows(SyscallException.class, () -> writer.resize(tooMuch));
            assertEquals(Errno.EPERM, e.errno());
            assertEquals(Kernel.pipeMaxSize(), writer.capacity());
        }
    }

    @Test
    void shouldRefuseWhatIsNoSize() {
        SyscallException e = assertThrows(SyscallException.class, () -> writer.resize(-1));
        assertEquals(Errno.EINVAL, e.errno());
    }

    @Test
    void shouldSayThatItIsNoPipe() throws IOException {
        int eventfd = Linux.libc().eventfd(0, Fcntl.O_CLOEXEC);
        try (PipeChannel channel = PipeChannel.dup(eventfd)) {
            SyscallException e = assertThrows(SyscallException.class, channel::capacity);
            assertEquals(Errno.EBADF, e.errno());
            assertEquals("fcntl(F_GETPIPE_SZ)", e.call());
        } finally {
            Linux.libc().close(eventfd);
        }
    }

    /**
     * Slots of a page each, as fs/pipe.c fills them: what a write is longer than whole pages is put
     * behind the last bytes if it fits there entirely, the rest into slots of its own.
     */
    private final class Slots {
        private final Deque<Integer> filled = new ArrayDeque<>();
        private final int most;

        Slots(int capacity) {
            most = capacity / page;
        }

        /** What a non-blocking write of that many bytes answers; 0 for EAGAIN. */
        int write(int bytes) {
            int left = bytes;
            int odd = bytes % page;
            if (odd > 0 && !filled.isEmpty() && filled.peekLast() + odd <= page) {
                filled.addLast(filled.removeLast() + odd);
                left -= odd;
            }
            while (left > 0 && filled.size() < most) {
                filled.addLast(Math.min(left, page));
                left -= filled.peekLast();
            }
            return bytes - left;
        }

        int bytes() {
            return filled.stream().mapToInt(Integer::intValue).sum();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4097, 2049, 4096, 1, 100, 4095, 5000, 70_000})
    void shouldBeFullWhenNoSlotIsFree(int chunk) throws IOException {
        writer.resize(16 * page);
        Slots model = new Slots(16 * page);
        int expected;
        do {
            expected = model.write(chunk);
            assertEquals(expected, writer.write(ByteBuffer.allocateDirect(chunk)));
        } while (expected > 0);
        assertEquals(model.bytes(), reader.unread());
        assertFalse(Kernel.hasRoom(pipe.writeEnd().number()));
        assertTrue(reader.unread() <= writer.capacity());
        if (page == 4096 && chunk == 4097) {
            assertEquals(45_066, reader.unread());
        }
        if (page == 4096 && chunk == 2049) {
            assertEquals(32_784, reader.unread());
        }
    }

    @Test
    void shouldTakeWritesOfAnySizeAsTheModelDoes() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            try (Pipe own = Pipe.open()) {
                Slots model = new Slots(own.writer().capacity());
                for (int step = 0; step < 60; step++) {
                    int size = 1 + random.nextInt(random.nextInt(4) == 0 ? 3 * page : page / 3);
                    assertEquals(
                            model.write(size),
                            own.writer().write(ByteBuffer.allocateDirect(size)),
                            "seed " + seed + ", round " + round + ", step " + step);
                }
                assertEquals(model.bytes(), own.reader().unread(), "seed " + seed);
            }
        }
    }

    /** A blocked writer of 4097 bytes a write has put 4096 of its last one in. */
    @ParameterizedTest
    @ValueSource(ints = {4097, 2049})
    void shouldBlockAWriterWithRoomForBytesButNotForSlots(int chunk) throws Exception {
        String writer = Native.program("writer");
        Process child = Kernel.writingTo(pipe, writer, "1000000", Integer.toString(chunk));
        try {
            Kernel.awaitBlockedInWrite(child);
            Slots model = new Slots(reader.capacity());
            while (model.write(chunk) > 0) {}
            assertEquals(model.bytes(), reader.unread());
            assertTrue(reader.unread() < reader.capacity());
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    @Test
    void shouldCountWhatIsUnread() throws IOException {
        assertEquals(0, reader.unread());
        writer.write(ByteBuffer.allocate(1000));
        assertEquals(1000, reader.unread());
        assertEquals(1000, writer.unread());
        reader.read(ByteBuffer.allocate(300));
        assertEquals(700, writer.unread());
        writer.close();
        assertEquals(700, reader.unread());
    }
}
