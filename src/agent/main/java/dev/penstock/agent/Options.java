package dev.penstock.agent;

import dev.penstock.process.Overflow;
import dev.penstock.process.Overflow.WhenFull;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands behind {@code -javaagent:penstock-agent.jar=}, between commas.
 *
 * @param mode what is done with the processes
 * @param overflow what is kept of output that nobody reads, in {@link Mode#CURE}
 * @param every how often children are looked at, in {@link Mode#WATCH}
 * @param after how long one may stand in a full pipe whose reader is at work
 */
record Options(Mode mode, Overflow overflow, Duration every, Duration after) {
    enum Mode {
        /** The JDK starts them, and a warning tells of those that stall. */
        WATCH,
        /** Penstock starts them, and output that nobody reads is kept. */
        CURE
    }

    private static final Pattern AMOUNT = Pattern.compile("(\\d{1,9})([A-Za-z]*)");

    /**
     * @param text null or empty for the defaults
     * @throws IllegalArgumentException if a word is not understood; the message names it
     */
    static Options parse(String text) {
        Mode mode = Mode.CURE;
        long memory = 1 << 18;
        long file = 1L << 30;
        WhenFull full = WhenFull.BLOCK;
        Duration every = Duration.ofSeconds(2);
        Duration after = Duration.ofSeconds(30);
        for (String word : text == null || text.isEmpty() ? new String[0] : text.split(",", -1)) {
            int equals = word.indexOf('=');
            String value = word.substring(equals + 1);
            switch (equals < 0 ? word : word.substring(0, equals)) {
                case "cure" -> mode = flag(word, equals, Mode.CURE);
                case "watch" -> mode = flag(word, equals, Mode.WATCH);
                case "memory" -> memory = bytes(word, value, Integer.MAX_VALUE);
                case "file" -> file = bytes(word, value, Long.MAX_VALUE);
                case "full" -> full = whenFull(word, value);
                case "every" -> every = time(word, value);
                case "after" -> after = time(word, value);
                default ->
                        throw notUnderstood(
                                word, "cure, watch, memory=, file=, full=, every=, after=");
            }
        }
        return new Options(mode, Overflow.of((int) memory, file).whenFull(full), every, after);
    }

    private static Mode flag(String word, int equals, Mode mode) {
        if (equals >= 0) {
            throw notUnderstood(word, "a mode, which has no value");
        }
        return mode;
    }

    private static WhenFull whenFull(String word, String value) {
        for (WhenFull full : WhenFull.values()) {
            if (full.name().toLowerCase(Locale.ROOT).equals(value)) {
                return full;
            }
        }
        throw notUnderstood(word, "block, drop, fail");
    }

    private static long bytes(String word, String value, long most) {
        Matcher amount = AMOUNT.matcher(value);
        if (amount.matches()) {
            int shift =
                    switch (amount.group(2)) {
                        case "" -> 0;
                        case "KiB" -> 10;
                        case "MiB" -> 20;
                        case "GiB" -> 30;
                        default -> -1;
                    };
            long number = Long.parseLong(amount.group(1));
            if (shift >= 0 && number <= most >> shift) {
                return number << shift;
            }
        }
        throw notUnderstood(word, "a number of bytes: 65536, 256KiB, 1GiB");
    }

    private static Duration time(String word, String value) {
        Matcher amount = AMOUNT.matcher(value);
        if (amount.matches() && Long.parseLong(amount.group(1)) > 0) {
            long number = Long.parseLong(amount.group(1));
            switch (amount.group(2)) {
                case "ms":
                    return Duration.ofMillis(number);
                case "s":
                    return Duration.ofSeconds(number);
                case "m":
                    return Duration.ofMinutes(number);
                default:
                    break;
            }
        }
        throw notUnderstood(word, "a length of time: 500ms, 2s, 1m");
    }

    private static IllegalArgumentException notUnderstood(String word, String known) {
        return new IllegalArgumentException(
                "the option '" + word + "' is not understood; known is " + known);
    }
}
