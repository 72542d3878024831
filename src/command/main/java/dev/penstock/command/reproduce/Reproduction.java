package dev.penstock.command.reproduce;

import dev.penstock.command.reproduce.child.DemoChild;
import dev.penstock.command.reproduce.cure.Trial;
import java.util.List;

/**
 * All that {@code penstock reproduce} found out.
 *
 * @param subject the child
 * @param stalled how it stalled
 * @param trials of the cures, in the order of the table; one at least
 */
record Reproduction(DemoChild subject, Stalled stalled, List<Trial> trials) {
    Trial last() {
        return trials.get(trials.size() - 1);
    }

    boolean well() {
        return trials.stream().allMatch(Trial::well);
    }
}
