package dev.penstock.internal.memory;

import java.nio.ByteBuffer;

/**
 * Lends a buffer for the length of one call, and in checked mode sees to it that it is not used
 * afterwards. For one thread.
 *
 * <p>In checked mode, the system property {@code dev.penstock.checked} set to {@code true}, what is
 * lent is a copy whose memory is gone after the call: the buffer, its slices and its duplicates
 * then throw {@link IllegalStateException} whatever is done with them, as long as the JVM has
 * scoped memory: JDK 21 and later, or JDK 17 with {@code --add-modules jdk.incubator.foreign}.
 * Elsewhere the buffer has no bytes any more, so that reading it throws, and its slices show
 * nothing but {@code 0xDD}. It costs a copy and garbage at each call, and belongs into tests.
 */
public final class CheckedBuffer {
    private static final boolean CHECKED = Boolean.getBoolean("dev.penstock.checked");
    private static final byte POISON = (byte) 0xDD;

    /** Null where there is none. */
    private static final ScopedMemory SCOPED = CHECKED ? ScopedMemory.find() : null;

    private ByteBuffer lent;
    private AutoCloseable scope;

    /** One that lends nothing yet. */
    public CheckedBuffer() {}

    /**
     * What to show instead of the buffer: outside checked mode that itself. {@link #end} must
     * follow.
     *
     * @param buffer direct, from its position to its limit
     */
    public ByteBuffer of(ByteBuffer buffer) {
        if (!CHECKED) {
            return buffer;
        }
        int count = buffer.remaining();
        if (SCOPED == null) {
            lent = ByteBuffer.allocateDirect(count);
        } else {
            scope = SCOPED.open();
            lent = SCOPED.allocate(count, scope);
        }
        lent.order(buffer.order()).put(0, buffer, buffer.position(), count);
        return lent;
    }

    /**
     * The call is over.
     *
     * @param buffer the one that was shown, whose position and limit become what the call made of
     *     them
     */
    public void end(ByteBuffer buffer) {
        if (!CHECKED) {
            return;
        }
        int start = buffer.position();
        buffer.limit(start + lent.limit()).position(start + lent.position());
        if (SCOPED == null) {
            lent.clear();
            while (lent.hasRemaining()) {
                lent.put(POISON);
            }
            lent.limit(0);
        } else {
            SCOPED.close(scope);
        }
        lent = null;
        scope = null;
    }
}
