package dev.penstock.internal.procfs;

import java.util.OptionalLong;

/** Files of {@code name: value} lines. */
final class Fields {
    private Fields() {}

    /**
     * A whole number without a sign; empty for anything else, and for more than 18 digits.
     *
     * @param text its digits, and nothing else
     */
    static OptionalLong number(String text) {
        if (text.isEmpty() || text.length() > 18) {
            return OptionalLong.empty();
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return OptionalLong.empty();
            }
        }
        return OptionalLong.of(Long.parseLong(text));
    }

    /**
     * The first value of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    static String value(String text, String name) {
        for (int at = 0; at < text.length(); ) {
            int end = text.indexOf('\n', at);
            int stop = end < 0 ? text.length() : end;
            int colon = at + name.length();
            if (colon < stop && text.startsWith(name, at) && text.charAt(colon) == ':') {
                return text.substring(colon + 1, stop).strip();
            }
            at = stop + 1;
        }
        throw new IllegalArgumentException("no line '" + name + ":'");
    }
}
