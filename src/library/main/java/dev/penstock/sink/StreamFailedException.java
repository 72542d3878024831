package dev.penstock.sink;

import java.io.IOException;

/**
 * A stream ended before its end of file; {@link #getCause} says why. Thrown to consumers after
 * everything that had come before was handed to them.
 */
public final class StreamFailedException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * A failure to hand to a consumer.
     *
     * @param cause what the sink's {@link Sink#fail} was given
     */
    public StreamFailedException(Throwable cause) {
        super("the stream failed before its end: " + cause, cause);
    }
}
