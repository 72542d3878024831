package dev.penstock.command.task;

import java.util.Locale;
import java.util.Map;

/** When output has colours: what {@code --color=WHEN} can say. */
public enum Colour {
    /** In a terminal, unless the environment wants it otherwise. */
    AUTO,
    /** In a file and in a pipe too. */
    ALWAYS,
    /** Nowhere. */
    NEVER;

    /**
     * Reads {@code auto}, {@code always} or {@code never}.
     *
     * @throws IllegalArgumentException saying which there are
     */
    public static Colour parse(String text) {
        for (Colour one : values()) {
            if (one.toString().equals(text)) {
                return one;
            }
        }
        throw new IllegalArgumentException("'" + text + "' is none of auto, always and never");
    }

    /**
     * Whether there are to be colours. {@code NO_COLOR} (no-color.org) comes before {@code
     * FORCE_COLOR} and {@code CLICOLOR_FORCE}, which want colours without a terminal too.
     */
    boolean wanted(Map<String, String> environment, boolean live) {
        if (this != AUTO) {
            return this == ALWAYS;
        }
        if (!environment.getOrDefault("NO_COLOR", "").isEmpty()) {
            return false;
        }
        return forces(environment.get("FORCE_COLOR"))
                || forces(environment.get("CLICOLOR_FORCE"))
                || live && !"dumb".equals(environment.get("TERM"));
    }

    private static boolean forces(String value) {
        return value != null && !value.isEmpty() && !value.equals("0") && !value.equals("false");
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
