package dev.penstock.internal.pump;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.internal.loop.EpollSets;
import dev.penstock.internal.loop.Loops;
import dev.penstock.loop.EventLoop;
import dev.penstock.pipe.Kernel;
import dev.penstock.pipe.Pipe;
import dev.penstock.pipe.PipeChannel;
import dev.penstock.source.Bytes;
import dev.penstock.source.Source;
import dev.penstock.sys.Errno;
import dev.penstock.sys.SyscallException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class FeederTest {
    private EventLoop loop;
    private Pipe pipe;
    private List<Throwable> uncaught;
    private final Told told = new Told();

    private static final class Told implements Feeder.Listener {
        final CompletableFuture<Void> ended = new CompletableFuture<>();
        volatile Throwable failure;
        volatile int times;

        @Override
        public void feederEnded(Feeder feeder, Throwable failure) {
            this.failure = failure;
            times++;
            ended.complete(null);
        }
    }

    @BeforeEach
    void start() throws Exception {
        loop = EventLoop.start("loop under test");
        uncaught = Loops.uncaught(loop);
        pipe = Pipe.open();
    }

    @AfterEach
    void close() throws IOException {
        loop.close();
        pipe.close();
        assertTrue(told.times <= 1, "told " + told.times + " times");
        assertEquals(List.of(), uncaught, "what escaped to the loop");
    }

    private Feeder feed(ByteBuffer bytes) throws Exception {
        return feed(Bytes.of(bytes));
    }

    private Feeder feed(Source source) throws Exception {
        PipeChannel to = pipe.writer();
        return Loops.call(loop, () -> Feeder.start(loop, source, to, told));
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    private byte[] readToTheEnd() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer some = ByteBuffer.allocate(10_000);
        int got;
        while ((got = pipe.reader().read(some.clear())) >= 0) {
            all.write(some.array(), 0, got);
            if (got == 0) {
                Thread.yield();
            }
        }
        return all.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldFeedMoreThanThePipeHolds(boolean direct) throws Exception {
        byte[] bytes = random(1_000_000);
        ByteBuffer source =
                direct
                        ? ByteBuffer.allocateDirect(bytes.length).put(bytes).flip()
                        : ByteBuffer.wrap(bytes);
        Feeder feeder = feed(source);
        int capacity = pipe.reader().capacity();
        assertEquals(capacity, feeder.bytes());
        assertEquals(capacity, pipe.reader().unread());
        assertTrue(EpollSets.hold(pipe.writeEnd().number()));
        assertFalse(told.ended.isDone());

        assertArrayEquals(bytes, readToTheEnd());

        told.ended.get();
        assertNull(told.failure);
        assertEquals(1_000_000, feeder.bytes());
        assertFalse(pipe.writeEnd().isOpen());
    }

    @Test
    void shouldFeedAChild() throws Exception {
        Process child =
                new ProcessBuilder("wc", "-c")
                        .redirectInput(Kernel.file(pipe.readEnd().number()))
                        .start();
        pipe.readEnd().close();
        feed(ByteBuffer.wrap(random(3_000_000)));
        told.ended.get();
        assertNull(told.failure);
        assertEquals("3000000", new String(child.getInputStream().readAllBytes()).trim());
        assertEquals(0, child.waitFor());
    }

    @Test
    void shouldFeedFromThePositionToTheLimit() throws Exception {
        byte[] bytes = random(100);
        ByteBuffer source = ByteBuffer.wrap(bytes).asReadOnlyBuffer().position(10).limit(90);
        feed(source);
        assertTrue(told.ended.isDone(), "it all fitted at once");
        assertArrayEquals(Arrays.copyOfRange(bytes, 10, 90), readToTheEnd());
        assertEquals(10, source.position());
    }

    @Test
    void shouldCloseAtOnceWithNothingToFeed() throws Exception {
        Feeder feeder = feed(ByteBuffer.allocate(0));
        assertTrue(told.ended.isDone());
        assertNull(told.failure);
        assertEquals(0, feeder.bytes());
        assertEquals(-1, pipe.reader().read(ByteBuffer.allocate(1)));
    }

    @Test
    void shouldSayThatTheReaderWasGoneBefore() throws Exception {
        pipe.readEnd().close();
        Feeder feeder = feed(ByteBuffer.wrap(random(10)));
        assertTrue(told.ended.isDone());
        assertTrue(feeder.readerGone(), String.valueOf(told.failure));
        assertEquals(0, feeder.bytes());
        assertFalse(pipe.writeEnd().isOpen());
    }

    /** It waits for room, which will never come. */
    @Test
    void shouldSayThatTheReaderClosesEarly() throws Exception {
        Feeder feeder = feed(ByteBuffer.wrap(random(1_000_000)));
        long fitted = feeder.bytes();
        assertTrue(fitted > 0);
        pipe.readEnd().close();
        told.ended.get();
        assertTrue(feeder.readerGone(), String.valueOf(told.failure));
        assertEquals(fitted, feeder.bytes());
        assertFalse(EpollSets.hold(pipe.writeEnd().number()));
    }

    @Test
    void shouldTellTheReadersEndFromAnEpipeOfTheSource() throws Exception {
        SyscallException epipe = new SyscallException("write", Errno.EPIPE, 3);
        Feeder feeder =
                feed(
                        into -> {
                            throw epipe;
                        });
        assertSame(epipe, told.failure);
        assertFalse(feeder.readerGone());
    }

    @Test
    void shouldStop() throws Exception {
        byte[] bytes = random(1_000_000);
        Feeder feeder = feed(ByteBuffer.wrap(bytes));
        IOException cause = new IOException("enough");
        Loops.call(
                loop,
                () -> {
                    feeder.stop(cause);
                    feeder.stop(new IOException("again"));
                    return null;
                });
        assertSame(cause, told.failure);
        assertFalse(EpollSets.hold(pipe.writeEnd().number()));
        byte[] read = readToTheEnd();
        assertEquals(feeder.bytes(), read.length);
        assertArrayEquals(Arrays.copyOf(bytes, read.length), read);
    }

    @Test
    void shouldNotTellOfAStopThatComesTooLate() throws Exception {
        Feeder feeder = feed(ByteBuffer.wrap(random(10)));
        Loops.call(
                loop,
                () -> {
                    feeder.stop(new IOException("late"));
                    return null;
                });
        assertNull(told.failure);
        assertEquals(1, told.times);
    }

    @Test
    void shouldTellTheListenerOfAChannelThatIsClosedBefore() throws Exception {
        pipe.writer().close();
        feed(ByteBuffer.wrap(random(10)));
        assertInstanceOf(ClosedChannelException.class, told.failure);
    }
}
