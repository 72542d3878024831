package dev.penstock.command.text;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;

/** Lengths of time as they are typed and printed. */
public final class Span {
    private Span() {}

    /**
     * Reads {@code 500ms}, {@code 2s}, {@code 1.5m}, {@code 1h}.
     *
     * @throws IllegalArgumentException saying what a length of time looks like
     */
    public static Duration parse(String text) {
        int unit = 0;
        while (unit < text.length()
                && (Character.isDigit(text.charAt(unit)) || text.charAt(unit) == '.')) {
            unit++;
        }
        long nanos =
                switch (text.substring(unit)) {
                    case "ms" -> 1_000_000L;
                    case "s" -> 1_000_000_000L;
                    case "m" -> 60_000_000_000L;
                    case "h" -> 3_600_000_000_000L;
                    default -> 0;
                };
        if (unit > 0 && unit == text.length()) {
            throw new IllegalArgumentException(
                    "'" + text + "' has no unit: write " + text + "s for seconds");
        }
        if (unit == 0 || nanos == 0) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a length of time: write 500ms, 2s, 1.5m or 1h");
        }
        BigDecimal exact;
        try {
            exact = new BigDecimal(text.substring(0, unit)).multiply(BigDecimal.valueOf(nanos));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a length of time: its number is malformed", e);
        }
        BigDecimal most = BigDecimal.valueOf(Long.MAX_VALUE / 2);
        if (exact.compareTo(most) > 0) {
            throw new IllegalArgumentException("'" + text + "' is longer than 146 years");
        }
        // Rounded up: a very short time is still not no time at all.
        return Duration.ofNanos(exact.setScale(0, RoundingMode.UP).longValueExact());
    }

    /** Three figures or so: {@code 0.42 ms}, {@code 12.3 ms}, {@code 1.50 s}, {@code 2.0 min}. */
    public static String text(Duration span) {
        double ms = span.toNanos() / 1e6;
        if (ms < 10) {
            return String.format(Locale.ROOT, "%.2f ms", ms);
        }
        if (ms < 1000) {
            return String.format(Locale.ROOT, "%.1f ms", ms);
        }
        return ms < 120_000
                ? String.format(Locale.ROOT, "%.2f s", ms / 1000)
                : String.format(Locale.ROOT, "%.1f min", ms / 60_000);
    }
}
