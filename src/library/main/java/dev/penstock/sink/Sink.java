package dev.penstock.sink;

import java.nio.ByteBuffer;

/**
 * Where a stream of bytes ends. A sink serves one stream, once: it is attached, takes bytes, and
 * then sees exactly one of {@link #end} and {@link #fail}.
 *
 * <p>Every method is called on the event loop's thread, so none of them may block: a sink that
 * cannot take more answers {@link Answer#FULL} and the loop stops reading. The pipe then fills, the
 * child blocks in its write(2), and nothing is lost; that is backpressure. The loop goes on reading
 * when the sink runs the {@code resume} it was attached with.
 *
 * <p>A method that throws fails its own stream and child, never the loop.
 *
 * <pre>{@code
 * final class NewlineCount implements Sink {
 *     private volatile long newlines;
 *
 *     @Override
 *     public Answer accept(ByteBuffer bytes) {
 *         long n = newlines;
 *         while (bytes.hasRemaining()) {
 *             if (bytes.get() == '\n') {
 *                 n++;
 *             }
 *         }
 *         newlines = n;
 *         return Answer.MORE;
 *     }
 *
 *     @Override
 *     public void end() {}
 *
 *     @Override
 *     public void fail(Throwable cause) {}
 *
 *     long newlines() {
 *         return newlines;
 *     }
 * }
 * }</pre>
 */
public interface Sink {
    /** What a sink says after each {@link Sink#accept}. */
    enum Answer {
        /** Ready for more. */
        MORE,
        /** Not ready: read no further until {@code resume} is run. */
        FULL
    }

    /**
     * Called once, before the first byte.
     *
     * @param resume run by the sink, from any thread, to say that it can take bytes again. One that
     *     runs at any time after an {@link #accept} was entered which answers {@link Answer#FULL}
     *     is honoured, even if it comes before that call has returned. Otherwise, and when the
     *     stream is over, it does nothing. It neither blocks nor throws
     * @throws IllegalStateException if this sink has served a stream before
     */
    default void attach(Runnable resume) {}

    /**
     * Refuses a second stream before its child is started. Called on the thread that starts the
     * child; {@link #attach} comes later, when it would be too late to start none.
     *
     * @throws IllegalStateException if this sink has served a stream before
     */
    default void requireUnused() {}

    /**
     * Takes bytes. They are valid during this call only: the buffer, direct mostly, belongs to the
     * loop and is used again for the next read. With the system property {@code
     * dev.penstock.checked} set to {@code true}, in tests, it throws when it, a slice or a
     * duplicate of it is used later. What a sink leaves between the buffer's position and its limit
     * is offered again after {@code resume}; a sink that leaves any must answer {@link
     * Answer#FULL}.
     *
     * @param bytes at least one byte
     * @return whether to go on
     * @throws Exception to give the stream up; the cause is in the child's outcome
     */
    Answer accept(ByteBuffer bytes) throws Exception;

    /**
     * The last writer has closed its end and every byte has been accepted.
     *
     * @throws Exception what went wrong in completing; the cause is in the child's outcome
     */
    void end() throws Exception;

    /**
     * The stream ends before its end of file: a read failed, this sink threw, the child's time ran
     * out, or its output was given up after the grace. Bytes accepted so far stay accepted.
     *
     * @param cause why
     */
    void fail(Throwable cause);
}
