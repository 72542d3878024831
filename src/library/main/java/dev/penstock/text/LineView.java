package dev.penstock.text;

import dev.penstock.internal.text.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * One line's bytes where they lie, without a copy and without garbage. Valid only during the call
 * that it was given to, and only for that call's thread: the next line uses the same object and
 * other bytes. What is to outlive the call is copied, by {@link #toString}, {@link #toByteArray} or
 * {@link #copyTo}.
 *
 * <p>Using a view after its call throws an {@link IllegalStateException}, unless the view shows
 * another line by then. With the system property {@code dev.penstock.checked} set to {@code true},
 * as in tests, each line has a view of its own, so that late use always throws.
 *
 * <p>It is compared by {@link #contentEquals} and {@link #contentHash}; {@code equals} is that of
 * {@code Object}, since a view changes and so must not be a key.
 */
public final class LineView {
    private byte[] bytes;
    private int from;
    private int length;
    private int streamBytes;
    private long bytesCut;
    private boolean unfinished;
    private Text text = Text.BYTES;

    /** What the bytes are known to be. */
    enum Text {
        ASCII,
        /** Valid. */
        UTF8,
        /** Not looked at. */
        BYTES,
        /** With invalid bytes, which are to be kept. */
        RAW_UTF8
    }

    LineView() {}

    void show(byte[] bytes, int from, int length) {
        this.bytes = bytes;
        this.from = from;
        this.length = length;
    }

    void decodeAs(Text text) {
        this.text = text;
    }

    void madeOf(int streamBytes, long bytesCut) {
        this.streamBytes = streamBytes;
        this.bytesCut = bytesCut;
    }

    /** Of the next line, and those that follow. */
    void showUnfinished(boolean unfinished) {
        this.unfinished = unfinished;
    }

    void hide() {
        bytes = null;
    }

    private byte[] bytes() {
        byte[] shown = bytes;
        if (shown == null) {
            throw new IllegalStateException(
                    "a LineView is valid only during the call that it was given to: copy the line"
                            + " there");
        }
        return shown;
    }

    /** How many bytes the line has, without its end. */
    public int length() {
        bytes();
        return length;
    }

    /**
     * One byte.
     *
     * @param index from 0 to {@link #length} - 1
     * @throws IndexOutOfBoundsException if out of that range
     */
    public byte get(int index) {
        return bytes()[from + Objects.checkIndex(index, length)];
    }

    /**
     * Copies the whole line.
     *
     * @param to has room for {@link #length} bytes
     * @param offset where the first byte goes
     * @throws IndexOutOfBoundsException if there is no room
     */
    public void copyTo(byte[] to, int offset) {
        System.arraycopy(bytes(), from, to, offset, length);
    }

    /** A copy of the bytes; a new array each time. */
    public byte[] toByteArray() {
        return Arrays.copyOfRange(bytes(), from, from + length);
    }

    /**
     * The line as text; a new string each time. Invalid bytes that the policy keeps are in it as
     * {@link Treatment#KEEP} says.
     */
    @Override
    public String toString() {
        byte[] shown = bytes();
        switch (text) {
            case ASCII:
                return ascii(shown, from, length);
            case UTF8:
                return new String(shown, from, length, StandardCharsets.UTF_8);
            case RAW_UTF8:
                return Utf8.rawString(shown, from, from + length);
            default:
                return Utf8.string(shown, from, from + length);
        }
    }

    /**
     * A plain copy of the bytes, while UTF-8 is looked through first. This old constructor is the
     * one that is small enough for the compiler to have it where it is called.
     */
    @SuppressWarnings("deprecation")
    private static String ascii(byte[] bytes, int from, int length) {
        return new String(bytes, 0, from, length);
    }

    /** Whether the line has just these bytes. */
    public boolean contentEquals(byte[] other) {
        return Arrays.equals(bytes(), from, from + length, other, 0, other.length);
    }

    /** Whether the line begins with these bytes. */
    public boolean startsWith(byte[] prefix) {
        byte[] shown = bytes();
        return prefix.length <= length
                && Arrays.equals(shown, from, from + prefix.length, prefix, 0, prefix.length);
    }

    /**
     * Where a byte is first.
     *
     * @param start where the search begins, from 0 to {@link #length}
     * @return its index, or -1 if it is not there
     * @throws IndexOutOfBoundsException if {@code start} is out of that range
     */
    public int indexOf(byte wanted, int start) {
        byte[] shown = bytes();
        Objects.checkFromToIndex(start, length, length);
        int at = Ascii.indexOf(wanted, shown, from + start, from + length);
        return at < 0 ? -1 : at - from;
    }

    /** What {@link Arrays#hashCode(byte[])} says of {@link #toByteArray}, without the copy. */
    public int contentHash() {
        byte[] shown = bytes();
        int hash = 1;
        for (int i = from; i < from + length; i++) {
            hash = 31 * hash + shown[i];
        }
        return hash;
    }

    /**
     * How many bytes at the line's end are missing, because the line was longer than allowed or was
     * cut at a suspect; mostly 0.
     */
    public long bytesCut() {
        bytes();
        return bytesCut;
    }

    /**
     * How many bytes of the stream the line was made of, without its end and without those beyond
     * the longest line.
     */
    public int streamBytes() {
        bytes();
        return streamBytes;
    }

    /**
     * Whether the stream ended, or failed, before the line did: what would have followed is not
     * known. True of the last line at most.
     */
    public boolean unfinished() {
        bytes();
        return unfinished;
    }
}
