package dev.penstock.text;

import java.util.Arrays;

/**
 * What a stream may hold that makes its text say something other than it seems to: what forges or
 * hides lines in a log, drives the terminal that shows it, or reverses what is read. Each kind is
 * treated as a {@link TextPolicy} says.
 *
 * <p>What ends a line is not in the line, and so is no suspect. Characters that merely look alike
 * or take no width are not suspects either.
 */
public enum Suspect {
    /**
     * Bytes that are not UTF-8 (or not of the charset named): stray and missing continuation bytes,
     * overlong forms, surrogates, values above U+10FFFF. Each is a maximal subpart: the longest
     * beginning of a character that is there, or one byte (The Unicode Standard, 3.9, table 3-7 and
     * "U+FFFD Substitution of Maximal Subparts").
     */
    INVALID,
    /** U+0000, at which programs written in C believe the text ends. */
    NUL,
    /** U+0009. Every preset keeps it. */
    TAB,
    /**
     * A line feed, U+000A, within a line that ends with something else: it makes two lines of one
     * for whoever reads on. In text without lines it is none.
     */
    LF,
    /**
     * A carriage return, U+000D: what comes next overwrites the line. In text without lines it is
     * none where LF follows.
     */
    CR,
    /** U+001B, which begins the sequences that move, colour, rename and command a terminal. */
    ESC,
    /** The other C0 controls, U+0001 to U+001F: bell, backspace, vertical tab, form feed, ... */
    CONTROL,
    /** U+007F. */
    DEL,
    /** U+0080 to U+009F but NEL, among them CSI, which is to some terminals what ESC [ is. */
    C1,
    /** What some readers take for a line's end: NEL U+0085, U+2028 and U+2029. */
    SEPARATOR,
    /**
     * The twelve characters with the Unicode property Bidi_Control, which change the order in which
     * others are shown: U+061C, U+200E, U+200F, U+202A to U+202E, U+2066 to U+2069.
     */
    BIDI,
    /** U+FEFF as the stream's first character: a byte order mark. */
    BOM,
    /** U+FEFF anywhere else: a space of no width, a word that is not the one it looks like. */
    ZWNBSP;

    private static final Suspect[] BELOW_SPACE = new Suspect[0x20];

    static {
        Arrays.fill(BELOW_SPACE, CONTROL);
        BELOW_SPACE[0] = NUL;
        BELOW_SPACE['\t'] = TAB;
        BELOW_SPACE['\n'] = LF;
        BELOW_SPACE['\r'] = CR;
        BELOW_SPACE[0x1B] = ESC;
    }

    /** What a character is that is not the stream's first; null for all that is not suspect. */
    static Suspect of(int character) {
        if (character < 0x20) {
            return BELOW_SPACE[character];
        }
        if (character < 0x7F || character > 0x9F && character < 0x061C) {
            return null;
        }
        switch (character) {
            case 0x7F:
                return DEL;
            case 0x85, 0x2028, 0x2029:
                return SEPARATOR;
            case 0x061C, 0x200E, 0x200F:
            case 0x202A, 0x202B, 0x202C, 0x202D, 0x202E:
            case 0x2066, 0x2067, 0x2068, 0x2069:
                return BIDI;
            case 0xFEFF:
                return ZWNBSP;
            default:
                return character <= 0x9F ? C1 : null;
        }
    }
}
