package dev.penstock.text;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * Decodes another charset than UTF-8, from array to array, and hands the text to a {@link
 * TextFilter} as UTF-8. One thread at a time.
 *
 * <p>Memory: arrays for a piece's characters and their UTF-8, at most ten times its bytes.
 */
final class OtherCharset {
    /** What must be itself for bytes to be known as printable before they are decoded. */
    private static final String PRINTABLE =
            "\t !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`"
                    + "abcdefghijklmnopqrstuvwxyz{|}~";

    private final CharsetDecoder decoder;
    private final boolean hasAscii;
    private CharBuffer characters = CharBuffer.allocate(256);

    OtherCharset(Charset charset) {
        decoder = charset.newDecoder();
        byte[] printable = PRINTABLE.getBytes(StandardCharsets.US_ASCII);
        hasAscii = new String(printable, charset).equals(PRINTABLE);
    }

    /** Refuses what cannot be cut into lines, or decoded. */
    static void checkLines(Charset charset, LineEnd end, TextPolicy policy) {
        if (!end.isCertainIn(charset)) {
            throw new IllegalArgumentException(
                    "lines in "
                            + charset
                            + " that end with "
                            + end
                            + ": the same bytes may be something else there");
        }
        check(charset, policy);
    }

    /** Refuses what cannot be decoded. */
    static void check(Charset charset, TextPolicy policy) {
        if (policy.of(Suspect.INVALID) == Treatment.KEEP) {
            throw new IllegalArgumentException(
                    "invalid bytes of " + charset + " cannot be kept: text is handed out as UTF-8");
        }
    }

    /** Whether printable ASCII, and TAB, is the same bytes in this charset. */
    boolean hasAscii() {
        return hasAscii;
    }

    /** What comes next has nothing to do with what came before. */
    void reset() {
        decoder.reset();
        characters.clear();
    }

    /**
     * Decodes a piece into the filter.
     *
     * @param last whether nothing goes on after it: then a character that is not whole is invalid
     * @param offset where it begins in the stream
     * @return how many bytes at its end begin a character that is not whole
     */
    int decode(byte[] bytes, int from, int length, boolean last, long offset, TextFilter filter)
            throws SuspectTextException {
        ByteBuffer in = ByteBuffer.wrap(bytes, from, length);
        while (true) {
            CoderResult result = decoder.decode(in, characters, last);
            if (result.isUnderflow() && last) {
                result = decoder.flush(characters);
            }
            if (result.isOverflow()) {
                CharBuffer larger = CharBuffer.allocate(2 * characters.capacity());
                characters = larger.put(characters.flip());
            } else if (result.isError()) {
                put(filter, offset, true);
                int n = result.length();
                filter.invalid(bytes, in.position(), n, offset + in.position() - from);
                in.position(in.position() + n);
            } else {
                put(filter, offset, last);
                return in.remaining();
            }
        }
    }

    /**
     * Hands on what was decoded. The JDK's decoder of CESU-8 gives each half of a pair by itself: a
     * first half waits for what follows, and one that is alone is invalid.
     *
     * @param last whether nothing follows
     */
    private void put(TextFilter filter, long offset, boolean last) throws SuspectTextException {
        String text = characters.flip().toString();
        characters.clear();
        int end = text.length();
        if (!last && end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
            characters.put(text.charAt(end));
        }
        int from = 0;
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (!Character.isSurrogate(c)) {
                continue;
            }
            if (Character.isHighSurrogate(c)
                    && i + 1 < end
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else {
                put(filter, offset, text.substring(from, i));
                byte[] half = {
                    (byte) (0xE0 | c >> 12), (byte) (0x80 | c >> 6 & 0x3F), (byte) (0x80 | c & 0x3F)
                };
                filter.invalid(half, 0, half.length, offset);
                from = i + 1;
            }
        }
        put(filter, offset, text.substring(from, end));
    }

    private static void put(TextFilter filter, long offset, String text)
            throws SuspectTextException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        filter.text(utf8, 0, utf8.length, offset);
    }
}
