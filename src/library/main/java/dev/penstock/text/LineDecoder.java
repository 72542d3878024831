package dev.penstock.text;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Makes lines out of a stream's bytes, as a {@link LineFormat} wants them, wherever the chunks of
 * the stream begin and end. For one stream, and one thread at a time; {@link #counts} is for any.
 *
 * <p>Memory: at most {@link LineFormat#longest} bytes of an unfinished line (while its array grows,
 * twice that), 32 KiB that all decoders of one thread share, and one line that the policy has
 * changed, which may take four times its bytes.
 */
public final class LineDecoder {
    /** Who gets the lines. */
    @FunctionalInterface
    public interface Receiver {
        /**
         * One line.
         *
         * @param line valid during this call only
         * @return whether to go on; otherwise the decoder stops right after this line
         * @throws Exception to give the stream up; {@link #decode} or {@link #finish} throws it on
         */
        boolean line(LineView line) throws Exception;
    }

    /** Read once: a constant for the compiler. */
    private static final boolean CHECKED = Boolean.getBoolean("dev.penstock.checked");

    private final LineSplitter splitter;
    private final LineSplitter.Receiver each = this::line;
    private final LineFormat format;
    private final LineCounts counts = new LineCounts();
    private final TextFilter filter;

    /** For other charsets than UTF-8; null for that. */
    private final OtherCharset charset;

    /** Whether nothing is to be done about a line of printable ASCII and TABs. */
    private final boolean takesPrintable;

    private LineView view = new LineView();

    /** Who gets the lines of the call that is under way. */
    private Receiver receiver;

    /** A decoder for one stream. */
    public static LineDecoder of(LineFormat format) {
        return new LineDecoder(format);
    }

    private LineDecoder(LineFormat format) {
        boolean utf8 = format.charset().equals(StandardCharsets.UTF_8);
        this.format = format;
        this.splitter = new LineSplitter(format.longest(), format.end(), utf8);
        this.filter = new TextFilter(format.policy(), counts.text());
        this.charset = utf8 ? null : new OtherCharset(format.charset());
        this.takesPrintable =
                format.policy().of(Suspect.TAB) == Treatment.KEEP && (utf8 || charset.hasAscii());
    }

    /**
     * Hands out the lines that the buffer completes. Everything is consumed, unless the receiver
     * wants no more now: then what comes after its last line stays in the buffer.
     *
     * @return whether the receiver wants more
     * @throws SuspectTextException if the policy reports what a line holds; that line is not handed
     *     out
     * @throws Exception whatever the receiver throws; its line counts as handed out
     */
    public boolean decode(ByteBuffer bytes, Receiver to) throws Exception {
        receiver = to;
        try {
            return splitter.split(bytes, each);
        } finally {
            view.hide();
        }
    }

    /**
     * The stream has ended: hands out the line that no end has finished, if there is one. It is
     * {@linkplain LineView#unfinished marked} and {@linkplain LineCounts#unfinishedLines counted}.
     *
     * @throws Exception as {@link #decode}
     */
    public void finish(Receiver to) throws Exception {
        receiver = to;
        try {
            if (splitter.isWithinLine()) {
                counts.unfinished();
                view.showUnfinished(true);
            }
            splitter.finish(each);
        } finally {
            view.showUnfinished(false);
            view.hide();
        }
    }

    /** Bytes of the unfinished line that are held. */
    public int held() {
        return splitter.carried();
    }

    /** Forgets the unfinished line, and says how many bytes of the stream that were. */
    public long forget() {
        return splitter.forget();
    }

    /** What became of the lines so far. */
    public LineCounts counts() {
        return counts;
    }

    private boolean line(byte[] bytes, int from, int length, long cut, boolean printable)
            throws Exception {
        if (cut > 0 && format.skipsLonger()) {
            counts.skipped(length + cut);
            return true;
        }
        LineView line = view;
        try {
            if (!printable || !takesPrintable) {
                if (!filtered(line, bytes, from, length, cut)) {
                    return true;
                }
            } else {
                line.show(bytes, from, length);
                line.decodeAs(LineView.Text.ASCII);
                line.madeOf(length, cut);
                if (cut > 0) {
                    counts.cut(cut);
                }
            }
            counts.handedOut();
            return receiver.line(line);
        } finally {
            if (CHECKED) {
                line.hide();
                view = new LineView();
            }
        }
    }

    /** Shows what the policy makes of the line; false if it is rejected. */
    private boolean filtered(LineView line, byte[] bytes, int from, int length, long cut)
            throws Exception {
        long offset = splitter.lineOffset();
        int broken = 0;
        filter.begin(offset == 0, true);
        if (charset == null) {
            filter.text(bytes, from, from + length, offset);
        } else {
            charset.reset();
            broken = charset.decode(bytes, from, length, cut == 0, offset, filter);
        }
        Suspect why = filter.rejectedFor();
        if (why != null) {
            counts.rejected(length + cut);
            line.show(bytes, from, length);
            line.decodeAs(LineView.Text.BYTES);
            line.madeOf(length, cut);
            format.onReject().rejected(line, why);
            return false;
        }
        filter.show(line);
        line.madeOf(length - broken, cut + broken + filter.dropped());
        if (cut > 0) {
            counts.cut(cut + broken);
        }
        counts.text().cut(filter.dropped());
        return true;
    }
}
