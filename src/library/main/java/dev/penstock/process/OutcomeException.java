package dev.penstock.process;

import java.io.IOException;

/**
 * A child that did not succeed, or whose streams are not complete. The message has the command, how
 * it ended, what is wrong with its streams, and the last of its standard error, all of it safe for
 * a terminal.
 */
public final class OutcomeException extends IOException {
    private static final long serialVersionUID = 1;

    private final transient Outcome outcome;

    OutcomeException(Outcome outcome, String message) {
        super(outcome.stderrTail().isEmpty() ? message : message + "\n" + outcome.shownStderr());
        this.outcome = outcome;
    }

    /** What became of the child; null in an exception that was serialized. */
    public Outcome outcome() {
        return outcome;
    }
}
