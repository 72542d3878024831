package dev.penstock.sink;

import dev.penstock.internal.sink.StreamLife;
import dev.penstock.text.LineCounts;
import dev.penstock.text.LineDecoder;
import dev.penstock.text.LineFormat;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Calls a handler with each line, on the event loop's thread: for handlers that are quick and never
 * block. Lines that need time or threads go through {@link QueueSink#ofLines}. Any thread may read
 * the counts.
 *
 * <p>A line ends with LF, or with CR LF, neither of which belongs to it; a CR elsewhere is kept.
 * {@link LineFormat#end} has them end otherwise. What comes after the last end is a line too,
 * unless it is empty. Text is UTF-8, and bytes that are not become U+FFFD, unless the format has
 * another charset or another {@link LineFormat#policy}.
 *
 * <p>A line of more than {@code longest} bytes, without its end, is cut to that many, or up to
 * three fewer so that no character is broken. The rest of it is read and counted in {@link
 * #bytesCut}, and the next line begins after its end. A cut line, like any other, is handed out
 * when its end comes. {@link LineFormat#skipLonger} leaves such lines out whole.
 *
 * <p>A handler that throws fails the stream with what it threw, and is not called again. When the
 * stream fails for another reason, the unfinished line that has come so far is handed out first.
 *
 * <p>Memory: at most {@code longest} bytes of an unfinished line (while its array grows, twice
 * that), 32 KiB that all sinks of one loop thread share, and one line that a policy has changed,
 * which may take four times its bytes. Never answers {@link Sink.Answer#FULL}.
 */
public final class Lines implements Sink {
    private final StreamLife life = new StreamLife();
    private final LineDecoder decoder;
    private final LineDecoder.Receiver receiver;
    private final Counter peak = new Counter();

    private Lines(LineFormat format, LineViewHandler each) {
        Objects.requireNonNull(each, "each");
        this.decoder = LineDecoder.of(format);
        this.receiver =
                line -> {
                    each.line(line);
                    return true;
                };
    }

    /**
     * Gives each line to {@code each}, cut or not; {@link #cutLines} says afterwards whether any
     * was.
     *
     * @param longest bytes that a line may have without its end, at least 1
     * @param each called on the loop thread
     * @throws IllegalArgumentException if {@code longest} is less than 1
     */
    public static Lines of(int longest, Consumer<String> each) {
        return of(LineFormat.of(longest), each);
    }

    /**
     * As {@link #of(int, Consumer)}, with all that a format can say.
     *
     * @param format the lines wanted
     * @param each called on the loop thread
     */
    public static Lines of(LineFormat format, Consumer<String> each) {
        Objects.requireNonNull(each, "each");
        return new Lines(format, line -> each.accept(line.toString()));
    }

    /**
     * Gives each line to {@code each}, and how much of it was cut off. (Not an overload of {@link
     * #of}: {@code list::add} would fit both.)
     *
     * @param longest bytes that a line may have without its end, at least 1
     * @param each called on the loop thread
     * @throws IllegalArgumentException if {@code longest} is less than 1
     */
    public static Lines ofHandler(int longest, LineHandler each) {
        return ofHandler(LineFormat.of(longest), each);
    }

    /**
     * As {@link #ofHandler(int, LineHandler)}, with all that a format can say.
     *
     * @param format the lines wanted
     * @param each called on the loop thread
     */
    public static Lines ofHandler(LineFormat format, LineHandler each) {
        Objects.requireNonNull(each, "each");
        return new Lines(format, line -> each.line(line.toString(), line.bytesCut()));
    }

    /**
     * Gives each line to {@code each} as bytes where they lie: nothing is copied, and a line costs
     * no garbage.
     *
     * @param format the lines wanted
     * @param each called on the loop thread
     */
    public static Lines ofViews(LineFormat format, LineViewHandler each) {
        return new Lines(format, each);
    }

    @Override
    public void requireUnused() {
        life.requireUnused(this);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if this sink has served a stream before
     */
    @Override
    public void attach(Runnable resume) {
        life.attach(this);
    }

    /**
     * {@inheritDoc}
     *
     * @throws Exception whatever the handler throws
     */
    @Override
    public Answer accept(ByteBuffer bytes) throws Exception {
        decoder.decode(bytes, receiver);
        peak.add(Math.max(0, decoder.held() - peak.get()));
        return Answer.MORE;
    }

    /**
     * Hands out the last line if no end finished it.
     *
     * @throws Exception whatever the handler throws; the stream then counts as failed
     */
    @Override
    public void end() throws Exception {
        try {
            decoder.finish(receiver);
            life.end();
        } catch (Throwable t) {
            life.fail(t);
            throw t;
        }
    }

    @Override
    public void fail(Throwable cause) {
        try {
            // Nothing is left if the handler threw: the decoder lets go of a line before it hands
            // it out.
            decoder.finish(receiver);
        } catch (Exception e) {
            if (e != cause) {
                cause.addSuppressed(e);
            }
        } finally {
            life.fail(cause);
        }
    }

    /** What became of the lines, all of it; the other counts are the same ones in short. */
    public LineCounts lineCounts() {
        return decoder.counts();
    }

    /** Lines handed to the handler so far, cut ones and the one it is busy with included. */
    public long lines() {
        return lineCounts().lines();
    }

    /** How many of the {@link #lines} were cut. */
    public long cutLines() {
        return lineCounts().cutLines();
    }

    /** Bytes of the stream that are missing because lines were cut; line ends are not counted. */
    public long bytesCut() {
        return lineCounts().bytesCut();
    }

    /** The most bytes of an unfinished line that were held from one read to the next. */
    public long peakBytes() {
        return peak.get();
    }

    /** Whether the whole stream has come and every line was handed out. From any thread. */
    public boolean ended() {
        return life.ended();
    }

    /** Why the stream ended before its end of file; empty while it runs and if it did not fail. */
    public Optional<Throwable> failure() {
        return life.failure();
    }
}
