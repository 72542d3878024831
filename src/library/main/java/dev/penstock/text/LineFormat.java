package dev.penstock.text;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * How a stream of bytes becomes lines: what ends a line, how long it may be and what happens to a
 * longer one, in which charset it comes, and what may be in it. Immutable; one may serve any number
 * of streams and threads.
 *
 * <pre>{@code
 * LineFormat format = LineFormat.of(8192).skipLonger().policy(TextPolicy.LOG_SAFE);
 * }</pre>
 *
 * <p>A line ends with LF, or with CR LF, unless {@link #end} says otherwise; neither belongs to it.
 * What comes after the last end is a line too, unless it is empty.
 */
public final class LineFormat {
    private final int longest;
    private final LineEnd end;
    private final boolean skipsLonger;
    private final Charset charset;
    private final TextPolicy policy;
    private final RejectHandler onReject;

    private LineFormat(
            int longest,
            LineEnd end,
            boolean skipsLonger,
            Charset charset,
            TextPolicy policy,
            RejectHandler onReject) {
        if (!charset.equals(StandardCharsets.UTF_8)) {
            OtherCharset.checkLines(charset, end, policy);
        }
        this.longest = longest;
        this.end = end;
        this.skipsLonger = skipsLonger;
        this.charset = charset;
        this.policy = policy;
        this.onReject = onReject;
    }

    /**
     * Lines of at most so many bytes, in UTF-8, with U+FFFD where they are not. A longer one is cut
     * to that many, or up to three fewer so that no character is broken; the rest of it, up to its
     * end, is read and counted.
     *
     * @param bytes that a line may have without its end, at least 1
     * @throws IllegalArgumentException if less
     */
    public static LineFormat of(int bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("a longest line of " + bytes + " bytes: at least 1");
        }
        return new LineFormat(
                bytes,
                LineEnd.LF,
                false,
                StandardCharsets.UTF_8,
                TextPolicy.PLAIN,
                (line, why) -> {});
    }

    /**
     * A format like this one for lines that end otherwise; without this, {@link LineEnd#LF}.
     *
     * @throws IllegalArgumentException if the charset is not UTF-8, and such bytes need not be line
     *     ends in it
     */
    public LineFormat end(LineEnd end) {
        Objects.requireNonNull(end, "end");
        return new LineFormat(longest, end, skipsLonger, charset, policy, onReject);
    }

    /** A format like this one in which a line that is too long is left out whole, and counted. */
    public LineFormat skipLonger() {
        return new LineFormat(longest, end, true, charset, policy, onReject);
    }

    /**
     * A format like this one for lines in another charset. They are decoded one by one and handed
     * out as UTF-8, with what is in them treated as the policy says. The longest line is measured
     * in the stream's bytes.
     *
     * <p>Lines that end with LF need a charset in which LF is the byte 0x0A, which it is not in
     * UTF-16 or EBCDIC; so do those of {@link LineEnd#CR_OR_LF}. Any other {@link #end}, named
     * before the charset, must be a byte that is a character by itself and no part of another.
     *
     * @throws IllegalArgumentException if that is not so; or if the policy keeps invalid bytes,
     *     which can be kept in UTF-8 alone
     */
    public LineFormat charset(Charset charset) {
        return new LineFormat(longest, end, skipsLonger, charset, policy, onReject);
    }

    /**
     * A format like this one with another policy; without this, {@link TextPolicy#PLAIN}.
     *
     * @throws IllegalArgumentException if it keeps invalid bytes, and the charset is not UTF-8
     */
    public LineFormat policy(TextPolicy policy) {
        return new LineFormat(longest, end, skipsLonger, charset, policy, onReject);
    }

    /**
     * A format like this one that calls back with each line that its policy rejects; without this,
     * they are only counted.
     *
     * @param handler called by the thread that reads the stream
     */
    public LineFormat onReject(RejectHandler handler) {
        Objects.requireNonNull(handler, "handler");
        return new LineFormat(longest, end, skipsLonger, charset, policy, handler);
    }

    /** What ends a line. */
    public LineEnd end() {
        return end;
    }

    /** The most bytes that a line may have without its end. */
    public int longest() {
        return longest;
    }

    /** Whether a longer line is left out whole, and not cut. */
    public boolean skipsLonger() {
        return skipsLonger;
    }

    /** The charset of the stream. */
    public Charset charset() {
        return charset;
    }

    /** What becomes of suspects. */
    public TextPolicy policy() {
        return policy;
    }

    RejectHandler onReject() {
        return onReject;
    }
}
