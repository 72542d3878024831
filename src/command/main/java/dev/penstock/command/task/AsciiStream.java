package dev.penstock.command.task;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A stream for where the locale has ASCII alone: the lines of a tree and the ellipsis have
 * stand-ins, any other character is written out as {@code \}{@code u{e9}}. Bytes that are written
 * pass as they are: JSON, and what came out of somebody's pipe.
 */
public final class AsciiStream extends PrintStream {
    private static final int LAST = 0x7f;

    /** The same over a stream of bytes. */
    public AsciiStream(OutputStream out, boolean autoFlush) {
        super(out, autoFlush, StandardCharsets.UTF_8);
    }

    /** Whether the locale's charset is another one than UTF-8, as that of C and POSIX is. */
    public static boolean wanted(Map<String, String> environment) {
        for (String name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
            String locale = environment.getOrDefault(name, "");
            if (!locale.isEmpty()) {
                return !locale.matches("(?i).*\\.utf-?8(@.*)?");
            }
        }
        return true;
    }

    /** All that prints text comes by here. */
    @Override
    public void print(String text) {
        super.print(ascii(String.valueOf(text)));
    }

    @Override
    public void print(char character) {
        print(String.valueOf(character));
    }

    /** The text in ASCII. */
    static String ascii(String text) {
        StringBuilder ascii = null;
        for (int at = 0, width; at < text.length(); at += width) {
            int character = text.codePointAt(at);
            width = Character.charCount(character);
            if (character > LAST && ascii == null) {
                ascii = new StringBuilder(text.length() + 16).append(text, 0, at);
            }
            if (ascii != null) {
                append(ascii, character);
            }
        }
        return ascii == null ? text : ascii.toString();
    }

    private static void append(StringBuilder ascii, int character) {
        switch (character) {
            case '└' -> ascii.append('`');
            case '─' -> ascii.append('-');
            case '…' -> ascii.append("...");
            case '−' -> ascii.append('-');
            case 'µ', 'μ' -> ascii.append('u');
            case '×' -> ascii.append('x');
            case '→' -> ascii.append("->");
            default -> {
                if (character <= LAST) {
                    ascii.append((char) character);
                } else {
                    ascii.append("\\u{").append(Integer.toHexString(character)).append('}');
                }
            }
        }
    }
}
