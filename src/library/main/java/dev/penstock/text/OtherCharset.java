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
        characters.clear();
        while (true) {
            CoderResult result = decoder.decode(in, characters, last);
            if (result.isUnderflow() && last) {
                result = decoder.flush(characters);
            }
            if (result.isOverflow()) {
                CharBuffer larger = CharBuffer.allocate(2 * characters.capacity());
                characters = larger.put(characters.flip());
            } else if (result.isError()) {
                put(filter, offset);
                int n = result.length();
                filter.invalid(bytes, in.position(), n, offset + in.position() - from);
                in.position(in.position() + n);
            } else {
                put(filter, offset);
                return in.remaining();
            }
        }
    }

    private void put(TextFilter filter, long offset) throws SuspectTextException {
        byte[] utf8 = characters.flip().toString().getBytes(StandardCharsets.UTF_8);
        characters.clear();
        filter.text(utf8, 0, utf8.length, offset);
    }
}
