package dev.penstock.diagnosis.trace.log;

import java.nio.charset.StandardCharsets;

/** Looks through bytes. A range is from {@code from} on, up to and without {@code to}. */
final class Scan {
    private Scan() {}

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static boolean digit(byte b) {
        return b >= '0' && b <= '9';
    }

    static boolean startsWith(byte[] bytes, int from, int to, byte[] what) {
        if (to - from < what.length) {
            return false;
        }
        for (int i = 0; i < what.length; i++) {
            if (bytes[from + i] != what[i]) {
                return false;
            }
        }
        return true;
    }

    static boolean endsWith(byte[] bytes, int from, int to, byte[] what) {
        return to - from >= what.length && startsWith(bytes, to - what.length, to, what);
    }

    /** Where it is first; −1 if nowhere. */
    static int indexOf(byte[] bytes, int from, int to, byte[] what) {
        for (int i = from; i <= to - what.length; i++) {
            if (bytes[i] == what[0] && startsWith(bytes, i, to, what)) {
                return i;
            }
        }
        return -1;
    }

    static int indexOf(byte[] bytes, int from, int to, char what) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == what) {
                return i;
            }
        }
        return -1;
    }

    static int skipDigits(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && digit(bytes[at])) {
            at++;
        }
        return at;
    }

    static int skipSpaces(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] == ' ') {
            at++;
        }
        return at;
    }

    static int trimEnd(byte[] bytes, int from, int to) {
        int end = to;
        while (end > from && (bytes[end - 1] == ' ' || bytes[end - 1] == '\r')) {
            end--;
        }
        return end;
    }

    /**
     * The whole number that begins there, decimal or hexadecimal, of either sign; more than a long
     * holds becomes the largest.
     *
     * @return {@code none} where no number begins
     */
    static long number(byte[] bytes, int from, int to, long none) {
        int at = from;
        boolean negative = at < to && bytes[at] == '-';
        if (negative) {
            at++;
        }
        int radix = 10;
        if (at + 2 < to && bytes[at] == '0' && bytes[at + 1] == 'x') {
            radix = 16;
            at += 2;
        }
        int begin = at;
        long value = 0;
        for (; at < to; at++) {
            int digit = Character.digit(bytes[at], radix);
            if (digit < 0) {
                break;
            }
            value =
                    value > (Long.MAX_VALUE - digit) / radix
                            ? Long.MAX_VALUE
                            : value * radix + digit;
        }
        return at == begin ? none : negative ? -value : value;
    }

    /** {@code 12.345678} as nanoseconds; −1 where there is none. */
    static long nanos(byte[] bytes, int from, int to) {
        int dot = skipDigits(bytes, from, to);
        if (dot == from || dot - from > 10) {
            return -1;
        }
        long nanos = number(bytes, from, dot, 0) * 1_000_000_000L;
        return dot < to && bytes[dot] == '.' ? nanos + fraction(bytes, dot + 1, to) : nanos;
    }

    /** The digits after a point, up to nine, as nanoseconds. */
    static long fraction(byte[] bytes, int from, int to) {
        long value = 0;
        int digits = 0;
        for (int at = from; at < to && digit(bytes[at]) && digits < 9; at++, digits++) {
            value = value * 10 + bytes[at] - '0';
        }
        for (; digits < 9; digits++) {
            value *= 10;
        }
        return value;
    }

    static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }
}
