package dev.penstock.sink;

import java.io.IOException;

/** An optional branch of a {@link Tee} was full when bytes came for all, and was dropped. */
public final class LaggingException extends IOException {
    private static final long serialVersionUID = 1L;

    LaggingException(long bytes) {
        super("dropped from its tee: it was full while " + bytes + " bytes came");
    }
}
