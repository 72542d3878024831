package dev.penstock.source;

import java.nio.ByteBuffer;

/**
 * Bytes that are in memory already. The loop thread calls the {@link Source} methods.
 *
 * <p>Memory: none but what it was given, which is not copied: leave it as it is until the stream is
 * over.
 */
public final class Bytes implements Source {
    private final SingleUse once = new SingleUse();
    private final ByteBuffer bytes;

    private Bytes(ByteBuffer bytes) {
        this.bytes = bytes.duplicate();
    }

    /**
     * A source of one stream.
     *
     * @param bytes from their position to their limit; the buffer's own position is left alone
     */
    public static Bytes of(ByteBuffer bytes) {
        return new Bytes(bytes);
    }

    /** A source of one stream. */
    public static Bytes of(byte[] bytes) {
        return Bytes.of(ByteBuffer.wrap(bytes));
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if this source has served a stream before
     */
    @Override
    public void attach(Runnable ready) {
        once.attach(this);
    }

    @Override
    public Answer fill(ByteBuffer into) {
        int count = Math.min(bytes.remaining(), into.remaining());
        into.put(into.position(), bytes, bytes.position(), count);
        into.position(into.position() + count);
        bytes.position(bytes.position() + count);
        return bytes.hasRemaining() ? Answer.MORE : Answer.END;
    }
}
