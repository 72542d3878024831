package dev.penstock.diagnosis.rescue;

import java.io.IOException;

/** Nothing was done, and the message says why not and, where a right is missing, how to get it. */
public final class RefusedException extends IOException {
    private static final long serialVersionUID = 1;

    /**
     * With a sentence for people.
     *
     * @param message why not
     */
    public RefusedException(String message) {
        super(message);
    }
}
