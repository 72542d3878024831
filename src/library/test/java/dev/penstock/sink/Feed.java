package dev.penstock.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.Semaphore;

/**
 * Plays the loop for one sink: a direct buffer that is used again and again, chunks that end
 * anywhere, a pause on FULL until resume. What the sink has taken is overwritten, so that a sink
 * which kept a view of the buffer is caught.
 */
final class Feed {
    private final Sink sink;
    private final Random random;
    private final Semaphore resumed = new Semaphore(0);
    private int fulls;

    Feed(Sink sink, Random random) {
        this.sink = sink;
        this.random = random;
        sink.attach(resumed::release);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static ByteBuffer direct(byte[] bytes) {
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    /**
     * Offers everything, in chunks of 1 to {@code largest} bytes; waits for resume after each FULL.
     */
    Feed bytes(byte[] all, int largest) throws Exception {
        int margin = 8;
        ByteBuffer buffer = ByteBuffer.allocateDirect(largest + 2 * margin);
        for (int at = 0; at < all.length; ) {
            int n = Math.min(all.length - at, 1 + random.nextInt(largest));
            int from = random.nextInt(margin);
            buffer.clear().position(from).limit(from + n);
            buffer.put(all, at, n).position(from);
            while (buffer.hasRemaining()) {
                assertEquals(0, resumed.availablePermits(), "a resume that answers no FULL");
                int before = buffer.position();
                Sink.Answer answer = sink.accept(buffer);
                assertEquals(from + n, buffer.limit(), "the limit was moved");
                for (int i = before; i < buffer.position(); i++) {
                    buffer.put(i, (byte) '!');
                }
                if (answer == Sink.Answer.FULL) {
                    fulls++;
                    resumed.acquire();
                } else {
                    assertFalse(buffer.hasRemaining(), "bytes left with MORE");
                }
            }
            at += n;
        }
        return this;
    }

    Feed text(String text) throws Exception {
        return bytes(utf8(text), 1024);
    }

    void end() throws Exception {
        sink.end();
        assertEquals(0, resumed.availablePermits(), "a resume that answers no FULL");
    }

    /** How often the sink was full. */
    int fulls() {
        return fulls;
    }
}
