package dev.penstock.text;

/**
 * Names and messages for a terminal or a log: what {@link TextPolicy#LOG_SAFE} does to a stream,
 * done to a string. Any user may name a process, a file or an argument as he likes; what is made of
 * such a name here moves no cursor, begins no line and reverses nothing. Text that went through
 * this once is not changed by it again. From any thread.
 */
public final class LogSafe {
    private static final int FIRST_RAW = 0xDC80;
    private static final int LAST_RAW = 0xDCFF;

    private LogSafe() {}

    /**
     * The text as one line: each {@link Suspect} in it is written out, such as {@code \x1b} or
     * <code>&#92;u{202e}</code>, and a line's end likewise. TAB is kept. A lone surrogate is
     * written out too: as the byte that it stands for, where {@link TextPolicy#RAW} has kept one
     * so.
     *
     * @return the same string, where there is nothing to write out
     */
    public static String line(String text) {
        return safe(text, false);
    }

    /** The same of text that may have several lines: LF is kept, and CR in front of it. */
    public static String lines(String text) {
        return safe(text, true);
    }

    private static String safe(String text, boolean lines) {
        StringBuilder safe = null;
        for (int at = 0, width; at < text.length(); at += width) {
            int character = text.codePointAt(at);
            width = Character.charCount(character);
            boolean kept = isSafe(character) || lines && isLineEnd(text, at);
            if (!kept && safe == null) {
                safe = new StringBuilder(text.length() + 16).append(text, 0, at);
            }
            if (safe != null && kept) {
                safe.appendCodePoint(character);
            } else if (safe != null) {
                escape(safe, character);
            }
        }
        return safe == null ? text : safe.toString();
    }

    private static boolean isSafe(int character) {
        if (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE) {
            return false;
        }
        Suspect suspect = Suspect.of(character);
        return suspect == null || TextPolicy.LOG_SAFE.of(suspect) == Treatment.KEEP;
    }

    private static boolean isLineEnd(String text, int at) {
        return text.charAt(at) == '\n'
                || text.charAt(at) == '\r' && at + 1 < text.length() && text.charAt(at + 1) == '\n';
    }

    /** As {@link Treatment#ESCAPE} has it. */
    private static void escape(StringBuilder safe, int character) {
        boolean raw = character >= FIRST_RAW && character <= LAST_RAW;
        if (raw || character < 0x80) {
            String hex = Integer.toHexString(character & 0xFF | 0x100);
            safe.append("\\x").append(hex, 1, hex.length());
        } else {
            safe.append("\\u{").append(Integer.toHexString(character)).append('}');
        }
    }
}
