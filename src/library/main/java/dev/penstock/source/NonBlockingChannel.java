package dev.penstock.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SelectableChannel;

/**
 * A non-blocking channel of the JDK's, a socket mostly, to its end. The loop's thread reads it. The
 * JDK does not tell its descriptor, so the loop cannot wait for it: a {@link
 * java.nio.channels.Selector} does, whose one thread serves all such sources and ends with the
 * last.
 *
 * <p>Memory: none. The channel stays the caller's, and open, but has no other reader until the
 * stream is over.
 */
public final class NonBlockingChannel implements Source {
    private final SingleUse once = new SingleUse();
    private final ReadableByteChannel from;
    private final SelectableChannel selectable;
    private Selection.Wish wish;

    private NonBlockingChannel(ReadableByteChannel from, SelectableChannel selectable) {
        this.from = from;
        this.selectable = selectable;
    }

    /**
     * Reads a channel from where it stands to its end.
     *
     * @throws IllegalArgumentException if it is not a {@link SelectableChannel}, or in blocking
     *     mode
     */
    public static NonBlockingChannel of(ReadableByteChannel channel) {
        if (channel instanceof SelectableChannel selectable && !selectable.isBlocking()) {
            return new NonBlockingChannel(channel, selectable);
        }
        throw new IllegalArgumentException(channel + " is not non-blocking");
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if this source has served a stream before
     */
    @Override
    public void attach(Runnable ready) throws IOException {
        once.attach(this);
        wish = Selection.join(selectable, ready);
    }

    @Override
    public Answer fill(ByteBuffer into) throws IOException {
        int got = from.read(into);
        if (got == 0) {
            wish.once();
            return Answer.EMPTY;
        }
        return got < 0 ? Answer.END : Answer.MORE;
    }

    @Override
    public void close(Throwable cause) {
        wish.leave();
    }
}
