package dev.penstock.command.limits;

/**
 * One line of {@code /proc/self/limits} (getrlimit(2)).
 *
 * @param soft what holds now; {@link #UNLIMITED} for none
 * @param hard what the soft one may be raised to
 */
record ResourceLimit(long soft, long hard) {
    static final long UNLIMITED = -1;

    /**
     * Finds a limit by the name in its line.
     *
     * @throws IllegalArgumentException if there is no such line
     */
    static ResourceLimit parse(String limits, String name) {
        for (String line : limits.split("\n")) {
            if (line.startsWith(name)) {
                String[] words = line.substring(name.length()).strip().split(" +");
                return new ResourceLimit(value(words[0]), value(words[1]));
            }
        }
        throw new IllegalArgumentException("no line '" + name + "'");
    }

    private static long value(String word) {
        return word.equals("unlimited") ? UNLIMITED : Long.parseLong(word);
    }
}
