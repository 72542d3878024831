package dev.penstock.cli;

import dev.penstock.procfs.Reading;

/**
 * One line of {@code penstock limits}.
 *
 * @param key its name in JSON
 * @param label its name for people
 * @param value a Long, a Boolean or a String
 * @param shown the value for people, unless it is unknown
 * @param follows what it means for pipes and children
 */
record Limit(String key, String label, Reading<?> value, String shown, String follows) {
    /** As it stands in the table. */
    String text() {
        return value.known().isPresent() ? shown : "unknown";
    }

    /** The last column: what follows, or why the value is unknown. */
    String remark() {
        return value instanceof Reading.Unknown<?> unknown ? unknown.reason() : follows;
    }
}
