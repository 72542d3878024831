package dev.penstock.internal.text;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Text as bytes, of which none is made up: what a charset has no bytes for is an error. */
public final class Encoded {
    private Encoded() {}

    /**
     * @param charset in UTF-8, a lone surrogate that stands for a byte becomes that byte: see
     *     {@link Utf8#rawBytes}
     * @throws IllegalArgumentException naming the first character that it has no bytes for
     */
    public static byte[] bytes(String text, Charset charset) {
        if (charset.equals(StandardCharsets.UTF_8)) {
            return Utf8.rawBytes(text);
        }
        CharsetEncoder encoder = charset.newEncoder();
        CharBuffer characters = CharBuffer.wrap(text);
        ByteBuffer bytes =
                ByteBuffer.allocate((int) Math.ceil(text.length() * encoder.averageBytesPerChar()));
        while (true) {
            CoderResult result = encoder.encode(characters, bytes, true);
            if (result.isUnderflow()) {
                result = encoder.flush(bytes);
            }
            if (result.isUnderflow()) {
                byte[] encoded = new byte[bytes.flip().remaining()];
                bytes.get(encoded);
                return encoded;
            }
            if (result.isError()) {
                throw noBytes(text, characters.position(), charset);
            }
            bytes = ByteBuffer.allocate(2 * bytes.capacity() + 16).put(bytes.flip());
        }
    }

    private static IllegalArgumentException noBytes(String text, int index, Charset charset) {
        return new IllegalArgumentException(
                charset
                        + " has no bytes for U+"
                        + Integer.toHexString(text.codePointAt(index)).toUpperCase(Locale.ROOT)
                        + " at index "
                        + index
                        + " of the text");
    }
}
