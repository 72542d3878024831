package dev.penstock.command.trace;

import dev.penstock.command.text.Span;
import dev.penstock.diagnosis.model.StalledCall;
import dev.penstock.diagnosis.trace.TraceReport;
import java.time.Duration;
import java.util.Locale;

/** When something was, counted from the log's beginning. */
record Moment(TraceReport report) {
    /** {@code line 12, 0.345 s}; without times the line alone. */
    String of(long line, long time) {
        return "line "
                + line
                + (time < 0
                        ? ""
                        : String.format(Locale.ROOT, ", %.3f s", (time - report.begin()) / 1e9));
    }

    /** How long a stall was. */
    static String length(StalledCall stall) {
        if (stall.ending() == StalledCall.Ending.OPEN) {
            return stall.nanos() <= 0
                    ? "until the log ends"
                    : span(stall.nanos()) + " and more: the log ends";
        }
        return (stall.nanos() < 0 ? "of a length that the log does not tell" : span(stall.nanos()))
                + (stall.ending() == StalledCall.Ending.INTERRUPTED ? ", ended by a signal" : "");
    }

    static String span(long nanos) {
        return Span.text(Duration.ofNanos(nanos));
    }
}
