package dev.penstock.sink;

import dev.penstock.internal.sink.StreamLife;
import dev.penstock.text.SuspectTextException;
import dev.penstock.text.TextPolicy;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Keeps a stream's head and tail, within a limit that the caller names, and counts what it left out
 * in between. The loop thread calls the {@link Sink} methods; any thread may read the results, also
 * while the stream runs.
 *
 * <pre>{@code
 * Capture out = Capture.of(64 * 1024);
 * // ... run a child whose output goes to it ...
 * System.out.print(out.text());
 * }</pre>
 *
 * <p>A stream that fits the limit is kept whole. Of a longer one the first {@code head} bytes and
 * the last {@code tail} bytes are kept.
 *
 * <p>While the stream runs, each method answers for one moment between two reads of the loop; two
 * calls may answer for two moments. {@link #bytes} and {@link #text} take head and tail of the same
 * moment. The loop waits while a result is copied out, so reading a very large capture over and
 * over slows it down. Once {@link #ended} or {@link #failure} says that the stream is over, nothing
 * changes any more.
 *
 * <p>Memory: at most the limit, and at most twice what has come plus 256 bytes. Never answers
 * {@link Sink.Answer#FULL}.
 */
public final class Capture implements Sink {
    private static final int LARGEST = Integer.MAX_VALUE - 8;

    private final int head;
    private final int tail;
    private final StreamLife life = new StreamLife();

    // Guarded by this. Byte number t of the stream is at t while t < head, then at head + (t -
    // head) % tail.
    private final Segments store;
    private long total;

    private Capture(int head, int tail) {
        this.head = head;
        this.tail = tail;
        this.store = new Segments(head + tail);
    }

    /**
     * Keeps at most {@code bytes} bytes: half of them (the odd one too) from the head, half from
     * the tail.
     *
     * @param bytes from 0 to 2 147 483 639
     * @throws IllegalArgumentException if out of that range
     */
    public static Capture of(int bytes) {
        return of(bytes - bytes / 2, bytes / 2);
    }

    /**
     * Keeps at most the first {@code head} and the last {@code tail} bytes.
     *
     * @param head at least 0
     * @param tail at least 0; with the head at most 2 147 483 639
     * @throws IllegalArgumentException if out of that range
     */
    public static Capture of(int head, int tail) {
        if (head < 0 || tail < 0 || (long) head + tail > LARGEST) {
            throw new IllegalArgumentException(
                    "a capture keeps from 0 to " + LARGEST + " bytes, not " + head + " + " + tail);
        }
        return new Capture(head, tail);
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

    @Override
    public synchronized Answer accept(ByteBuffer bytes) {
        if (total < head) {
            int n = (int) Math.min(bytes.remaining(), head - total);
            store.put((int) total, bytes, n);
            total += n;
        }
        int passing = Math.max(0, bytes.remaining() - tail);
        bytes.position(bytes.position() + passing);
        total += passing;
        while (bytes.hasRemaining()) {
            int at = (int) ((total - head) % tail);
            int n = Math.min(bytes.remaining(), tail - at);
            store.put(head + at, bytes, n);
            total += n;
        }
        return Answer.MORE;
    }

    @Override
    public void end() {
        life.end();
    }

    @Override
    public void fail(Throwable cause) {
        life.fail(cause);
    }

    /** Bytes that the stream has brought so far: kept and omitted. From any thread. */
    public synchronized long total() {
        return total;
    }

    /** Bytes left out between head and tail; 0 as long as everything fits. From any thread. */
    public synchronized long omitted() {
        return total - kept();
    }

    /**
     * What is kept: the head and, right after it, the tail. A new array each time. From any thread.
     */
    public synchronized byte[] bytes() {
        byte[] bytes = new byte[kept()];
        int first = headKept();
        store.get(0, bytes, 0, first);
        copyTail(bytes, first);
        return bytes;
    }

    /**
     * The stream's first bytes, at most as many as asked for. A new array each time. From any
     * thread.
     */
    public synchronized byte[] head() {
        byte[] bytes = new byte[headKept()];
        store.get(0, bytes, 0, bytes.length);
        return bytes;
    }

    /**
     * The stream's last bytes, at most as many as asked for, without those that are in the {@link
     * #head}. A new array each time. From any thread.
     */
    public synchronized byte[] tail() {
        byte[] bytes = new byte[kept() - headKept()];
        copyTail(bytes, 0);
        return bytes;
    }

    /**
     * What is kept, as UTF-8 text; bytes that are not UTF-8 become U+FFFD. If bytes were omitted, a
     * line stands in their place:
     *
     * <pre>{@code
     * \n[... 123456 bytes omitted ...]\n
     * }</pre>
     *
     * <p>A character that the gap cuts through is left out of the text whole, and the marker's
     * number counts its bytes too: it may be up to 6 more than {@link #omitted}. From any thread.
     */
    public String text() {
        return excerpt().text();
    }

    /**
     * What is kept, as {@link #text}, with a policy applied to each line: see {@link
     * TextPolicy#apply}. From any thread.
     *
     * @throws SuspectTextException if the policy reports what is there
     */
    public String text(TextPolicy policy) throws SuspectTextException {
        return excerpt().text(policy);
    }

    /** The most bytes of the stream that were held at once: at most the limit. From any thread. */
    public synchronized long peakBytes() {
        return kept();
    }

    /** Whether the whole stream has come, up to its end of file. From any thread. */
    public boolean ended() {
        return life.ended();
    }

    /** Why the stream ended before its end of file; empty while it runs and if it did not fail. */
    public Optional<Throwable> failure() {
        return life.failure();
    }

    /** The memory set aside for the stream's bytes. */
    synchronized long allocated() {
        return store.allocated();
    }

    private synchronized Excerpt excerpt() {
        return new Excerpt(bytes(), headKept(), omitted());
    }

    private int kept() {
        return (int) Math.min(total, head + tail);
    }

    private int headKept() {
        return (int) Math.min(total, head);
    }

    private void copyTail(byte[] to, int offset) {
        int length = kept() - headKept();
        if (length == 0) {
            return;
        }
        int oldest = (int) ((total - length - head) % tail);
        int straight = Math.min(length, tail - oldest);
        store.get(head + oldest, to, offset, straight);
        store.get(head, to, offset + straight, length - straight);
    }
}
