package dev.penstock.source;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;

/** Asks a source as a feeder does: until it is empty, and again when it is ready. */
final class Pull {
    private final Semaphore ready = new Semaphore(0);
    private final ByteArrayOutputStream got = new ByteArrayOutputStream();
    private final ByteBuffer buffer;
    private final Source source;

    /**
     * @param room of each fill
     */
    Pull(Source source, int room) throws Exception {
        this.source = source;
        buffer = ByteBuffer.allocateDirect(room);
        source.attach(ready::release);
    }

    /** One fill, checked against what every source owes. */
    Source.Answer once() throws Exception {
        buffer.clear();
        Source.Answer answer = source.fill(buffer);
        if (answer == Source.Answer.MORE && buffer.position() == 0) {
            throw new AssertionError("MORE without a byte");
        }
        if (buffer.limit() != buffer.capacity()) {
            throw new AssertionError("the limit was moved");
        }
        buffer.flip();
        while (buffer.hasRemaining()) {
            got.write(buffer.get());
        }
        return answer;
    }

    /** Fills until it is empty or at its end. */
    Source.Answer untilEmpty() throws Exception {
        Source.Answer answer = once();
        while (answer == Source.Answer.MORE) {
            answer = once();
        }
        return answer;
    }

    /** Everything, waiting for it; then closes the source. */
    byte[] all() throws Exception {
        while (untilEmpty() == Source.Answer.EMPTY) {
            ready.acquire();
            ready.drainPermits();
        }
        source.close(null);
        return got.toByteArray();
    }

    /** What has come so far. */
    byte[] got() {
        return got.toByteArray();
    }

    /** Whether the source said that it is ready, and forgets it. */
    boolean wasReady() {
        return ready.drainPermits() > 0;
    }
}
