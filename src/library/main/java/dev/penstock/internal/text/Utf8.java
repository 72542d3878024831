package dev.penstock.internal.text;

import dev.penstock.text.Suspect;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * UTF-8 as The Unicode Standard has it (3.9, table 3-7): no overlong forms, no surrogates, nothing
 * above U+10FFFF.
 */
public final class Utf8 {
    private static final char REPLACEMENT = '\uFFFD';

    /** An invalid byte b is kept in a string as this and b: a lone low surrogate, U+DC80 and on. */
    private static final int RAW = 0xDC00;

    private Utf8() {}

    /** Whether this byte goes on a character that an earlier byte began: 10xxxxxx. */
    public static boolean continues(byte b) {
        return (b & 0xC0) == 0x80;
    }

    /**
     * Where to cut {@code bytes[from, to)} so that its last character is whole: {@code to}, or up
     * to three bytes before it if a character begins there that would go on beyond {@code to}.
     * Bytes that are not UTF-8 are cut at {@code to}.
     */
    public static int border(byte[] bytes, int from, int to) {
        for (int i = to - 1; i >= Math.max(from, to - 3); i--) {
            if (!continues(bytes[i])) {
                return i + length(bytes[i]) > to ? i : to;
            }
        }
        return to;
    }

    /** How many bytes a character has that begins with this one; 1 for a byte that begins none. */
    private static int length(byte first) {
        int b = first & 0xFF;
        if (b >= 0xC2 && b <= 0xDF) {
            return 2;
        }
        if (b >= 0xE0 && b <= 0xEF) {
            return 3;
        }
        return b >= 0xF0 && b <= 0xF4 ? 4 : 1;
    }

    /**
     * How many bytes the character at {@code at} has; or, if there is no valid one, minus the
     * length of the maximal subpart there, which is -1 to -3.
     */
    public static int measure(byte[] bytes, int at, int to) {
        int first = bytes[at] & 0xFF;
        if (first < 0x80) {
            return 1;
        }
        int length = length(bytes[at]);
        if (length == 1) {
            return -1;
        }
        // The second byte alone tells overlong forms, surrogates and what is above U+10FFFF.
        int low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
        int high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
        for (int n = 1; n < length; n++) {
            if (at + n == to) {
                return -n;
            }
            int next = bytes[at + n] & 0xFF;
            if (next < low || next > high) {
                return -n;
            }
            low = 0x80;
            high = 0xBF;
        }
        return length;
    }

    /**
     * How many bytes the character at {@code at} has, if its first byte alone tells that it is no
     * {@link Suspect}, as for most letters beyond ASCII; else 0. A quick look before {@link
     * #measure}.
     */
    public static int letter(byte[] bytes, int at, int to) {
        int first = bytes[at] & 0xFF;
        // C2 begins C1 controls, D8 U+061C, E2 and EF other suspects; E0 and ED what is invalid.
        if (first >= 0xC3 && first <= 0xDF && first != 0xD8) {
            return at + 1 < to && continues(bytes[at + 1]) ? 2 : 0;
        }
        if (first >= 0xE1 && first <= 0xEE && first != 0xE2 && first != 0xED) {
            return at + 2 < to && continues(bytes[at + 1]) && continues(bytes[at + 2]) ? 3 : 0;
        }
        return 0;
    }

    /**
     * Where a character begins that {@code bytes[from, to)} holds the first bytes of and that the
     * next byte may go on; {@code to} if there is none.
     */
    public static int unfinished(byte[] bytes, int from, int to) {
        for (int at = to - 1; at >= Math.max(from, to - 3); at--) {
            if (!continues(bytes[at])) {
                boolean open = length(bytes[at]) > 1 && measure(bytes, at, to) == at - to;
                return open ? at : to;
            }
        }
        return to;
    }

    /** The character that a valid sequence of {@code length} bytes says. */
    public static int character(byte[] bytes, int at, int length) {
        int first = bytes[at];
        switch (length) {
            case 1:
                return first;
            case 2:
                return (first & 0x1F) << 6 | bytes[at + 1] & 0x3F;
            case 3:
                return (first & 0x0F) << 12 | (bytes[at + 1] & 0x3F) << 6 | bytes[at + 2] & 0x3F;
            default:
                return (first & 0x07) << 18
                        | (bytes[at + 1] & 0x3F) << 12
                        | (bytes[at + 2] & 0x3F) << 6
                        | bytes[at + 3] & 0x3F;
        }
    }

    /** Where the first invalid byte is in {@code bytes[from, to)}, or {@code to}. */
    public static int indexOfInvalid(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            int n = measure(bytes, at, to);
            if (n < 0) {
                return at;
            }
            at += n;
        }
        return at;
    }

    /**
     * The text of {@code bytes[from, to)}, with U+FFFD for each maximal subpart of what is invalid.
     * {@code new String} does the same, but for encoded surrogates: it makes one U+FFFD of their
     * three bytes, while by the standard each of the three is a maximal subpart.
     *
     * @throws IndexOutOfBoundsException if the range is not within the array
     */
    public static String string(byte[] bytes, int from, int to) {
        String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        // Without a U+FFFD nothing was replaced, and that is found out faster than what is invalid.
        return text.indexOf(REPLACEMENT) < 0 ? text : string(bytes, from, to, false);
    }

    /**
     * The text of {@code bytes[from, to)}, in which each invalid byte is kept as a lone surrogate,
     * U+DC80 to U+DCFF: Python's {@code surrogateescape} (PEP 383). {@link #rawBytes} undoes it.
     *
     * @throws IndexOutOfBoundsException if the range is not within the array
     */
    public static String rawString(byte[] bytes, int from, int to) {
        String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        return text.indexOf(REPLACEMENT) < 0 ? text : string(bytes, from, to, true);
    }

    private static String string(byte[] bytes, int from, int to, boolean raw) {
        StringBuilder text = new StringBuilder(to - from);
        for (int at = from; at < to; ) {
            int n = measure(bytes, at, to);
            if (n > 0) {
                text.appendCodePoint(character(bytes, at, n));
            } else if (raw) {
                for (int i = at; i < at - n; i++) {
                    text.append((char) (RAW + (bytes[i] & 0xFF)));
                }
            } else {
                text.append(REPLACEMENT);
            }
            at += Math.abs(n);
        }
        return text.toString();
    }

    /** The index of the first lone surrogate that stands for no byte, or -1. */
    public static int indexOfNoByte(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isSurrogate(c)) {
                continue;
            }
            if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (!isRaw(c)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isRaw(int character) {
        return character >= RAW + 0x80 && character <= RAW + 0xFF;
    }

    /** What is wrong with that character, for errors. */
    public static String loneSurrogate(String text, int index) {
        return "the lone surrogate U+"
                + Integer.toHexString(text.charAt(index)).toUpperCase(Locale.ROOT)
                + " at index "
                + index
                + ", which stands for no byte";
    }

    private static boolean hasSurrogates(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    /**
     * The bytes that {@link #rawString} made the text of; UTF-8 for any other text.
     *
     * @throws IllegalArgumentException if the text has a lone surrogate that stands for no byte
     */
    public static byte[] rawBytes(String text) {
        if (!hasSurrogates(text)) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        byte[] bytes = new byte[text.length() + text.length() / 2 + 4];
        int n = 0;
        for (int i = 0; i < text.length(); ) {
            int character = text.codePointAt(i);
            if (n + 4 > bytes.length) {
                bytes = Arrays.copyOf(bytes, 2 * bytes.length);
            }
            if (isRaw(character)) {
                bytes[n++] = (byte) character;
            } else if (character >= Character.MIN_SURROGATE
                    && character <= Character.MAX_SURROGATE) {
                throw new IllegalArgumentException("the text has " + loneSurrogate(text, i));
            } else {
                n = put(character, bytes, n);
            }
            i += Character.charCount(character);
        }
        return Arrays.copyOf(bytes, n);
    }

    private static int put(int character, byte[] bytes, int at) {
        if (character < 0x80) {
            bytes[at] = (byte) character;
            return at + 1;
        }
        int more = character < 0x800 ? 1 : character < 0x10000 ? 2 : 3;
        // 110xxxxx, 1110xxxx or 11110xxx, then 10xxxxxx for each six bits more.
        bytes[at] = (byte) (0xF80 >> more | character >> 6 * more);
        for (int i = 1; i <= more; i++) {
            bytes[at + i] = (byte) (0x80 | character >> 6 * (more - i) & 0x3F);
        }
        return at + more + 1;
    }
}
