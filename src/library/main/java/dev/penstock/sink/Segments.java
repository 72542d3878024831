package dev.penstock.sink;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Bytes by position, up to a fixed capacity, which take memory only where something was put:
 * segments of rising size, none ever copied or moved. Not for several threads at once.
 *
 * <pre>
 *  segment    0     1     2      3          8       9        10
 *          +-----+-----+-----+-------+ - +-----+---------+---------+ - - +
 *          | 256 | 256 | 512 | 1 KiB |...| 32K | 64 KiB  | 64 KiB  | ... | the last ends at the capacity
 *          +-----+-----+-----+-------+ - +-----+---------+---------+ - - +
 *  from    0    256   512   1024         32768 65536     131072
 * </pre>
 */
final class Segments {
    private static final int FIRST_BITS = 8;
    private static final int FULL_BITS = 16;
    private static final int FIRST_FULL = FULL_BITS - FIRST_BITS + 1;

    private final int capacity;
    private byte[][] segments = {};
    private long allocated;

    Segments(int capacity) {
        this.capacity = capacity;
    }

    /**
     * Puts the buffer's next {@code n} bytes at {@code position}; both ends are within the
     * capacity.
     */
    void put(int position, ByteBuffer from, int n) {
        for (int at = position, end = position + n; at < end; ) {
            int index = index(at);
            byte[] segment = segment(index);
            int offset = at - (int) start(index);
            int k = Math.min(end - at, segment.length - offset);
            from.get(segment, offset, k);
            at += k;
        }
    }

    /** Copies {@code n} bytes that were put at {@code position} and after it. */
    void get(int position, byte[] to, int offset, int n) {
        for (int at = position, end = position + n; at < end; ) {
            int index = index(at);
            byte[] segment = segments[index];
            int from = at - (int) start(index);
            int k = Math.min(end - at, segment.length - from);
            System.arraycopy(segment, from, to, offset + at - position, k);
            at += k;
        }
    }

    /** The memory that the segments take now, in bytes: never more than the capacity. */
    long allocated() {
        return allocated;
    }

    /** Lets go of everything. */
    void clear() {
        segments = new byte[0][];
        allocated = 0;
    }

    private byte[] segment(int index) {
        if (index >= segments.length) {
            segments = Arrays.copyOf(segments, Math.max(index + 1, segments.length * 2));
        }
        if (segments[index] == null) {
            int size = (int) (Math.min(start(index + 1), capacity) - start(index));
            segments[index] = new byte[size];
            allocated += size;
        }
        return segments[index];
    }

    private static int index(int position) {
        return position < 1 << FULL_BITS
                ? Integer.SIZE - Integer.numberOfLeadingZeros(position >>> FIRST_BITS)
                : FIRST_FULL - 1 + (position >>> FULL_BITS);
    }

    private static long start(int index) {
        if (index == 0) {
            return 0;
        }
        return index < FIRST_FULL
                ? 1L << (FIRST_BITS - 1 + index)
                : (long) (index - FIRST_FULL + 1) << FULL_BITS;
    }
}
