package dev.penstock.text;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * What ends a line. It belongs to no line and is counted as no byte of one. Immutable; two are
 * equal if they end the same lines.
 *
 * <pre>{@code
 * LineFormat names = LineFormat.of(4096).end(LineEnd.NUL); // of find -print0
 * }</pre>
 */
public final class LineEnd {
    /** LF, or CR LF, which is one end. A CR that no LF follows belongs to its line. */
    public static final LineEnd LF = new LineEnd("LF", (byte) '\n', (byte) '\n', true);

    /**
     * CR, LF, or CR LF, which is one end: what a terminal takes for the end of what it shows in a
     * line. The progress bars of ffmpeg, curl and others end each of their states with CR. A line
     * that CR ends is handed out at once, before it is known whether LF follows.
     */
    public static final LineEnd CR_OR_LF = new LineEnd("CR_OR_LF", (byte) '\r', (byte) '\n', false);

    /** NUL, and nothing else: {@code find -print0}, {@code git -z}, {@code /proc/PID/environ}. */
    public static final LineEnd NUL = new LineEnd("NUL", (byte) 0, (byte) 0, false);

    private final String name;
    private final byte first;
    private final byte second;
    private final boolean dropsCr;

    private LineEnd(String name, byte first, byte second, boolean dropsCr) {
        this.name = name;
        this.first = first;
        this.second = second;
        this.dropsCr = dropsCr;
    }

    /**
     * One byte, and nothing else; so that of 0x0A a CR before it belongs to the line. Of a byte
     * from 0x80 on in UTF-8, a line ends there even within a character: 0xC0, 0xC1 and 0xF5 to 0xFF
     * are in none.
     *
     * @param value from 0 to 255
     * @throws IllegalArgumentException if out of that range
     */
    public static LineEnd of(int value) {
        if (value < 0 || value > 0xFF) {
            throw new IllegalArgumentException(
                    "a line end of " + value + ": a byte is 0 to 255, as b & 0xFF makes one");
        }
        String name =
                value == 0 ? NUL.name : "0x" + Integer.toHexString(value | 0x100).substring(1);
        return new LineEnd(name, (byte) value, (byte) value, false);
    }

    /** A byte that ends lines. */
    byte first() {
        return first;
    }

    /** The other one, which an end of two bytes has last; or the same. */
    byte second() {
        return second;
    }

    /** Whether a CR before the end belongs to the end. */
    boolean dropsCr() {
        return dropsCr;
    }

    /**
     * Whether each such byte in a stream is an end, and each end such a byte. In a charset with
     * characters of several bytes, that is known of controls alone: from 0x20 on a byte may be the
     * last of a character.
     */
    boolean isCertainIn(Charset charset) {
        boolean newlines = dropsCr || first != second;
        return isCharacter(first, newlines, charset) && isCharacter(second, newlines, charset);
    }

    private static boolean isCharacter(byte b, boolean newline, Charset charset) {
        if (!charset.canEncode()) {
            return false;
        }
        byte[] one = {b};
        String text = new String(one, charset);
        byte[] back = text.getBytes(charset);
        boolean single = charset.newEncoder().maxBytesPerChar() == 1;
        return text.length() == 1
                && back.length == 1
                && back[0] == b
                && (single || b >= 0 && b < ' ')
                && (!newline || text.equals(new String(one, StandardCharsets.ISO_8859_1)));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LineEnd that
                && first == that.first
                && second == that.second
                && dropsCr == that.dropsCr;
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    /** {@code LF}, {@code CR_OR_LF}, {@code NUL}, or the byte, such as {@code 0x3b}. */
    @Override
    public String toString() {
        return name;
    }
}
