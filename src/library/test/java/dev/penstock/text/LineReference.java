package dev.penstock.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Lines the slow and plain way, from the whole stream at once, and random streams to try it on. */
public final class LineReference {
    public record Line(String text, long cut) {}

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

    /** The byte strings between line ends. */
    public static List<byte[]> rawLines(byte[] stream) {
        String latin = new String(stream, StandardCharsets.ISO_8859_1);
        List<String> parts = new ArrayList<>(Arrays.asList(latin.split("\r?\n", -1)));
        if (parts.get(parts.size() - 1).isEmpty()) {
            parts.remove(parts.size() - 1);
        }
        return parts.stream().map(part -> part.getBytes(StandardCharsets.ISO_8859_1)).toList();
    }

    /** The lines of well-formed text: whole characters as long as they fit. */
    public static List<Line> lines(String text, int longest) {
        List<Line> lines = new ArrayList<>();
        for (byte[] raw : rawLines(utf8(text))) {
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
