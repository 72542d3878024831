package dev.penstock.text;

import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.Arrays;

/**
 * A piece of a stream in an array, where bytes are found several times faster than in a direct
 * buffer, and a mark for each that is not printable ASCII or is looked for.
 *
 * <p>All marks are made at once, by a loop over longs whose steps do not depend on each other: the
 * JVM's compiler makes vector instructions of it, as it does not of a search that may stop at any
 * byte. It does so for arrays of longs alone, hence the second copy.
 *
 * <p>One thread at a time. Memory: 32 KiB.
 */
final class MarkedChunk {
    /** To this one: for whoever keeps it, and makes no garbage for that. */
    final WeakReference<MarkedChunk> reference = new WeakReference<>(this);

    /** The most bytes of a piece. */
    static final int BYTES = 16 * 1024;

    /** Bytes that {@link #marks} answers for. */
    static final int BLOCK = 64;

    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGHS = 0x80 * ONES;

    /** The piece; what lies behind it means nothing. */
    final byte[] bytes = new byte[BYTES];

    private final LongBuffer words =
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer();

    /** In the lowest byte of each, a bit for each of eight {@link #bytes}. */
    private final long[] marks = new long[BYTES / Long.BYTES];

    /**
     * Takes what the buffer holds, as far as there is room, and leaves its position where it is.
     *
     * @param wanted marked too, if it is printable
     * @return how many bytes that are
     */
    int copy(ByteBuffer from, byte wanted) {
        int size = Math.min(from.remaining(), BYTES);
        from.get(from.position(), bytes, 0, size);
        // So that its last block has no marks behind its end.
        int whole = size + BLOCK - 1 & -BLOCK;
        Arrays.fill(bytes, size, whole, (byte) (wanted == ' ' ? '~' : ' '));
        int n = whole / Long.BYTES;
        words.get(0, marks, 0, n);
        if (wanted < ' ' || wanted == 0x7F) {
            mark(marks, n);
        } else {
            mark(marks, n, wanted * ONES);
        }
        return size;
    }

    /**
     * Below 0x20 the first term has a byte's highest bit, at 0x7F the second, from 0x80 on the
     * third; nothing is carried from one byte into the next. Then the bits 0, 8, 16, … 56 are moved
     * to 0, 1, 2, … 7, by steps that every processor has for vectors, as it has no multiplication.
     */
    private static void mark(long[] words, int n) {
        for (int i = 0; i < n; i++) {
            long word = words[i];
            long low = word & ~HIGHS;
            long marks = (~(low + 0x60 * ONES) | low + ONES | word) >>> 7 & ONES;
            marks |= marks >>> 7;
            marks |= marks >>> 14;
            words[i] = marks | marks >>> 28;
        }
    }

    /** As well where a byte is that of {@code wanted}: where their difference is 0. */
    private static void mark(long[] words, int n, long wanted) {
        for (int i = 0; i < n; i++) {
            long word = words[i];
            long low = word & ~HIGHS;
            long other = low ^ wanted;
            long marks = ~(low + 0x60 * ONES) | low + ONES | word | ~(other + ~HIGHS);
            marks = marks >>> 7 & ONES;
            marks |= marks >>> 7;
            marks |= marks >>> 14;
            words[i] = marks | marks >>> 28;
        }
    }

    /**
     * Which of the {@link #BLOCK} bytes from {@code block} on are none of 0x20 to 0x7E, or wanted:
     * a bit for each byte, the lowest for the first; none for what is behind the piece.
     *
     * @param block a multiple of {@link #BLOCK}
     */
    long marks(int block) {
        int word = block / Long.BYTES;
        return bits(word)
                | bits(word + 1) << 8
                | bits(word + 2) << 16
                | bits(word + 3) << 24
                | bits(word + 4) << 32
                | bits(word + 5) << 40
                | bits(word + 6) << 48
                | bits(word + 7) << 56;
    }

    private long bits(int word) {
        return marks[word] & 0xFF;
    }
}
