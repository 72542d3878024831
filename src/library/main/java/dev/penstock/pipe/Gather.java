package dev.penstock.pipe;

import dev.penstock.internal.sys.IoVectors;
import dev.penstock.libc.Libc;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;

/** Several buffers as one, for readv(2) and writev(2). */
final class Gather {
    private Gather() {}

    /** Those of the range that have bytes left, as many as one call takes. */
    static ByteBuffer[] withRoom(ByteBuffer[] buffers, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, buffers.length);
        return Arrays.stream(buffers, offset, offset + length)
                .filter(ByteBuffer::hasRemaining)
                .limit(IoVectors.MOST)
                .toArray(ByteBuffer[]::new);
    }

    static boolean allDirect(ByteBuffer[] buffers) {
        for (ByteBuffer buffer : buffers) {
            if (!buffer.isDirect()) {
                return false;
            }
        }
        return true;
    }

    static long remaining(ByteBuffer[] buffers) {
        long sum = 0;
        for (ByteBuffer buffer : buffers) {
            sum += buffer.remaining();
        }
        return sum;
    }

    static IoVectors vectors(Libc libc, ByteBuffer[] direct) {
        IoVectors vectors = new IoVectors(direct.length);
        for (int i = 0; i < direct.length; i++) {
            vectors.set(i, libc.address(direct[i]) + direct[i].position(), direct[i].remaining());
        }
        return vectors;
    }

    /** Moves the positions on by {@code count} bytes in all. */
    static void advance(ByteBuffer[] buffers, long count) {
        for (int i = 0; count > 0; i++) {
            int step = (int) Math.min(count, buffers[i].remaining());
            buffers[i].position(buffers[i].position() + step);
            count -= step;
        }
    }

    /** Puts all of {@code from} into the buffers, in order; they have room for it. */
    static void scatter(ByteBuffer from, ByteBuffer[] buffers) {
        for (int i = 0; from.hasRemaining(); i++) {
            int step = Math.min(from.remaining(), buffers[i].remaining());
            buffers[i].put(from.slice(from.position(), step));
            from.position(from.position() + step);
        }
    }

    /** Copies as much as {@code to} takes, and leaves the buffers' positions alone. */
    static void collect(ByteBuffer[] buffers, ByteBuffer to) {
        for (ByteBuffer buffer : buffers) {
            int step = Math.min(buffer.remaining(), to.remaining());
            to.put(buffer.slice(buffer.position(), step));
        }
    }
}
