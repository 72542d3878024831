package dev.penstock.text;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * Text the slow and plain way, from the whole stream at once, by the JDK's decoder; and random
 * streams to try it on.
 */
final class TextReference {
    private static final String[] CHARACTERS = {
        "a",
        "0123456789abcdef",
        "\n",
        "\r\n",
        "\r",
        "\t",
        "\0",
        "\u001b[0m",
        "\u0007",
        "\u007f",
        "\u0085",
        "\u009b",
        "\u2028",
        "\u2029",
        "\u202e",
        "\u2066",
        "\u200e",
        "\u061c",
        "\ufeff",
        "é",
        "€",
        "😀",
        "\ufffd",
        "\ud7ff",
        "\ue000",
        "\udbff\udfff",
        "あ"
    };

    private static final byte[] TRICKY = {
        (byte) 0x80,
        (byte) 0x8F,
        (byte) 0x90,
        (byte) 0x9F,
        (byte) 0xA0,
        (byte) 0xBF,
        (byte) 0xC0,
        (byte) 0xC2,
        (byte) 0xDF,
        (byte) 0xE0,
        (byte) 0xE2,
        (byte) 0xED,
        (byte) 0xEF,
        (byte) 0xF0,
        (byte) 0xF4,
        (byte) 0xF5,
        (byte) 0xFF
    };

    private TextReference() {}

    /** Whole characters, broken ones, and stray bytes. */
    static byte[] randomBytes(Random random, int pieces) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int plain = random.nextInt(12);
        for (int i = 0; i < pieces; i++) {
            byte[] one =
                    CHARACTERS[random.nextInt(CHARACTERS.length)].getBytes(StandardCharsets.UTF_8);
            int kind = random.nextInt(12);
            if (kind < plain) {
                bytes.write('x');
            } else if (kind < 8) {
                bytes.writeBytes(one);
            } else if (kind < 10) {
                bytes.write(one, 0, random.nextInt(one.length) + 1);
            } else {
                bytes.write(TRICKY[random.nextInt(TRICKY.length)]);
            }
        }
        return bytes.toByteArray();
    }

    /** A line that ends early, or is not handed out. */
    private static final class Over extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Over(String instead) {
            super(instead, null, false, false);
        }
    }

    /** Begins what stands for a line that is not handed out; no decoder brings it forth. */
    static final String MARK = "\uD800";

    /** The text of a whole stream. */
    static String text(byte[] stream, TextPolicy policy) {
        return text(stream, policy, 0, false);
    }

    /**
     * The text of a line.
     *
     * @param offset where it begins in the stream
     * @return for what is not handed out, the mark, treatment and suspect; and where that is, if it
     *     is reported
     */
    static String line(byte[] line, TextPolicy policy, int offset) {
        return text(line, policy, offset, true);
    }

    private static String text(byte[] bytes, TextPolicy policy, int offset, boolean isLine) {
        StringBuilder text = new StringBuilder();
        try {
            decode(bytes, policy, offset, isLine, text);
            return text.toString();
        } catch (Over over) {
            return over.getMessage() == null ? text.toString() : over.getMessage();
        }
    }

    private static void decode(
            byte[] line, TextPolicy policy, int offset, boolean isLine, StringBuilder text) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(line);
        CharBuffer out = CharBuffer.allocate(line.length + 1);
        while (true) {
            int begin = in.position();
            CoderResult result = decoder.decode(in, out, true);
            characters(out.flip().toString(), policy, offset + begin, isLine, text);
            out.clear();
            if (!result.isError()) {
                return;
            }
            int at = in.position();
            boolean surrogate =
                    (line[at] & 0xFF) == 0xED
                            && at + 1 < line.length
                            && (line[at + 1] & 0xE0) == 0xA0;
            int n = surrogate ? 1 : result.length();
            StringBuilder raw = new StringBuilder();
            StringBuilder escaped = new StringBuilder();
            for (int i = at; i < at + n; i++) {
                raw.append((char) (0xDC00 + (line[i] & 0xFF)));
                escaped.append("\\x%02x".formatted(line[i] & 0xFF));
            }
            treat(Suspect.INVALID, policy, raw.toString(), "" + escaped, offset + at, text);
            in.position(at + n);
        }
    }

    private static void characters(
            String part, TextPolicy policy, int offset, boolean isLine, StringBuilder text) {
        int at = offset;
        for (int i = 0; i < part.length(); i += Character.charCount(part.codePointAt(i))) {
            int c = part.codePointAt(i);
            boolean ends = part.startsWith("\n", i) || part.startsWith("\r\n", i);
            Suspect suspect = ends && !isLine ? null : suspect(c, at == 0);
            String kept = Character.toString(c);
            if (suspect == null) {
                text.append(kept);
            } else {
                String escaped = (c < 0x80 ? "\\x%02x" : "\\u{%x}").formatted(c);
                treat(suspect, policy, kept, escaped, at, text);
            }
            at += kept.getBytes(StandardCharsets.UTF_8).length;
        }
    }

    private static void treat(
            Suspect suspect,
            TextPolicy policy,
            String kept,
            String escaped,
            int offset,
            StringBuilder text) {
        Treatment treatment = policy.of(suspect);
        switch (treatment) {
            case KEEP -> text.append(kept);
            case ESCAPE -> text.append(escaped);
            case REPLACE -> text.append('\uFFFD');
            case REMOVE -> {}
            case CUT -> throw new Over(null);
            case REJECT -> throw new Over(MARK + treatment + " " + suspect);
            case REPORT -> throw new Over(MARK + treatment + " " + suspect + " at " + offset);
        }
    }

    private static Suspect suspect(int c, boolean first) {
        String hex = "%04X".formatted(c);
        if ("061C 200E 200F 202A 202B 202C 202D 202E 2066 2067 2068 2069".contains(hex)) {
            return Suspect.BIDI;
        }
        if ("0085 2028 2029".contains(hex)) {
            return Suspect.SEPARATOR;
        }
        if (c == 0xFEFF) {
            return first ? Suspect.BOM : Suspect.ZWNBSP;
        }
        if (!Character.isISOControl(c)) {
            return null;
        }
        return switch (c) {
            case 0 -> Suspect.NUL;
            case 9 -> Suspect.TAB;
            case 10 -> Suspect.LF;
            case 13 -> Suspect.CR;
            case 27 -> Suspect.ESC;
            case 127 -> Suspect.DEL;
            default -> c < 32 ? Suspect.CONTROL : Suspect.C1;
        };
    }
}
