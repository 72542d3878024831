package dev.penstock.internal.loop;

import java.time.Duration;

/** Durations in nanoseconds, as far as they can be told. Any thread. */
public final class Nanos {
    /** So long that a time of {@link System#nanoTime} and it still make a sum: 146 years. */
    public static final long LONGEST = Long.MAX_VALUE / 2;

    private Nanos() {}

    /** The duration's nanoseconds; what is longer than {@link #LONGEST} is as long as that. */
    public static long of(Duration duration) {
        long seconds = duration.getSeconds();
        if (seconds >= LONGEST / 1_000_000_000) {
            return LONGEST;
        }
        return seconds < -(LONGEST / 1_000_000_000) ? -LONGEST : duration.toNanos();
    }
}
