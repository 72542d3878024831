package dev.penstock.pipe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.sys.Errno;
import dev.penstock.sys.SyscallException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading and writing; transfers, capacities and duplicates have tests of their own. */
@Timeout(60)
class PipeChannelTest {
    private Pipe pipe;
    private PipeChannel reader;
    private PipeChannel writer;

    @BeforeEach
    void open() throws IOException {
        pipe = Pipe.open();
        reader = pipe.reader();
        writer = pipe.writer();
    }

    @AfterEach
    void close() throws IOException {
        pipe.close();
    }

    private static ByteBuffer buffer(boolean direct, int size) {
        return direct ? ByteBuffer.allocateDirect(size) : ByteBuffer.allocate(size);
    }

    private static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(ByteBuffer read) {
        return StandardCharsets.UTF_8.decode(read.flip()).toString();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldAnswerZeroWhileNothingIsThereAndMinusOneAtTheEnd(boolean direct) throws IOException {
        ByteBuffer into = buffer(direct, 10);
        assertEquals(0, reader.read(into));
        assertEquals(0, into.position());
        assertEquals(5, writer.write(text("hello")));
        assertEquals(5, reader.read(into));
        assertEquals(0, reader.read(into));
        writer.close();
        assertEquals(-1, reader.read(into));
        assertEquals(-1, reader.read(into));
        assertEquals("hello", text(into));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldReadWhatIsLeftAfterAHangUp(boolean direct) throws IOException {
        writer.write(text("what was written before"));
        writer.close();
        ByteBuffer all = ByteBuffer.allocate(100);
        ByteBuffer some = buffer(direct, 10);
        int got;
        while ((got = reader.read(some)) > 0) {
            assertEquals(got, some.position());
            all.put(some.flip());
            some.clear();
        }
        assertEquals(-1, got);
        assertEquals("what was written before", text(all));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldAnswerZeroToAFullBufferEvenAtTheEnd(boolean direct) throws IOException {
        writer.write(text("x"));
        assertEquals(0, reader.read(buffer(direct, 0)));
        assertEquals(0, reader.read(new ByteBuffer[] {buffer(direct, 0)}));
        assertEquals(0, writer.write(buffer(direct, 0)));
        assertEquals(0, writer.write(new ByteBuffer[0]));
        writer.close();
        assertEquals(0, reader.read(buffer(direct, 0)));
    }

    @Test
    void shouldNotReadIntoWhatIsReadOnly() throws IOException {
        writer.write(text("x"));
        ByteBuffer readOnly = ByteBuffer.allocate(5).asReadOnlyBuffer();
        assertThrows(IllegalArgumentException.class, () -> reader.read(readOnly));
        assertThrows(
                IllegalArgumentException.class,
                () -> reader.read(new ByteBuffer[] {ByteBuffer.allocate(1), readOnly}));
        assertEquals(1, reader.unread());
    }

    @Test
    void shouldWriteWhatIsReadOnly() throws IOException {
        ByteBuffer readOnly = text("constant").asReadOnlyBuffer();
        assertEquals(8, writer.write(readOnly));
        assertFalse(readOnly.hasRemaining());
        ByteBuffer direct = ByteBuffer.allocateDirect(3).asReadOnlyBuffer();
        assertEquals(3, writer.write(direct));
        assertEquals(11, reader.unread());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldWriteUpToPipeBufWholeOrNotAtAll(boolean direct) throws IOException {
        int written = 0;
        int put;
        while ((put = writer.write(buffer(direct, 4095))) > 0) {
            assertEquals(4095, put);
            written += put;
        }
        assertTrue(written > 0 && written < writer.capacity(), "written: " + written);
        assertEquals(0, writer.write(buffer(direct, 4096)));
        assertEquals(written, reader.unread());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldWriteAsMuchAsFits(boolean direct) throws IOException {
        int capacity = writer.capacity();
        ByteBuffer large = buffer(direct, capacity + 1000);
        int put = writer.write(large);
        while (put < capacity) {
            // A heap buffer goes in pieces.
            int more = writer.write(large);
            assertTrue(more > 0);
            put += more;
        }
        assertEquals(capacity, put);
        assertEquals(1000, large.remaining());
        assertEquals(0, writer.write(large));
        assertEquals(1000, large.remaining());
    }

    @Test
    void shouldFailWithEpipeOnceTheReaderIsGone() throws IOException {
        reader.close();
        for (ByteBuffer source : List.of(text("x"), ByteBuffer.allocateDirect(1))) {
            SyscallException e = assertThrows(SyscallException.class, () -> writer.write(source));
            assertEquals(Errno.EPIPE, e.errno());
            assertEquals(
                    "write(fd " + writer.fd().number() + "): EPIPE: no reader is left",
                    e.getMessage());
            assertEquals(1, source.remaining());
        }
        ByteBuffer[] direct = {ByteBuffer.allocateDirect(1), ByteBuffer.allocateDirect(1)};
        SyscallException e = assertThrows(SyscallException.class, () -> writer.write(direct));
        assertEquals(Errno.EPIPE, e.errno());
        assertEquals("writev", e.call());
        assertTrue(writer.isOpen());
    }

    @Test
    void shouldRefuseTheWrongEnd() {
        ByteBuffer[] empty = {ByteBuffer.allocate(0)};
        ByteBuffer one = ByteBuffer.allocate(1);
        ByteBuffer[] ones = {ByteBuffer.allocateDirect(1)};
        for (Executable wrong :
                List.<Executable>of(
                        () -> writer.read(one),
                        () -> writer.read(ByteBuffer.allocate(0)),
                        () -> writer.read(ones),
                        () -> writer.read(empty),
                        () -> writer.transferTo(0, 1, writer),
                        () -> writer.transferTo(0, 1, reader),
                        () -> writer.spliceTo(writer.fd(), 1),
                        () -> writer.transferFrom(writer, 0, 1))) {
            assertThrows(NonReadableChannelException.class, wrong);
        }
        for (Executable wrong :
                List.<Executable>of(
                        () -> reader.write(one),
                        () -> reader.write(ByteBuffer.allocate(0)),
                        () -> reader.write(ones),
                        () -> reader.write(empty),
                        () -> reader.transferTo(0, 1, reader),
                        () -> reader.transferFrom(reader, 0, 1),
                        () -> reader.spliceFrom(reader.fd(), 1))) {
            assertThrows(NonWritableChannelException.class, wrong);
        }
    }

    @Test
    void shouldRefuseEverythingOnceClosed() throws IOException {
        reader.close();
        writer.close();
        ByteBuffer one = ByteBuffer.allocate(1);
        ByteBuffer[] ones = {ByteBuffer.allocateDirect(1)};
        for (Executable late :
                List.<Executable>of(
                        () -> reader.read(one),
                        () -> reader.read(ones),
                        () -> reader.transferTo(0, 1, writer),
                        () -> reader.spliceTo(writer.fd(), 1),
                        reader::unread,
                        reader::capacity,
                        () -> reader.resize(8192),
                        () -> writer.write(one),
                        () -> writer.write(ones),
                        () -> writer.transferFrom(reader, 0, 1),
                        () -> writer.spliceFrom(reader.fd(), 1))) {
            assertThrows(ClosedChannelException.class, late);
        }
        assertFalse(reader.isOpen());
    }

    /** As {@link java.nio.channels.FileChannel} has it, whatever the buffer. */
    @Test
    void shouldRefuseEmptyBuffersTooOnceClosed() throws IOException {
        reader.close();
        writer.close();
        ByteBuffer empty = ByteBuffer.allocate(0);
        assertThrows(ClosedChannelException.class, () -> reader.read(empty));
        assertThrows(ClosedChannelException.class, () -> reader.read(new ByteBuffer[] {empty}));
        assertThrows(ClosedChannelException.class, () -> writer.write(empty));
        assertThrows(ClosedChannelException.class, () -> writer.write(new ByteBuffer[] {empty}));
        assertThrows(ClosedChannelException.class, () -> reader.transferTo(0, 0, writer));
    }

    @Test
    void shouldStayOpenWhenItsThreadIsInterrupted() throws IOException {
        Thread.currentThread().interrupt();
        try {
            assertEquals(1, writer.write(text("x")));
            assertEquals(1, writer.write(new ByteBuffer[] {text("y")}));
            assertEquals(2, reader.read(ByteBuffer.allocate(5)));
            assertEquals(0, reader.read(ByteBuffer.allocate(5)));
            assertEquals(1, writer.write(text("y")));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            assertEquals(1, reader.transferTo(0, 10, new Taking(out)));
            assertEquals(1, out.size());
            assertEquals(0, reader.unread());
            assertTrue(Thread.currentThread().isInterrupted());
        } finally {
            Thread.interrupted();
        }
        assertTrue(reader.isOpen());
        assertTrue(writer.isOpen());
        assertEquals(1, writer.write(text("z")));
    }

    /** One that, unlike the JDK's, does not mind an interrupt. */
    private record Taking(ByteArrayOutputStream out) implements WritableByteChannel {
        @Override
        public int write(ByteBuffer source) {
            int count = source.remaining();
            while (source.hasRemaining()) {
                out.write(source.get());
            }
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }

    @Test
    void shouldSayWhatAPipeHasNot() throws IOException {
        writer.write(text("untouched"));
        ByteBuffer one = ByteBuffer.allocate(1);
        has("a pipe has no position", reader::position);
        has("a pipe has no position", () -> reader.position(1));
        has("a pipe has no size; see unread() and capacity()", reader::size);
        has("a pipe has no size", () -> writer.truncate(0));
        has("a pipe has no position to read at", () -> reader.read(one, 0));
        has("a pipe has no position to write at", () -> writer.write(one, 0));
        has("a pipe has no mapping", () -> reader.map(MapMode.READ_ONLY, 0, 1));
        has("a pipe has no lock", reader::lock);
        has("a pipe has no lock", () -> writer.lock(0, 1, true));
        has("a pipe has no lock", writer::tryLock);
        has("a pipe has no lock", () -> reader.tryLock(0, 1, false));
        writer.force(true);
        assertEquals(9, reader.unread());
        for (Executable positional :
                List.<Executable>of(
                        () -> reader.transferTo(1, 1, writer),
                        () -> writer.transferFrom(reader, 1, 1))) {
            assertEquals(
                    "a pipe has no position 1: pass 0",
                    assertThrows(IllegalArgumentException.class, positional).getMessage());
        }
    }

    private static void has(String message, Executable what) {
        assertEquals(message, assertThrows(UnsupportedOperationException.class, what).getMessage());
    }

    @Test
    void shouldCheckTheRangeOfBuffers() {
        ByteBuffer[] two = {ByteBuffer.allocate(1), ByteBuffer.allocate(1)};
        assertThrows(IndexOutOfBoundsException.class, () -> reader.read(two, 1, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> reader.read(two, -1, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> writer.write(two, 0, 3));
        assertEquals(1, two[0].remaining());
    }

    @Test
    void shouldUseOnlyTheRangeGiven() throws IOException {
        ByteBuffer[] sources = {text("not"), text("these"), text("two"), text("not")};
        assertEquals(8, writer.write(sources, 1, 2));
        ByteBuffer[] targets = {
            ByteBuffer.allocate(3), ByteBuffer.allocate(3), ByteBuffer.allocate(9)
        };
        assertEquals(8, reader.read(targets, 1, 2));
        assertEquals(0, targets[0].position());
        assertEquals("the", text(targets[1]));
        assertEquals("setwo", text(targets[2]));
    }

    /** readv(2) and writev(2) take 1024 at once; more must not make them fail. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldTakeMoreBuffersThanOneCallDoes(boolean direct) throws IOException {
        ByteBuffer[] sources = new ByteBuffer[1500];
        ByteBuffer[] targets = new ByteBuffer[1500];
        for (int i = 0; i < sources.length; i++) {
            sources[i] = buffer(direct, 2).putShort(0, (short) i);
            targets[i] = buffer(direct, 2);
        }
        long written = 0;
        while (written < 3000) {
            written += writer.write(sources);
        }
        long read = 0;
        while (read < 3000) {
            read += reader.read(targets);
        }
        for (int i = 0; i < targets.length; i++) {
            assertEquals((short) i, targets[i].getShort(0));
        }
    }

    // ---- Against a model

    /** The byte at an offset of the stream. */
    private static byte at(long offset) {
        return (byte) (offset * 31 + (offset >> 8) * 17 + (offset >> 16));
    }

    private static ByteBuffer random(Random random, int largest) {
        int size = random.nextInt(4) == 0 ? random.nextInt(largest) : random.nextInt(300);
        ByteBuffer whole = buffer(random.nextBoolean(), size + random.nextInt(50));
        if (random.nextBoolean() && whole.capacity() > 0) {
            whole.position(random.nextInt(whole.capacity()));
            whole = whole.slice();
        }
        int position = random.nextInt(whole.capacity() + 1);
        int limit = position + random.nextInt(whole.capacity() - position + 1);
        return whole.limit(limit).position(position);
    }

    private static ByteBuffer[] someRandom(Random random) {
        boolean allDirect = random.nextBoolean();
        ByteBuffer[] some = new ByteBuffer[random.nextInt(6)];
        for (int i = 0; i < some.length; i++) {
            do {
                some[i] = random(random, 30_000);
            } while (allDirect && !some[i].isDirect());
        }
        return some;
    }

    private static long remaining(ByteBuffer[] buffers) {
        long sum = 0;
        for (ByteBuffer buffer : buffers) {
            sum += buffer.remaining();
        }
        return sum;
    }

    private static byte[] contents(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.capacity()];
        buffer.duplicate().clear().get(bytes);
        return bytes;
    }

    @Test
    void shouldAgreeWithAStreamOfBytesWhateverTheBuffers() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        long written = 0;
        long read = 0;
        for (int step = 0; step < 6_000; step++) {
            String where = "seed " + seed + ", step " + step;
            boolean single = random.nextBoolean();
            ByteBuffer[] buffers =
                    single ? new ByteBuffer[] {random(random, 100_000)} : someRandom(random);
            long room = remaining(buffers);
            int[] begin = new int[buffers.length];
            byte[][] before = new byte[buffers.length][];
            boolean writing = random.nextInt(2) == 0;
            long offset = written;
            for (int i = 0; i < buffers.length; i++) {
                begin[i] = buffers[i].position();
                for (int at = begin[i]; writing && at < buffers[i].limit(); at++) {
                    buffers[i].put(at, at(offset++));
                }
                before[i] = contents(buffers[i]);
            }
            long done;
            if (writing) {
                done = single ? writer.write(buffers[0]) : writer.write(buffers);
                assertTrue(done >= 0 && done <= room, where);
                assertTrue(done > 0 || room == 0 || written > read, where + ": nothing written");
            } else {
                done = single ? reader.read(buffers[0]) : reader.read(buffers);
                assertTrue(done >= 0 && done <= Math.min(room, written - read), where);
                assertTrue(done > 0 || room == 0 || written == read, where + ": nothing read");
            }
            // The positions have moved by what was done, in order, and nothing else has changed.
            long left = done;
            long from = read;
            for (int i = 0; i < buffers.length; i++) {
                int moved = buffers[i].position() - begin[i];
                int limit = buffers[i].limit();
                assertEquals(Math.min(left, limit - begin[i]), moved, where);
                left -= moved;
                for (int at = begin[i]; !writing && at < begin[i] + moved; at++) {
                    before[i][at] = at(from++);
                }
                assertArrayEquals(before[i], contents(buffers[i]), where);
            }
            written += writing ? done : 0;
            read += writing ? 0 : done;
            assertEquals(written - read, reader.unread(), where);
            assertEquals(written - read, writer.unread(), where);
        }
        assertTrue(read > 1_000_000, "read in all: " + read);
    }
}
