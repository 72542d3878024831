package dev.penstock.internal.procfs;

/** Files of {@code name: value} lines. */
final class Fields {
    private Fields() {}

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
