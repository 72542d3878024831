package dev.penstock.internal.pump;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.penstock.internal.loop.Loops;
import dev.penstock.loop.EventLoop;
import dev.penstock.pipe.Pipe;
import dev.penstock.source.Bytes;
import dev.penstock.source.Source;
import dev.penstock.testing.Eventually;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pipes that are fed, and grow. */
@Timeout(60)
class FeederSizingTest {
    private static final int MIB = 1 << 20;
    private static final Duration SOON = Duration.ofMillis(20);

    private final PipeBudget budget = new PipeBudget(MIB, 256 * 1024);
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    private EventLoop loop;
    private Pipe pipe;
    private int usual;

    @BeforeEach
    void start() throws Exception {
        loop = EventLoop.start("loop under test");
        pipe = Pipe.open();
        usual = pipe.reader().capacity();
        assumeTrue(usual < budget.largest(), "pipes here are large from the start");
    }

    @AfterEach
    void close() throws IOException {
        loop.close();
        pipe.close();
        assertEquals(0, budget.taken());
    }

    private Feeder feed(Source source, PipeBudget from, Duration period) throws Exception {
        PipeSizing sizing = new PipeSizing(loop, pipe.writer(), from, period);
        Feeder.Listener listener =
                (feeder, failure) -> {
                    if (failure == null) {
                        ended.complete(null);
                    } else {
                        ended.completeExceptionally(failure);
                    }
                };
        return Loops.call(loop, () -> Feeder.start(loop, source, pipe.writer(), listener, sizing));
    }

    /** Reads once each turn of the loop, until the end of file. */
    private final class Reader implements Runnable {
        final CRC32 got = new CRC32();
        final CompletableFuture<Void> finished = new CompletableFuture<>();
        private final ByteBuffer most;
        volatile long bytes;
        volatile int largest;

        Reader(int most) {
            this.most = ByteBuffer.allocate(most);
            loop.execute(this);
        }

        @Override
        public void run() {
            try {
                largest = Math.max(largest, pipe.reader().capacity());
                int count;
                most.clear();
                do {
                    count = pipe.reader().read(most);
                } while (count > 0 && most.hasRemaining());
                got.update(most.flip());
                bytes += most.limit();
                if (count < 0) {
                    finished.complete(null);
                } else {
                    loop.execute(this);
                }
            } catch (Throwable t) {
                finished.completeExceptionally(t);
            }
        }

        void awaitIntact(byte[] sent) throws Exception {
            finished.get();
            ended.get();
            CRC32 put = new CRC32();
            put.update(sent);
            assertEquals(sent.length, bytes);
            assertEquals(put.getValue(), got.getValue(), "the bytes are not those that were put");
        }
    }

    /** Gives so many bytes, and then has none until it is told of more. */
    private static final class Spring implements Source {
        private final int atOnce;
        private int left;
        private Runnable ready;
        boolean over;

        Spring(int atOnce) {
            this.atOnce = atOnce;
        }

        @Override
        public void attach(Runnable ready) {
            this.ready = ready;
        }

        @Override
        public Answer fill(ByteBuffer into) {
            int count = Math.min(left, into.remaining());
            into.position(into.position() + count);
            left -= count;
            return left > 0 ? Answer.MORE : over ? Answer.END : Answer.EMPTY;
        }

        /** On the loop's thread. */
        Void more() {
            left += atOnce;
            ready.run();
            return null;
        }

        Void end() {
            over = true;
            ready.run();
            return null;
        }
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    @Test
    void shouldGrowAPipeThatIsEmptiedAndFilledTurnAfterTurn() throws Exception {
        byte[] bytes = random(8 * MIB);
        feed(Bytes.of(bytes), budget, PipeSizing.PERIOD);
        Reader reader = new Reader(MIB);
        reader.awaitIntact(bytes);
        assertEquals(budget.largest(), reader.largest);
        assertEquals(0, budget.refusals());
    }

    @Test
    void shouldLeaveThePipeOfASlowReaderAlone() throws Exception {
        byte[] bytes = random(2 * MIB);
        feed(Bytes.of(bytes), budget, PipeSizing.PERIOD);
        Reader reader = new Reader(4096);
        reader.awaitIntact(bytes);
        assertEquals(usual, reader.largest);
    }

    @Test
    void shouldLeaveThePipeOfASourceThatRunsDryAlone() throws Exception {
        Spring source = new Spring(PipeSizing.MUCH);
        feed(source, budget, PipeSizing.PERIOD);
        Reader reader = new Reader(MIB);
        for (int i = 1; i <= 3 * PipeSizing.IN_A_ROW; i++) {
            long sofar = i * (long) PipeSizing.MUCH;
            Loops.call(loop, source::more);
            Eventually.await("all bytes so far", () -> reader.bytes == sofar);
        }
        Loops.call(loop, source::end);
        reader.finished.get();
        assertEquals(usual, reader.largest);
    }

    @Test
    void shouldLeaveAPipeAloneWhereNothingMayBeTaken() throws Exception {
        byte[] bytes = random(4 * MIB);
        feed(Bytes.of(bytes), PipeBudget.NONE, PipeSizing.PERIOD);
        Reader reader = new Reader(MIB);
        reader.awaitIntact(bytes);
        assertEquals(usual, reader.largest);
    }

    @Test
    void shouldShrinkThePipeOfASourceThatHasBecomeQuietAndGrowItAgain() throws Exception {
        Spring source = new Spring(8 * MIB);
        Feeder feeder = feed(source, budget, SOON);
        Reader reader = new Reader(MIB);
        for (int i = 1; i <= 3; i++) {
            long sofar = 8L * MIB * i;
            Loops.call(loop, source::more);
            Eventually.await(
                    "all bytes, and a pipe as it was",
                    () ->
                            reader.bytes == sofar
                                    && budget.taken() == 0
                                    && pipe.reader().capacity() == usual);
            assertEquals(budget.largest(), reader.largest);
            reader.largest = 0;
        }
        assertEquals(24L * MIB, feeder.bytes());
        Loops.call(loop, source::end);
        reader.finished.get();
    }

    @Test
    void shouldGiveBackWhatAStoppedStreamHadTaken() throws Exception {
        Feeder feeder = feed(Bytes.of(random(64 * MIB)), budget, PipeSizing.PERIOD);
        Reader reader = new Reader(MIB);
        Eventually.await("a grown pipe", () -> budget.taken() > 0);
        Loops.call(
                loop,
                () -> {
                    feeder.stop(null);
                    return null;
                });
        assertEquals(0, budget.taken());
        reader.finished.get();
        assertNull(ended.get());
        assertTrue(reader.bytes < 64 * MIB);
    }
}
