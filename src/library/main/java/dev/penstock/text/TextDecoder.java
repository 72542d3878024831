package dev.penstock.text;

import dev.penstock.internal.text.Utf8;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Decodes a stream of bytes piece by piece, wherever the pieces begin and end, and without waiting
 * for lines: for prompts, progress bars, and text that has no lines. For one stream, and one thread
 * at a time; {@link #counts} is for any.
 *
 * <pre>{@code
 * TextDecoder decoder = TextDecoder.of(StandardCharsets.UTF_8, TextPolicy.PLAIN);
 * // for each piece:
 * decoder.decode(bytes, text);
 * // at the end:
 * decoder.finish(text);
 * }</pre>
 *
 * <p>What comes out is the same wherever the pieces ended. A character that is not whole yet is
 * held back, and so is a CR, if the policy does not keep it, until the next byte tells whether it
 * is alone.
 *
 * <p>Memory: 16 KiB for the bytes at hand, and as much text as they make.
 */
public final class TextDecoder {
    private static final int PIECE = 16 * 1024;

    private final TextCounts counts = new TextCounts();
    private final TextFilter filter;

    /** For other charsets than UTF-8; null for that. */
    private final OtherCharset charset;

    private final LineView view = new LineView();
    private byte[] piece = {};
    private int held;

    /** Bytes of the stream that came before the piece. */
    private long offset;

    /**
     * A decoder for one stream.
     *
     * @param charset any
     * @param policy what becomes of suspects; here it cannot cut or reject, since there are no
     *     lines
     * @throws IllegalArgumentException if the policy cuts or rejects, or if it keeps invalid bytes
     *     and the charset is not UTF-8
     */
    public static TextDecoder of(Charset charset, TextPolicy policy) {
        return new TextDecoder(charset, policy);
    }

    private TextDecoder(Charset charset, TextPolicy policy) {
        for (Suspect suspect : Suspect.values()) {
            Treatment treatment = policy.of(suspect);
            if (treatment == Treatment.CUT || treatment == Treatment.REJECT) {
                throw new IllegalArgumentException(
                        suspect
                                + "="
                                + treatment
                                + ": text without lines has none to "
                                + treatment);
            }
        }
        boolean utf8 = charset.equals(StandardCharsets.UTF_8);
        if (!utf8) {
            OtherCharset.check(charset, policy);
        }
        this.charset = utf8 ? null : new OtherCharset(charset);
        this.filter = new TextFilter(policy, counts);
    }

    /**
     * Decodes what the buffer holds; everything is consumed.
     *
     * @param to gets the text
     * @throws SuspectTextException if the policy reports what is there; the decoder is of no more
     *     use then
     */
    public void decode(ByteBuffer bytes, StringBuilder to) throws SuspectTextException {
        while (bytes.hasRemaining()) {
            int n = Math.min(bytes.remaining(), PIECE);
            if (held + n > piece.length) {
                piece = Arrays.copyOf(piece, held + n);
            }
            bytes.get(piece, held, n);
            decode(held + n, false, to);
        }
    }

    /**
     * The stream has ended: decodes what was held back, if anything was.
     *
     * @param to gets the text
     * @throws SuspectTextException if the policy reports what is there
     */
    public void finish(StringBuilder to) throws SuspectTextException {
        decode(held, true, to);
    }

    private void decode(int length, boolean last, StringBuilder to) throws SuspectTextException {
        filter.begin(offset == 0, false);
        int done;
        if (charset == null) {
            done = last ? length : Utf8.unfinished(piece, 0, length);
            filter.text(piece, 0, done, offset);
        } else {
            done = length - charset.decode(piece, 0, length, last, offset, filter);
        }
        offset += done;
        if (last) {
            filter.end(offset);
        }
        filter.show(view);
        to.append(view);
        held = length - done;
        System.arraycopy(piece, done, piece, 0, held);
    }

    /** What the policy has done so far. */
    public TextCounts counts() {
        return counts;
    }
}
