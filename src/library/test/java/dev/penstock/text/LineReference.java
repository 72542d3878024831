package dev.penstock.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lines the slow and plain way, from the whole stream at once, and random streams to try it on. */
public final class LineReference {
    public record Line(String text, long cut) {}

    /** The bytes between two ends, and how many of the stream come before them. */
    record Raw(int offset, byte[] bytes) {}

    /** What ends a line, and the same as a pattern of bytes. */
    public record End(LineEnd end, Pattern pattern) {
        private End(LineEnd end, String pattern) {
            this(end, Pattern.compile(pattern));
        }

        private End(int value) {
            this(LineEnd.of(value), Pattern.compile("\\x%02x".formatted(value)));
        }

        @Override
        public String toString() {
            return end + " as " + pattern;
        }
    }

    static final End LF = new End(LineEnd.LF, "\r?\n");

    /**
     * All that have a name; and bytes that are printable, plain, at the edges, or in characters.
     */
    public static final List<End> ENDS =
            List.of(
                    LF,
                    new End(LineEnd.CR_OR_LF, "\r\n|\r|\n"),
                    new End(LineEnd.NUL, "\0"),
                    new End('\n'),
                    new End('\r'),
                    new End('\t'),
                    new End(' '),
                    new End('!'),
                    new End('x'),
                    new End('~'),
                    new End(0x7F),
                    new End(0x80),
                    new End(0xAC),
                    new End(0xE2),
                    new End(0xFF));

    private static final String[] PIECES = {
        "a",
        "b",
        "word ",
        "\n",
        "\n",
        "\r\n",
        "\r",
        "\r\r\n",
        "é",
        "€",
        "😀",
        "\0",
        "\n\n",
        "\t",
        "~",
        "\u007f",
        "0123456789"
    };

    private LineReference() {}

    /** Text with all sorts of line ends and of characters; well-formed UTF-8. */
    public static String randomText(Random random, int pieces) {
        StringBuilder text = new StringBuilder();
        int plain = random.nextInt(8);
        for (int i = 0; i < pieces; i++) {
            text.append(random.nextInt(8) < plain ? "x" : PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }

    /** The byte strings between LFs. */
    public static List<byte[]> rawLines(byte[] stream) {
        return rawLines(stream, LF).stream().map(Raw::bytes).toList();
    }

    /** The byte strings between line ends. */
    static List<Raw> rawLines(byte[] stream, End end) {
        List<Raw> lines = new ArrayList<>();
        Matcher ends = end.pattern.matcher(new String(stream, StandardCharsets.ISO_8859_1));
        int at = 0;
        while (ends.find()) {
            lines.add(new Raw(at, Arrays.copyOfRange(stream, at, ends.start())));
            at = ends.end();
        }
        if (at < stream.length) {
            lines.add(new Raw(at, Arrays.copyOfRange(stream, at, stream.length)));
        }
        return lines;
    }

    /** Whether there are bytes after the last end. */
    static boolean isUnfinished(byte[] stream, End end) {
        String latin = new String(stream, StandardCharsets.ISO_8859_1);
        return stream.length > 0
                && !Pattern.compile("(" + end.pattern + ")\\z").matcher(latin).find();
    }

    /** The lines of well-formed text: whole characters as long as they fit. */
    public static List<Line> lines(String text, int longest) {
        return lines(text, longest, LF);
    }

    /** As well, for ends that are characters. */
    public static List<Line> lines(String text, int longest, End end) {
        List<Line> lines = new ArrayList<>();
        for (Raw line : rawLines(utf8(text), end)) {
            byte[] raw = line.bytes;
            StringBuilder kept = new StringBuilder();
            int room = longest;
            for (int c : new String(raw, StandardCharsets.UTF_8).codePoints().toArray()) {
                room -= utf8(Character.toString(c)).length;
                if (room < 0) {
                    break;
                }
                kept.appendCodePoint(c);
            }
            lines.add(new Line(kept.toString(), raw.length - utf8(kept.toString()).length));
        }
        return lines;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
