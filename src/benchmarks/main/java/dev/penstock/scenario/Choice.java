package dev.penstock.scenario;

import java.util.List;

/**
 * What to run: the scenarios whose names begin so, in the placements whose names begin so.
 *
 * @param name {@code drain} for all that drain
 * @param placement {@code same}, {@code cross}, {@code unpinned}; empty for all
 */
record Choice(String name, String placement) {

    /** {@code NAME} or {@code NAME/PLACEMENT}. */
    static Choice of(String text) {
        int slash = text.indexOf('/');
        return slash < 0
                ? new Choice(text, "")
                : new Choice(text.substring(0, slash), text.substring(slash + 1));
    }

    /** Where to run it, of where it can be; nowhere if nobody chose it. No choice chooses all. */
    static List<Pinning> placements(Scenario scenario, List<Choice> choices) {
        return choices.isEmpty()
                ? scenario.placements()
                : scenario.placements().stream()
                        .filter(p -> choices.stream().anyMatch(c -> c.chooses(scenario, p)))
                        .toList();
    }

    private boolean chooses(Scenario scenario, Pinning where) {
        return scenario.name().startsWith(name) && where.text.startsWith(placement);
    }
}
