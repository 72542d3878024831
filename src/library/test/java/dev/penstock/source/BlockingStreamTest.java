package dev.penstock.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.source.Source.Answer;
import dev.penstock.testing.Eventually;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BlockingStreamTest {
    private static final IOException GONE = new IOException("reader gone");

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    private static void awaitEnd(BlockingStream source) throws Exception {
        Eventually.await("the thread's end", () -> !source.isReading());
    }

    /** Counts what is read, and how often it is closed. */
    private static class Watched extends ByteArrayInputStream {
        volatile int closes;

        Watched(byte[] bytes) {
            super(bytes);
        }

        synchronized int taken() {
            return pos;
        }

        @Override
        public void close() {
            closes++;
        }
    }

    @Test
    void shouldGiveAllOfAStreamAndLeaveItOpen() throws Exception {
        Watched stream = new Watched(random(1_000_000));
        BlockingStream source = BlockingStream.of(stream);
        assertArrayEquals(random(1_000_000), new Pull(source, 10_000).all());
        awaitEnd(source);
        assertEquals(0, stream.closes);
        assertEquals(0, source.unused());
    }

    @Test
    void shouldCloseTheStreamAtItsEndIfAsked() throws Exception {
        Watched stream = new Watched(random(10));
        assertArrayEquals(random(10), new Pull(BlockingStream.of(stream).closing(), 100).all());
        assertEquals(1, stream.closes);
    }

    @Test
    void shouldGiveAllOfAChannel() throws Exception {
        BlockingStream source =
                BlockingStream.of(Channels.newChannel(new Watched(random(300_000))));
        assertArrayEquals(random(300_000), new Pull(source, 65_536).all());
    }

    @Test
    void shouldTakeAnEmptyStream() throws Exception {
        assertEquals(
                0, new Pull(BlockingStream.of(InputStream.nullInputStream()), 10).all().length);
    }

    @Test
    void shouldReadNoFurtherAheadThanItsBound() throws Exception {
        Watched stream = new Watched(random(1_000_000));
        BlockingStream source = BlockingStream.of(stream);
        Pull pull = new Pull(source, 1000);
        Eventually.await("reading ahead", () -> stream.taken() == 128 * 1024);
        Thread.sleep(20);
        assertEquals(128 * 1024, stream.taken());
        pull.once();
        assertEquals(128 * 1024, stream.taken());
        source.close(GONE);
        awaitEnd(source);
        assertEquals(128 * 1024 - 1000, source.unused());
    }

    @Test
    void shouldGiveEverythingBeforeAFailureAndThenThrowIt() throws Exception {
        IOException broken = new IOException("broken");
        InputStream stream =
                new Watched(random(100)) {
                    @Override
                    public synchronized int read(byte[] bytes, int offset, int length) {
                        int got = super.read(bytes, offset, length);
                        if (got < 0) {
                            throw new IllegalStateException(broken);
                        }
                        return got;
                    }
                };
        BlockingStream source = BlockingStream.of(stream);
        Pull pull = new Pull(source, 1000);
        assertSame(broken, assertThrows(IllegalStateException.class, pull::all).getCause());
        assertArrayEquals(random(100), pull.got());
        awaitEnd(source);
    }

    @Test
    void shouldReportAnErrorAndAFailedClose() throws Exception {
        AssertionError broken = new AssertionError("broken");
        IOException unclosable = new IOException("unclosable");
        InputStream stream =
                new InputStream() {
                    @Override
                    public int read() {
                        throw broken;
                    }

                    @Override
                    public void close() throws IOException {
                        throw unclosable;
                    }
                };
        BlockingStream source = BlockingStream.of(stream).closing();
        IOException e = assertThrows(IOException.class, () -> new Pull(source, 10).all());
        assertSame(broken, e.getCause());
        assertSame(unclosable, broken.getSuppressed()[0]);
        assertSame(broken, source.failure().orElseThrow());
    }

    @Test
    void shouldRefuseAStreamThatReadsNothing() throws Exception {
        InputStream stream =
                new InputStream() {
                    @Override
                    public int read() {
                        return 0;
                    }

                    @Override
                    public int read(byte[] bytes, int offset, int length) {
                        return 0;
                    }
                };
        IOException e =
                assertThrows(
                        IOException.class, () -> new Pull(BlockingStream.of(stream), 10).all());
        assertTrue(e.getMessage().contains("with no bytes"), e.toString());
    }

    /** A stream whose reads wait for a latch. */
    private static final class Stuck extends InputStream {
        final CountDownLatch reading = new CountDownLatch(1);
        final CountDownLatch go = new CountDownLatch(1);
        final AtomicBoolean closed = new AtomicBoolean();
        private final boolean heedsInterrupts;

        Stuck(boolean heedsInterrupts) {
            this.heedsInterrupts = heedsInterrupts;
        }

        @Override
        public int read() throws IOException {
            reading.countDown();
            while (true) {
                try {
                    go.await();
                    return 'x';
                } catch (InterruptedException e) {
                    if (heedsInterrupts) {
                        throw new IOException(e);
                    }
                }
            }
        }

        @Override
        public void close() {
            closed.set(true);
        }
    }

    @Test
    void shouldInterruptAReadWhenTheReaderIsGone() throws Exception {
        Stuck stream = new Stuck(true);
        BlockingStream source = BlockingStream.of(stream).closing();
        Pull pull = new Pull(source, 10);
        assertEquals(Answer.EMPTY, pull.once());
        stream.reading.await();
        assertTrue(source.isReading());
        source.close(GONE);
        awaitEnd(source);
        Eventually.await("the close", stream.closed::get);
    }

    @Test
    void shouldLeaveAReadThatNeverReturnsAlone() throws Exception {
        Stuck stream = new Stuck(false);
        BlockingStream source = BlockingStream.of(stream);
        new Pull(source, 10).once();
        stream.reading.await();
        source.close(GONE);
        Thread.sleep(10);
        assertTrue(source.isReading());
        stream.go.countDown();
        awaitEnd(source);
        assertFalse(stream.closed.get());
        assertTrue(source.unused() > 0, "what it read was read in vain");
    }

    /** An interrupt would close it, and it is not ours. */
    @Test
    void shouldNotInterruptAChannelThatIsNotToBeClosed() throws Exception {
        Pipe pipe = Pipe.open();
        try {
            BlockingStream source = BlockingStream.of(pipe.source());
            new Pull(source, 10).once();
            Eventually.await("reading", source::isReading);
            source.close(GONE);
            assertTrue(pipe.source().isOpen());
            assertTrue(source.isReading());
            pipe.sink().write(ByteBuffer.wrap(new byte[3]));
            awaitEnd(source);
            assertTrue(pipe.source().isOpen());
            assertEquals(3, source.unused());
        } finally {
            pipe.sink().close();
            pipe.source().close();
        }
    }

    @Test
    void shouldInterruptAChannelThatIsToBeClosed() throws Exception {
        Pipe pipe = Pipe.open();
        try {
            BlockingStream source = BlockingStream.of(pipe.source()).closing();
            new Pull(source, 10).once();
            Eventually.await("reading", source::isReading);
            source.close(GONE);
            awaitEnd(source);
            assertFalse(pipe.source().isOpen());
        } finally {
            pipe.sink().close();
            pipe.source().close();
        }
    }

    @Test
    void shouldReadOnAnExecutorsThreadAndLeaveItFitForUse() throws Exception {
        ExecutorService one = Executors.newSingleThreadExecutor();
        try {
            Stuck stream = new Stuck(true);
            BlockingStream source = BlockingStream.of(stream).readBy(one);
            new Pull(source, 10).once();
            stream.reading.await();
            source.close(GONE);
            assertFalse(one.submit(() -> Thread.currentThread().isInterrupted()).get());
            BlockingStream next = BlockingStream.of(new Watched(random(5))).readBy(one);
            assertArrayEquals(random(5), new Pull(next, 10).all());
        } finally {
            one.shutdown();
            assertTrue(one.awaitTermination(20, TimeUnit.SECONDS));
        }
        BlockingStream refused = BlockingStream.of(new Watched(random(5))).readBy(one);
        assertThrows(RejectedExecutionException.class, () -> new Pull(refused, 10));
    }

    @Test
    void shouldNotReadForAReaderThatIsGoneBeforeItsTurn() throws Exception {
        ExecutorService one = Executors.newSingleThreadExecutor();
        CountDownLatch busy = new CountDownLatch(1);
        Watched stream = new Watched(random(5));
        try {
            one.submit(
                    () -> {
                        busy.await();
                        return null;
                    });
            BlockingStream source = BlockingStream.of(stream).closing().readBy(one);
            new Pull(source, 10).once();
            source.close(GONE);
        } finally {
            busy.countDown();
            one.shutdown();
            assertTrue(one.awaitTermination(20, TimeUnit.SECONDS));
        }
        assertEquals(0, stream.taken());
        assertEquals(1, stream.closes);
    }

    @Test
    void shouldRefuseANonBlockingChannelAndASecondStream() throws Exception {
        Pipe pipe = Pipe.open();
        try {
            pipe.source().configureBlocking(false);
            assertThrows(IllegalArgumentException.class, () -> BlockingStream.of(pipe.source()));
        } finally {
            pipe.sink().close();
            pipe.source().close();
        }
        BlockingStream source = BlockingStream.of(InputStream.nullInputStream());
        new Pull(source, 10).all();
        IllegalStateException e =
                assertThrows(IllegalStateException.class, () -> new Pull(source, 10));
        assertInstanceOf(IllegalStateException.class, e);
        assertTrue(e.getMessage().contains("has served a stream before"), e.toString());
    }
}
