package dev.penstock.pipe;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.internal.sys.FileName;
import dev.penstock.internal.sys.Linux;
import dev.penstock.libc.Fcntl;
import dev.penstock.sys.Errno;
import dev.penstock.sys.Fd;
import dev.penstock.sys.SyscallException;
import dev.penstock.testing.Workers;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PipeTransferTest {
    @TempDir private Path directory;

    private Pipe from;
    private Pipe to;

    /** The JDK's channels keep a socket of their own from their first use on. */
    @BeforeAll
    static void useChannelsOnce() throws IOException {
        SocketChannel.open().close();
    }

    @BeforeEach
    void open() throws IOException {
        from = Pipe.open();
        to = Pipe.open();
    }

    @AfterEach
    void close() throws IOException {
        from.close();
        to.close();
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    private void put(byte[] bytes) throws IOException {
        ByteBuffer source = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        assertEquals(bytes.length, from.writer().write(source));
    }

    private static byte[] take(Pipe pipe) throws IOException {
        ByteBuffer into = ByteBuffer.allocateDirect(1 << 20);
        while (pipe.reader().read(into) > 0) {}
        byte[] bytes = new byte[into.flip().remaining()];
        into.get(bytes);
        return bytes;
    }

    private Fd file(String name, int flags) throws IOException {
        return Fd.adopt(
                SyscallException.check(
                        "open",
                        Linux.libc()
                                .open(
                                        FileName.bytes(directory.resolve(name)),
                                        flags | Fcntl.O_CREAT | Fcntl.O_CLOEXEC,
                                        0_600)));
    }

    // ---- Pipe to pipe

    @Test
    void shouldMoveFromPipeToPipe() throws IOException {
        byte[] bytes = random(10_000);
        put(bytes);
        assertEquals(1, from.reader().transferTo(0, 1, to.writer()));
        assertEquals(4_999, to.writer().transferFrom(from.reader(), 0, 4_999));
        assertEquals(5_000, from.reader().transferTo(0, Long.MAX_VALUE, to.writer()));
        assertEquals(0, from.reader().unread());
        assertArrayEquals(bytes, take(to));
    }

    @Test
    void shouldAnswerZeroWhenNothingIsThereOrNothingFits() throws IOException {
        assertEquals(0, from.reader().transferTo(0, 100, to.writer()));
        while (to.writer().write(ByteBuffer.allocate(4096)) > 0) {}
        put(random(100));
        assertEquals(0, from.reader().transferTo(0, 100, to.writer()));
        assertEquals(100, from.reader().unread(), "what did not fit stays");
        take(to);
        from.writer().close();
        assertEquals(100, from.reader().transferTo(0, 1000, to.writer()));
        assertEquals(0, from.reader().transferTo(0, 1000, to.writer()), "at end of file too");
    }

    @Test
    void shouldMoveOnlyWhatFits() throws IOException {
        int capacity = to.writer().capacity();
        from.writer().resize(4 * capacity);
        byte[] bytes = random(3 * capacity);
        put(bytes);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int rest = 3 * capacity; rest > 0; rest -= capacity) {
            assertEquals(capacity, from.reader().transferTo(0, Long.MAX_VALUE, to.writer()));
            all.write(take(to));
        }
        assertArrayEquals(bytes, all.toByteArray());
    }

    @Test
    void shouldFailWithEpipeWhenTheTargetsReaderIsGone() throws IOException {
        put(random(10));
        to.reader().close();
        SyscallException e =
                assertThrows(
                        SyscallException.class, () -> from.reader().transferTo(0, 10, to.writer()));
        assertEquals(Errno.EPIPE, e.errno());
        assertEquals("splice", e.call());
        assertEquals(10, from.reader().unread());
    }

    // ---- Pipe to file and back

    @Test
    void shouldMoveToAFileChannel() throws IOException {
        byte[] bytes = random(60_000);
        Path path = directory.resolve("to");
        put(bytes);
        try (FileChannel file = FileChannel.open(path, CREATE, WRITE)) {
            assertEquals(10_000, from.reader().transferTo(0, 10_000, file));
            assertEquals(50_000, from.reader().transferTo(0, 1 << 20, file));
            assertEquals(0, from.reader().transferTo(0, 1 << 20, file));
            from.writer().close();
            assertEquals(0, from.reader().transferTo(0, 1 << 20, file));
        }
        assertArrayEquals(bytes, Files.readAllBytes(path));
    }

    @Test
    void shouldMoveFromAFileChannelAsMuchAsFits() throws IOException {
        int capacity = from.writer().capacity();
        byte[] bytes = random(5 * capacity + 777);
        Path path = directory.resolve("from");
        Files.write(path, bytes);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (FileChannel file = FileChannel.open(path, READ)) {
            long moved;
            while ((moved = from.writer().transferFrom(file, 0, Long.MAX_VALUE)) > 0) {
                assertTrue(moved <= capacity, "moved: " + moved);
                assertEquals(moved, from.reader().unread());
                all.write(take(from));
                assertEquals(all.size(), file.position(), "no byte left its file in vain");
            }
        }
        assertArrayEquals(bytes, all.toByteArray());
    }

    @Test
    void shouldMoveFromAFileChannelNoMoreThanCounted() throws IOException {
        Path path = directory.resolve("from");
        Files.write(path, random(20_000));
        try (FileChannel file = FileChannel.open(path, READ)) {
            assertEquals(5_000, from.writer().transferFrom(file, 0, 5_000));
            assertEquals(5_000, file.position());
            assertEquals(0, from.writer().transferFrom(file, 0, 0));
            assertEquals(5_000, from.reader().unread());
        }
    }

    @Test
    void shouldLetTheJdkTransferToAndFromIt() throws IOException {
        byte[] bytes = random(30_000);
        Path source = directory.resolve("source");
        Path target = directory.resolve("target");
        Files.write(source, bytes);
        try (FileChannel in = FileChannel.open(source, READ);
                FileChannel out = FileChannel.open(target, CREATE, WRITE)) {
            long there = 0;
            while (there < bytes.length) {
                there += in.transferTo(there, bytes.length - there, from.writer());
            }
            assertEquals(30_000, from.reader().unread());
            assertEquals(30_000, from.reader().transferTo(0, 30_000, out));
        }
        assertArrayEquals(bytes, Files.readAllBytes(target));
    }

    @Test
    void shouldMoveToAndFromAnyBlockingChannel() throws IOException {
        byte[] bytes = random(50_000);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertEquals(
                50_000,
                from.writer()
                        .transferFrom(
                                Channels.newChannel(new ByteArrayInputStream(bytes)),
                                0,
                                Long.MAX_VALUE));
        assertEquals(50_000, from.reader().transferTo(0, Long.MAX_VALUE, Channels.newChannel(out)));
        assertArrayEquals(bytes, out.toByteArray());
    }

    @Test
    void shouldRefuseAnotherNonBlockingChannel() throws IOException {
        put(random(10));
        try (SocketChannel socket = SocketChannel.open()) {
            socket.configureBlocking(false);
            assertThrows(
                    IllegalBlockingModeException.class,
                    () -> from.reader().transferTo(0, 10, socket));
            assertThrows(
                    IllegalBlockingModeException.class,
                    () -> from.writer().transferFrom(socket, 0, 10));
        }
        assertEquals(10, from.reader().unread());
    }

    /** Nothing is lost silently: what cannot be written must not be read. */
    @Test
    void shouldLoseNothingToAClosedTarget() throws IOException {
        put(random(10));
        FileChannel closed = FileChannel.open(directory.resolve("closed"), CREATE, WRITE);
        closed.close();
        assertThrows(ClosedChannelException.class, () -> from.reader().transferTo(0, 10, closed));
        assertEquals(10, from.reader().unread());
    }

    @Test
    void shouldTakeNothingForAPipeThatNobodyReads() throws IOException {
        Path file = Files.write(directory.resolve("file"), random(10));
        to.readEnd().close();
        try (FileChannel source = FileChannel.open(file)) {
            SyscallException e =
                    assertThrows(
                            SyscallException.class, () -> to.writer().transferFrom(source, 0, 10));
            assertEquals(Errno.EPIPE, e.errno());
            assertEquals(0, source.position());
        }
    }

    @Test
    void shouldRefuseANegativeCount() throws IOException {
        put(random(10));
        assertThrows(
                IllegalArgumentException.class, () -> from.reader().transferTo(0, -1, to.writer()));
        assertThrows(
                IllegalArgumentException.class,
                () -> to.writer().transferFrom(from.reader(), 0, -1));
        assertEquals(10, from.reader().unread());
    }

    // ---- Splice

    @Test
    void shouldSpliceToAFile() throws IOException {
        byte[] bytes = random(60_000);
        put(bytes);
        PipeChannel reader = from.reader();
        try (Fd file = file("file", Fcntl.O_WRONLY)) {
            assertEquals(100, reader.spliceTo(file, 100));
            assertEquals(0, reader.spliceTo(file, 0));
            long moved = 100;
            while (moved < bytes.length) {
                long now = reader.spliceTo(file, 1 << 20);
                assertTrue(now > 0, "spliced: " + now);
                moved += now;
            }
            assertEquals(0, reader.spliceTo(file, 1 << 20), "nothing there yet");
            from.writer().close();
            assertEquals(-1, reader.spliceTo(file, 1 << 20), "end of file");
        }
        assertArrayEquals(bytes, Files.readAllBytes(directory.resolve("file")));
    }

    @Test
    void shouldSpliceFromAFile() throws IOException {
        byte[] bytes = random(200_000);
        Files.write(directory.resolve("file"), bytes);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (Fd file = file("file", Fcntl.O_RDONLY)) {
            while (from.writer().spliceFrom(file, 1 << 20) >= 0) {
                all.write(take(from));
            }
        }
        assertArrayEquals(bytes, all.toByteArray());
    }

    @Test
    void shouldAnswerZeroWhenThePipeIsFull() throws IOException {
        Files.write(directory.resolve("file"), random(1000));
        while (from.writer().write(ByteBuffer.allocate(4096)) > 0) {}
        try (Fd file = file("file", Fcntl.O_RDONLY)) {
            assertEquals(0, from.writer().spliceFrom(file, 1000));
        }
    }

    /** A count that is not one must not move everything: the kernel's own is unsigned. */
    @Test
    void shouldSpliceNothingForANegativeCount() throws IOException {
        put(random(10));
        try (Fd file = file("file", Fcntl.O_WRONLY)) {
            assertThrows(Exception.class, () -> from.reader().spliceTo(file, -1));
        }
        assertThrows(Exception.class, () -> from.reader().spliceTo(to.writeEnd(), -1));
        assertEquals(10, from.reader().unread());
    }

    @Test
    void shouldSayThatAFileForAppendingTakesNoSplice() throws IOException {
        put(random(10));
        try (Fd file = file("file", Fcntl.O_WRONLY | Fcntl.O_APPEND)) {
            SyscallException e =
                    assertThrows(SyscallException.class, () -> from.reader().spliceTo(file, 10));
            assertEquals(Errno.EINVAL, e.errno());
            assertEquals("splice", e.call());
            assertEquals(file.number(), e.fd());
        }
        assertEquals(10, from.reader().unread());
    }

    @Test
    void shouldMoveAStreamBetweenThreads() throws Exception {
        byte[] bytes = random(2_000_000);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Workers workers = new Workers();
        workers.start(
                () -> {
                    ByteBuffer source = ByteBuffer.wrap(bytes);
                    while (source.hasRemaining()) {
                        if (from.writer().write(source) == 0) {
                            Thread.yield();
                        }
                    }
                    from.writer().close();
                });
        workers.start(
                () -> {
                    long moved;
                    while ((moved = from.reader().spliceTo(to.writeEnd(), 1 << 20)) >= 0) {
                        if (moved == 0) {
                            Thread.yield();
                        }
                    }
                    to.writer().close();
                });
        ByteBuffer into = ByteBuffer.allocate(50_000);
        int got;
        while ((got = to.reader().read(into.clear())) >= 0) {
            all.write(Arrays.copyOf(into.array(), got));
            if (got == 0) {
                Thread.yield();
            }
        }
        workers.join();
        assertArrayEquals(bytes, all.toByteArray());
    }
}
