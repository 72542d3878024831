package dev.penstock.command.reproduce.cure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.penstock.sink.Sink;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class CountingSinkTest {
    /** Takes two bytes a time. */
    private static final class Sipping implements Sink {
        @Override
        public Answer accept(ByteBuffer bytes) {
            bytes.position(Math.min(bytes.limit(), bytes.position() + 2));
            return bytes.hasRemaining() ? Answer.FULL : Answer.MORE;
        }

        @Override
        public void end() {}

        @Override
        public void fail(Throwable cause) {}
    }

    @Test
    void shouldCountEachByteOnceThoughItIsOfferedAgain() throws Exception {
        byte[] text = {1, 2, 3, 4, 5};
        CountingSink metered = new CountingSink(new Sipping());
        ByteBuffer bytes = ByteBuffer.wrap(text);

        while (metered.accept(bytes) == Sink.Answer.FULL) {
            assertEquals(bytes.position(), metered.bytes());
        }

        CRC32C crc = new CRC32C();
        crc.update(text);
        assertEquals(5, metered.bytes());
        assertEquals(crc.getValue(), metered.crc());
    }
}
