package dev.penstock.process;

import dev.penstock.sink.Capture;
import dev.penstock.sink.LimitReached;
import dev.penstock.sink.Sink;
import java.io.IOException;
import java.nio.ByteBuffer;

/** All that a child prints, within a bound, for callers who want nothing else of the child. */
final class BoundedOutput implements Sink {
    /** More than any answer that a program takes as one string, and less than hurts a heap. */
    static final int MOST = 16 << 20;

    private final Capture kept = Capture.of(MOST, 0);

    /** There is more than {@link #MOST}. */
    private static final class PrintedTooMuchException extends IOException implements LimitReached {
        private static final long serialVersionUID = 1;

        PrintedTooMuchException() {
            super("it prints more than " + MOST + " bytes: give it a sink instead");
        }
    }

    /** All of it, once the child has ended. */
    byte[] bytes() {
        return kept.bytes();
    }

    @Override
    public void attach(Runnable resume) {
        kept.attach(resume);
    }

    @Override
    public Answer accept(ByteBuffer bytes) throws IOException {
        kept.accept(bytes);
        if (kept.omitted() > 0) {
            throw new PrintedTooMuchException();
        }
        return Answer.MORE;
    }

    @Override
    public void end() {
        kept.end();
    }

    @Override
    public void fail(Throwable cause) {
        kept.fail(cause);
    }
}
