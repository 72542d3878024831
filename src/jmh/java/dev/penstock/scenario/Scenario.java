package dev.penstock.scenario;

import java.util.List;

/**
 * One piece of work, and who does it.
 *
 * @param name in file names and on the command line
 * @param question what it answers
 * @param unit what the figure of a round is
 * @param child the child's command
 * @param placements where to run it
 * @param warmup rounds of each entrant that do not count
 * @param rounds that do
 * @param fresh whether each round has a process of its own: for memory and threads
 * @param entrants the first is what the others are compared with
 */
record Scenario(
        String name,
        String question,
        Unit unit,
        List<String> child,
        List<Placement> placements,
        int warmup,
        int rounds,
        boolean fresh,
        List<Entrant> entrants) {

    /** What a round's time and work come to. */
    enum Unit {
        GIGABYTES_PER_SECOND("GB/s", true),
        PER_SECOND("per s", true),
        SECONDS("s", false),
        MICROSECONDS_EACH("µs each", false);

        final String text;
        final boolean moreIsBetter;

        Unit(String text, boolean moreIsBetter) {
            this.text = text;
            this.moreIsBetter = moreIsBetter;
        }

        double figure(Round round) {
            return switch (this) {
                case GIGABYTES_PER_SECOND -> (double) round.work() / round.nanos();
                case PER_SECOND -> round.work() * 1e9 / round.nanos();
                case SECONDS -> round.nanos() / 1e9;
                case MICROSECONDS_EACH -> round.nanos() / 1e3 / round.work();
            };
        }
    }
}
