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

    /** The whole text with a policy that neither cuts nor rejects nor reports. */
    static String text(byte[] stream, TextPolicy policy) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(stream);
        CharBuffer out = CharBuffer.allocate(stream.length + 1);
        StringBuilder text = new StringBuilder();
        boolean first = true;
        while (true) {
            CoderResult result = decoder.decode(in, out, true);
            text.append(characters(out.flip().toString(), in, first, policy));
            first &= out.limit() == 0;
            out.clear();
            if (!result.isError()) {
                return text.toString();
            }
            int at = in.position();
            boolean surrogate =
                    (stream[at] & 0xFF) == 0xED
                            && at + 1 < stream.length
                            && (stream[at + 1] & 0xE0) == 0xA0;
            int n = surrogate ? 1 : result.length();
            text.append(invalid(stream, at, n, policy.of(Suspect.INVALID)));
            in.position(at + n);
            first = false;
        }
    }

    private static String invalid(byte[] bytes, int at, int n, Treatment treatment) {
        StringBuilder text = new StringBuilder();
        for (int i = at; i < at + n; i++) {
            int b = bytes[i] & 0xFF;
            switch (treatment) {
                case KEEP:
                    text.append((char) (0xDC00 + b));
                    break;
                case ESCAPE:
                    text.append("\\x%02x".formatted(b));
                    break;
                default:
                    break;
            }
        }
        return treatment == Treatment.REPLACE ? "\uFFFD" : text.toString();
    }

    private static String characters(String part, ByteBuffer in, boolean first, TextPolicy policy) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < part.length(); i += Character.charCount(part.codePointAt(i))) {
            int c = part.codePointAt(i);
            boolean last = i + 1 == part.length();
            boolean lf = !last && part.charAt(i + 1) == '\n';
            Suspect suspect = c == '\r' && lf ? null : suspect(c, first && i == 0);
            Treatment treatment = suspect == null ? Treatment.KEEP : policy.of(suspect);
            switch (treatment) {
                case KEEP:
                    text.appendCodePoint(c);
                    break;
                case ESCAPE:
                    text.append((c < 0x80 ? "\\x%02x" : "\\u{%x}").formatted(c));
                    break;
                case REPLACE:
                    text.append('\uFFFD');
                    break;
                default:
                    break;
            }
        }
        return text.toString();
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
        if (!Character.isISOControl(c) || c == '\n') {
            return null;
        }
        return switch (c) {
            case 0 -> Suspect.NUL;
            case 9 -> Suspect.TAB;
            case 13 -> Suspect.CR;
            case 27 -> Suspect.ESC;
            case 127 -> Suspect.DEL;
            default -> c < 32 ? Suspect.CONTROL : Suspect.C1;
        };
    }
}
