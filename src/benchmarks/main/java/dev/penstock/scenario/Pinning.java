package dev.penstock.scenario;

import java.util.List;

/** Which processors a contender and its children run on: different worlds, for pipes. */
enum Pinning {
    /** Both on one processor: copies decide, for the two take turns. */
    SAME_CPU("same CPU", pinned(Processors.FIRST), List.of()),
    /** One processor each: wake-ups decide. */
    CROSS_CPU("cross CPU", pinned(Processors.FIRST), pinned(Processors.SECOND)),
    /** As the scheduler likes. */
    UNPINNED("unpinned", List.of(), List.of());

    final String text;

    /** What comes before the contender's command. */
    final List<String> contender;

    /** What comes before the child's; without it a child inherits its parent's processors. */
    final List<String> child;

    Pinning(String text, List<String> contender, List<String> child) {
        this.text = text;
        this.contender = contender;
        this.child = child;
    }

    private static List<String> pinned(String processor) {
        return List.of("taskset", "-c", processor);
    }
}
