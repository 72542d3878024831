package dev.penstock.scaling;

import java.util.Locale;

/**
 * The table on standard output: a line for each figure of each round, as tab-separated values that
 * say of what, of how many, which, how much and in which unit.
 */
final class Figures {
    private final String question;

    Figures(String question) {
        this.question = question;
    }

    static void header() {
        System.out.println("question\tsubject\tcount\tfigure\tvalue\tunit");
    }

    void row(String subject, long count, String figure, double value, String unit) {
        System.out.println(
                String.join(
                        "\t",
                        question,
                        subject,
                        Long.toString(count),
                        figure,
                        String.format(Locale.ROOT, value < 100 ? "%.3f" : "%.0f", value),
                        unit));
    }

    /** What could not be measured here, and why, on standard error. */
    void skipped(String subject, long count, String reason) {
        System.err.println(question + ", " + subject + ", " + count + ": skipped: " + reason);
    }
}
