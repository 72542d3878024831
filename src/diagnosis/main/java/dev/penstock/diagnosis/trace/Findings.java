package dev.penstock.diagnosis.trace;

import dev.penstock.diagnosis.inspect.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What was found; the same thing once, and counted. */
final class Findings {
    private static final int MOST = 500;

    private final Map<List<Object>, Finding> found = new LinkedHashMap<>();
    private long omitted;

    void add(Finding finding) {
        found.merge(key(finding), finding, (before, now) -> longer(before, now).again());
        if (found.size() > 2 * MOST) {
            List<Finding> sorted = sorted();
            sorted.subList(0, MOST).clear();
            found.values().removeAll(Set.copyOf(sorted));
            omitted += sorted.size();
        }
    }

    /** How many of the least grave are not kept. */
    long omitted() {
        return omitted;
    }

    private static Finding longer(Finding before, Finding now) {
        return before.verdict() == Verdict.SLOW && now.stall().nanos() > before.stall().nanos()
                ? new Finding(
                        now.verdict(),
                        now.summary(),
                        now.pipe(),
                        now.stall(),
                        now.chain(),
                        now.closed(),
                        now.culprit(),
                        now.evidence(),
                        now.line(),
                        before.times())
                : before;
    }

    /** A deadlock is one, however many of its pipes are looked at. */
    private static List<Object> key(Finding finding) {
        if (finding.verdict() == Verdict.DEADLOCK) {
            List<Integer> threads = new ArrayList<>();
            finding.chain().forEach(step -> threads.add(step.tid()));
            threads.sort(null);
            return List.of(Verdict.DEADLOCK, threads);
        }
        return List.of(
                finding.verdict(),
                finding.pipe().isPresent() ? finding.pipe().get().number() : -finding.stall().tid(),
                finding.stall().writes());
    }

    /** The gravest first; among those, as the log has them. */
    List<Finding> sorted() {
        List<Finding> sorted = new ArrayList<>(found.values());
        sorted.sort(
                Comparator.comparing(Finding::verdict)
                        .thenComparingLong(finding -> finding.stall().line()));
        return sorted;
    }
}
