package dev.penstock.source;

import java.nio.ByteBuffer;

/**
 * Where the bytes of a child's standard input come from: the mirror of a sink. A source serves one
 * stream, once: it is attached, asked for bytes, and then closed.
 *
 * <p>Every method is called on the event loop's thread, so none of them may block: a source that
 * has no bytes yet answers {@link Answer#EMPTY}, and is asked again when it has run the {@code
 * ready} that it was attached with. Until then it costs nothing. Nor is it asked while the pipe is
 * full, so a child that reads slowly slows its source down, and memory stays bounded: it is asked
 * for no more than may find room, and where that was less, the rest is kept, 64 KiB at most. One
 * that runs {@code ready} while the pipe is full is asked, until so much is kept: an end then
 * closes the pipe at once where the pipe has taken all, and what it throws does in any case.
 *
 * <p>A method that throws fails its own input: the pipe is closed, the child sees end of file, and
 * the cause is in the outcome. Never the loop.
 *
 * <pre>{@code
 * final class Numbers implements Source {
 *     private final long last;
 *     private long next = 1;
 *
 *     Numbers(long last) {
 *         this.last = last;
 *     }
 *
 *     @Override
 *     public Answer fill(ByteBuffer into) {
 *         for (; next <= last; next++) {
 *             byte[] line = (next + "\n").getBytes(StandardCharsets.US_ASCII);
 *             if (line.length > into.remaining()) {
 *                 return Answer.MORE;
 *             }
 *             into.put(line);
 *         }
 *         return Answer.END;
 *     }
 * }
 * }</pre>
 */
public interface Source {
    /** What a source says after each {@link Source#fill}. */
    enum Answer {
        /** There are more bytes now, and it gave one at least. */
        MORE,
        /** No more for now: ask again when {@code ready} is run. It may have given some. */
        EMPTY,
        /** No more ever. These bytes, if it gave any, were the last. */
        END
    }

    /**
     * Called once, before the first {@link #fill}. If it throws, nothing else is called.
     *
     * @param ready run by the source, from any thread, to say that it has bytes, or its end, to
     *     give. One that runs at any time after a {@link #fill} was entered which answers {@link
     *     Answer#EMPTY} is honoured, even if it comes before that call has returned. Otherwise it
     *     may have the source asked once in vain, and when the stream is over it does nothing. It
     *     neither blocks nor throws
     * @throws IllegalStateException if this source has served a stream before
     * @throws Exception to give the stream up; the cause is in the child's outcome
     */
    default void attach(Runnable ready) throws Exception {}

    /**
     * Puts bytes at the buffer's position and moves that on. The buffer is valid during this call
     * only: it is direct, belongs to the loop and is used again.
     *
     * @param into with room for 4096 bytes at least
     * @return whether to go on
     * @throws Exception to give the stream up; the cause is in the child's outcome
     */
    Answer fill(ByteBuffer into) throws Exception;

    /**
     * The stream is over, and this source is asked no more: what it holds can be let go of. Called
     * once.
     *
     * @param cause null if all that it gave was written, up to its {@link Answer#END}; otherwise
     *     why not: the reader closed its end, a write failed, this source threw, or the child was
     *     given up
     * @throws Exception what went wrong with that; it is in the child's outcome
     */
    default void close(Throwable cause) throws Exception {}
}
