package dev.penstock.sink;

import java.io.IOException;

/** A stream had more bytes than its spool was allowed to take: see {@link Spool#stopAt}. */
final class SpoolLimitException extends IOException implements LimitReached {
    private static final long serialVersionUID = 1L;

    SpoolLimitException(long limit) {
        super("the spool has its " + limit + " bytes, and more came");
    }
}
