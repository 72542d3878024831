package dev.penstock.command.text;

import java.util.Optional;

/** Which of some known words was meant by one that is not known. */
public final class Nearest {
    private Nearest() {}

    /** The question that is put behind an error, such as {@code (did you mean 'run'?)}. */
    public static String question(String typed, Iterable<String> known) {
        return to(typed, known).map(word -> " (did you mean '" + word + "'?)").orElse("");
    }

    /**
     * The word that takes the fewest changes to come to.
     *
     * @return empty where more than a third of what was typed would have to be changed
     */
    static Optional<String> to(String typed, Iterable<String> known) {
        String best = null;
        int fewest = Math.max(1, typed.length() / 3) + 1;
        for (String word : known) {
            int changes = changes(typed, word);
            if (changes < fewest) {
                fewest = changes;
                best = word;
            }
        }
        return Optional.ofNullable(best);
    }

    /**
     * How many letters are to be put in, taken out, replaced, or swapped with the next one (the
     * optimal string alignment distance).
     */
    static int changes(String from, String to) {
        int[][] fewest = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                if (i == 0 || j == 0) {
                    fewest[i][j] = i + j;
                    continue;
                }
                int differs = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
                int least = fewest[i - 1][j - 1] + differs;
                least = Math.min(least, Math.min(fewest[i - 1][j], fewest[i][j - 1]) + 1);
                if (i > 1
                        && j > 1
                        && from.charAt(i - 1) == to.charAt(j - 2)
                        && from.charAt(i - 2) == to.charAt(j - 1)) {
                    least = Math.min(least, fewest[i - 2][j - 2] + 1);
                }
                fewest[i][j] = least;
            }
        }
        return fewest[from.length()][to.length()];
    }
}
