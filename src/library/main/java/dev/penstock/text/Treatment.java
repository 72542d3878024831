package dev.penstock.text;

/** What becomes of a {@link Suspect}. All but {@link #KEEP} are counted. */
public enum Treatment {
    /**
     * It stays as it came. Invalid bytes stay bytes in views and in byte arrays; in a {@code
     * String} each becomes the lone surrogate U+DC80 to U+DCFF with its value, which a command's
     * arguments and environment, and the text of an input, turn into that byte again.
     */
    KEEP,
    /** U+FFFD stands for each character, and for each maximal subpart of what is invalid. */
    REPLACE,
    /**
     * It is written out, in printable ASCII: {@code \x1b} for each byte of what is invalid and for
     * ASCII, <code>&#92;u{202e}</code> for other characters. A backslash that was in the stream
     * stays as it is, so this is for reading, not for undoing.
     */
    ESCAPE,
    /**
     * It is left out. What stood on its two sides then stands together: that may be a word that was
     * not there before or, if invalid bytes are kept, a character. {@link #REPLACE} joins nothing.
     */
    REMOVE,
    /** The line ends before it; the rest is left out, and counted. */
    CUT,
    /** The line is not handed out; {@link LineFormat#onReject} gets it. */
    REJECT,
    /** The stream fails with a {@link SuspectTextException}. */
    REPORT
}
