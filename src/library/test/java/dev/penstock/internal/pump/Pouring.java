package dev.penstock.internal.pump;

import dev.penstock.pipe.Pipe;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.zip.CRC32;

/**
 * A firehose in one thread: a sink that fills its own pipe up again at each call, so that it is
 * found full at each turn, until so many bytes have been put.
 */
class Pouring extends TestSink {
    private final Pipe pipe;
    private final Random random = new Random(1);
    private final byte[] piece = new byte[4096];
    private final ByteBuffer next = ByteBuffer.wrap(piece);
    private final CRC32 put = new CRC32();
    private final CRC32 got = new CRC32();
    private long left;
    private final boolean closes;

    volatile int largest;
    volatile int accepted;
    volatile long bytes;

    /**
     * @param closes whether the stream ends after the last byte
     */
    Pouring(Pipe pipe, long total, boolean closes) throws IOException {
        this.pipe = pipe;
        this.closes = closes;
        left = total;
        next.limit(0);
        refill();
    }

    private void refill() throws IOException {
        while (left > 0) {
            if (!next.hasRemaining()) {
                random.nextBytes(piece);
                next.clear().limit((int) Math.min(piece.length, left));
            }
            int count = next.remaining();
            if (pipe.writer().write(next) == 0) {
                return;
            }
            put.update(piece, 0, count);
            left -= count;
        }
        if (closes) {
            pipe.writeEnd().close();
        }
    }

    /** More bytes, from a thread that is the loop's. */
    void more(long total) throws IOException {
        left = total;
        refill();
    }

    @Override
    public Answer accept(ByteBuffer chunk) throws Exception {
        accepted++;
        bytes += chunk.remaining();
        got.update(chunk);
        largest = Math.max(largest, pipe.reader().capacity());
        refill();
        return Answer.MORE;
    }

    boolean isIntact() {
        return left == 0 && put.getValue() == got.getValue();
    }
}
