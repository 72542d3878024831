package dev.penstock.junit;

/** Carries what was seen of a test that took too long, beside the failure that it ended with. */
public final class HangReport extends Exception {
    private static final long serialVersionUID = 1;

    HangReport(String text) {
        super(text, null, false, false);
    }
}
