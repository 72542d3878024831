package dev.penstock.internal.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.internal.sys.NativeMemory;
import dev.penstock.loop.EventLoop;
import dev.penstock.process.Child;
import dev.penstock.process.Command;
import dev.penstock.sink.Capture;
import dev.penstock.sink.Sink;
import dev.penstock.testing.Eventually;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BuffersTest {
    @Test
    void shouldLendTheLastThatCameBackCleared() {
        NativeMemory buffer = Buffers.borrow();
        buffer.bytes().position(7).limit(9);
        Buffers.giveBack(buffer);
        NativeMemory again = Buffers.borrow();
        assertSame(buffer, again);
        assertEquals(0, again.bytes().position());
        assertEquals(Buffers.SIZE, again.bytes().limit());
        Buffers.giveBack(again);
    }

    @Test
    void shouldLendEnoughForWhatIsAskedAndCountIt() {
        long lent = Buffers.lent();
        for (int least : new int[] {0, 1, 4096, 4097, Buffers.SIZE, Buffers.LARGEST}) {
            NativeMemory buffer = Buffers.borrow(least);
            assertTrue(buffer.bytes().capacity() >= least);
            assertEquals(lent + buffer.bytes().capacity(), Buffers.lent());
            assertTrue(Buffers.bytes() >= Buffers.lent());
            Buffers.giveBack(buffer);
            assertEquals(lent, Buffers.lent());
        }
        assertThrows(IllegalArgumentException.class, () -> Buffers.borrow(Buffers.LARGEST + 1));
    }

    @Test
    void shouldKeepFew() {
        List<NativeMemory> lent = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            lent.add(Buffers.borrow(Buffers.LARGEST));
        }
        lent.forEach(Buffers::giveBack);
        long kept = Buffers.bytes() - Buffers.lent();
        assertTrue(kept <= 8 * (4096 + Buffers.SIZE + Buffers.LARGEST), "kept " + kept);
    }

    @Test
    void shouldRefuseThoseWhoCanWaitElsewhere() {
        List<NativeMemory> lent = new ArrayList<>();
        NativeMemory buffer;
        while ((buffer = Buffers.borrowIfFew(Buffers.LARGEST)) != null) {
            lent.add(buffer);
        }
        assertTrue(Buffers.lent() <= Buffers.most());
        assertTrue(Buffers.lent() > Buffers.most() - Buffers.LARGEST);
        // Who cannot, gets one all the same.
        lent.add(Buffers.borrow(Buffers.LARGEST));
        assertNull(Buffers.borrowIfFew(1));
        lent.forEach(Buffers::giveBack);
        assertFalse(lent.isEmpty());
    }

    /** What full sinks leave is lent, and comes back: when they take it, and when they fail. */
    @Test
    void shouldHaveEverythingBackWhenStreamsEnd() throws Exception {
        try (EventLoop loop = EventLoop.start("test")) {
            // The loop's own buffer is lent from its first read on.
            Command.of("echo").stdout(Capture.of(1)).run(loop).orThrow();
            long before = Buffers.lent();
            Full[] sinks = {new Full(), new Full()};
            Child[] children = new Child[2];
            for (int i = 0; i < 2; i++) {
                children[i] = Command.of("echo", "some bytes").stdout(sinks[i]).start(loop);
            }
            Eventually.await(
                    "two full sinks", () -> sinks[0].accepts.get() + sinks[1].accepts.get() == 2);
            Eventually.await("two leftovers", () -> Buffers.lent() == before + 2 * 4096);
            sinks[0].resume.run();
            children[0].await().orThrow();
            assertEquals(before + 4096, Buffers.lent());
            children[1].close();
            children[1].await();
            assertEquals(before, Buffers.lent());
        }
    }

    /** Takes nothing the first time. */
    private static final class Full implements Sink {
        final AtomicInteger accepts = new AtomicInteger();
        volatile Runnable resume;

        @Override
        public void attach(Runnable resume) {
            this.resume = resume;
        }

        @Override
        public Answer accept(ByteBuffer bytes) {
            if (accepts.incrementAndGet() == 1) {
                return Answer.FULL;
            }
            bytes.position(bytes.limit());
            return Answer.MORE;
        }

        @Override
        public void end() {}

        @Override
        public void fail(Throwable cause) {}
    }
}
