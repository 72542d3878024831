package dev.penstock.diagnosis.trace.log;

/**
 * Times as {@code -t}, {@code -tt}, {@code -ttt} and {@code -r} write them, as nanoseconds that do
 * not go back at midnight. One thread.
 */
public final class Clock {
    /** No line so far had a time. */
    public static final long UNKNOWN = -1;

    private static final long SECOND = 1_000_000_000L;
    private static final long DAY = 24 * 3600 * SECOND;

    /** More seconds than a relative time has, fewer than the epoch's: 1973. */
    private static final long EPOCH = 100_000_000L;

    private long now = UNKNOWN;
    private long days;
    private boolean relative;

    /** The time of the last line that had one. */
    public long now() {
        return now;
    }

    /** Whether times are counted from the log's first line, and not those of a clock. */
    public boolean relative() {
        return relative;
    }

    /**
     * Reads the time at the beginning of a range, if there is one.
     *
     * @return where what follows it begins
     */
    int read(byte[] bytes, int from, int to) {
        int at = Scan.skipSpaces(bytes, from, to);
        int digits = Scan.skipDigits(bytes, at, to);
        if (digits == at || digits == to) {
            return from;
        }
        int end;
        if (bytes[digits] == '.') {
            end = Scan.skipDigits(bytes, digits + 1, to);
            if (end == digits + 1 || end == to || bytes[end] != ' ') {
                return from;
            }
            long value = Scan.nanos(bytes, at, end);
            if (value < 0) {
                return from;
            }
            if (Scan.number(bytes, at, digits, 0) >= EPOCH) {
                now = value;
            } else {
                relative = true;
                now = (now == UNKNOWN ? 0 : now) + value;
            }
        } else if (bytes[digits] == ':') {
            end = timeOfDay(bytes, at, to);
            if (end < 0) {
                return from;
            }
        } else {
            // -ttt --absolute-timestamps=precision:s
            end = digits;
            long seconds = Scan.number(bytes, at, digits, 0);
            if (bytes[end] != ' ' || seconds < EPOCH || seconds > 100 * EPOCH) {
                return from;
            }
            now = seconds * SECOND;
        }
        return difference(bytes, Scan.skipSpaces(bytes, end, to), to);
    }

    /** {@code 12:34:56.789012}; −1 if it is none. */
    private int timeOfDay(byte[] bytes, int at, int to) {
        if (to - at < 9
                || bytes[at + 2] != ':'
                || bytes[at + 5] != ':'
                || !Scan.digit(bytes[at + 6])
                || !Scan.digit(bytes[at + 7])) {
            return -1;
        }
        int end = at + 8;
        long time =
                (Scan.number(bytes, at, at + 2, 0) * 3600
                                + Scan.number(bytes, at + 3, at + 5, 0) * 60
                                + Scan.number(bytes, at + 6, at + 8, 0))
                        * SECOND;
        if (bytes[end] == '.') {
            time += Scan.fraction(bytes, end + 1, to);
            end = Scan.skipDigits(bytes, end + 1, to);
        }
        if (now != UNKNOWN && time + days * DAY < now - DAY / 2) {
            days++;
        }
        now = time + days * DAY;
        return end;
    }

    /** What {@code -r} adds beside another time: {@code (+ 0.000123)}. */
    private static int difference(byte[] bytes, int at, int to) {
        if (at + 1 < to && bytes[at] == '(' && bytes[at + 1] == '+') {
            int close = Scan.indexOf(bytes, at, to, ')');
            return close < 0 ? at : Scan.skipSpaces(bytes, close + 1, to);
        }
        return at;
    }
}
