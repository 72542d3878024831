package dev.penstock.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Searches in arrays of mostly ASCII, eight bytes a step.
 *
 * <p>Each search for the first makes a word of marks, a byte's highest bit where that byte is
 * looked for. The arithmetic carries from one byte into the next only out of a byte that is marked
 * itself, so the lowest mark is always right, and with it whether there is any.
 */
final class Ascii {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGHS = 0x80 * ONES;

    private static final int UNROLLED = 4 * Long.BYTES;

    private Ascii() {}

    /** The first byte in {@code bytes[from, to)} that is none of 0x20 to 0x7E, or {@code to}. */
    static int indexOfUnprintable(byte[] bytes, int from, int to) {
        int i = from;
        if (i <= to - Long.BYTES) {
            // In text beyond ASCII most runs are short.
            long marks = unprintable((long) LONGS.get(bytes, i)) & HIGHS;
            if (marks != 0) {
                return i + (Long.numberOfTrailingZeros(marks) >>> 3);
            }
            i += Long.BYTES;
        }
        for (; i <= to - UNROLLED; i += UNROLLED) {
            long marks =
                    unprintable((long) LONGS.get(bytes, i))
                            | unprintable((long) LONGS.get(bytes, i + 8))
                            | unprintable((long) LONGS.get(bytes, i + 16))
                            | unprintable((long) LONGS.get(bytes, i + 24));
            if ((marks & HIGHS) != 0) {
                break;
            }
        }
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            long marks = unprintable((long) LONGS.get(bytes, i)) & HIGHS;
            if (marks != 0) {
                return i + (Long.numberOfTrailingZeros(marks) >>> 3);
            }
        }
        while (i < to && bytes[i] >= ' ' && bytes[i] != 0x7F) {
            i++;
        }
        return i;
    }

    /** The first {@code wanted} in {@code bytes[from, to)}, or -1. */
    static int indexOf(byte wanted, byte[] bytes, int from, int to) {
        long eight = (wanted & 0xFF) * ONES;
        int i = from;
        for (; i <= to - UNROLLED; i += UNROLLED) {
            long marks =
                    zeros((long) LONGS.get(bytes, i) ^ eight)
                            | zeros((long) LONGS.get(bytes, i + 8) ^ eight)
                            | zeros((long) LONGS.get(bytes, i + 16) ^ eight)
                            | zeros((long) LONGS.get(bytes, i + 24) ^ eight);
            if ((marks & HIGHS) != 0) {
                break;
            }
        }
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            long marks = zeros((long) LONGS.get(bytes, i) ^ eight) & HIGHS;
            if (marks != 0) {
                return i + (Long.numberOfTrailingZeros(marks) >>> 3);
            }
        }
        for (; i < to; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    /** Below 0x20 the first term has the mark, at 0x7F the second, from 0x80 on the third. */
    private static long unprintable(long word) {
        return word - 0x20 * ONES | word + ONES | word;
    }

    private static long zeros(long word) {
        return word - ONES & ~word;
    }
}
