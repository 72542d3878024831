package dev.penstock.internal.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.process.Command;
import dev.penstock.sink.Sink;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The checked mode, in which all tests run. */
@Timeout(60)
class CheckedBufferTest {
    @Test
    void shouldShowTheSameBytesAndTakeOverWhatTheCallMadeOfThem() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(100).order(ByteOrder.nativeOrder());
        buffer.putLong(8, 42).position(8).limit(80);
        CheckedBuffer loan = new CheckedBuffer();
        ByteBuffer shown = loan.of(buffer);
        assertNotSame(buffer, shown);
        assertTrue(shown.isDirect());
        assertEquals(72, shown.remaining());
        assertEquals(42, shown.getLong());
        shown.limit(60);
        loan.end(buffer);
        assertEquals(16, buffer.position());
        assertEquals(68, buffer.limit());
    }

    /** A sink that keeps what was lent to it for one call. */
    private static final class Keeping implements Sink {
        final List<ByteBuffer> kept = new ArrayList<>();

        @Override
        public Answer accept(ByteBuffer bytes) {
            kept.add(bytes.slice());
            kept.add(bytes.duplicate());
            kept.add(bytes.asReadOnlyBuffer());
            assertEquals('h', kept.get(0).get(0));
            bytes.position(bytes.limit());
            kept.add(bytes);
            return Answer.MORE;
        }

        @Override
        public void end() {}

        @Override
        public void fail(Throwable cause) {}
    }

    @Test
    void shouldThrowWhenASinkUsesItsBufferAfterTheCall() throws Exception {
        assertTrue(ScopedMemory.find() != null, "run with --add-modules jdk.incubator.foreign");
        Keeping sink = new Keeping();
        Command.of("echo", "hello").stdout(sink).run().orThrow();
        assertEquals(4, sink.kept.size());
        for (ByteBuffer kept : sink.kept) {
            // On another thread than the call's it is that which is said, but it is said.
            assertThrows(RuntimeException.class, () -> kept.get(0), kept.toString());
            assertThrows(RuntimeException.class, () -> kept.clear().get(), kept.toString());
            assertThrows(RuntimeException.class, () -> kept.slice().get(0), kept.toString());
        }
    }
}
