package dev.penstock.text;

/** Where a UTF-8 character begins and ends; enough to cut text without breaking one. */
public final class Utf8 {
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
}
