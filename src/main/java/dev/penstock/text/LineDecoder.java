package dev.penstock.text;

import java.nio.ByteBuffer;

/**
 * Makes lines out of a stream's bytes, as a {@link LineFormat} wants them, wherever the chunks of
 * the stream begin and end. For one stream, and one thread at a time; {@link #counts} is for any.
 *
 * <p>Memory: at most {@link LineFormat#longest} bytes of an unfinished line (while its array grows,
 * twice that), and 16 KiB that all decoders of one thread share.
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
    private final boolean skipsLonger;
    private final LineCounts counts = new LineCounts();
    private LineView view = new LineView();

    /** Who gets the lines of the call that is under way. */
    private Receiver receiver;

    /** A decoder for one stream. */
    public LineDecoder(LineFormat format) {
        this.splitter = new LineSplitter(format.longest());
        this.skipsLonger = format.skipsLonger();
    }

    /**
     * Hands out the lines that the buffer completes. Everything is consumed, unless the receiver
     * wants no more now: then what comes after its last line stays in the buffer.
     *
     * @return whether the receiver wants more
     * @throws Exception whatever the receiver throws; its line counts as handed out
     */
    public boolean decode(ByteBuffer bytes, Receiver to) throws Exception {
        receiver = to;
        return splitter.split(bytes, each);
    }

    /**
     * The stream has ended: hands out the line that no newline has finished, if there is one.
     *
     * @throws Exception whatever the receiver throws
     */
    public void finish(Receiver to) throws Exception {
        receiver = to;
        splitter.finish(each);
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
        if (cut > 0) {
            if (skipsLonger) {
                counts.skipped(length + cut);
                return true;
            }
            counts.cut(cut);
        }
        counts.handedOut();
        LineView line = view;
        line.show(bytes, from, length, printable);
        line.madeOf(length, cut);
        try {
            return receiver.line(line);
        } finally {
            line.hide();
            if (CHECKED) {
                view = new LineView();
            }
        }
    }
}
