package dev.penstock.cli;

import java.util.List;

/**
 * All that {@code penstock reproduce} found out.
 *
 * @param subject the child
 * @param stalled how it stalled
 * @param trials of each cure, in the order of the table
 */
record Reproduction(Subject subject, Stalled stalled, List<Trial> trials) {
    boolean well() {
        return trials.stream().allMatch(Trial::well);
    }
}
