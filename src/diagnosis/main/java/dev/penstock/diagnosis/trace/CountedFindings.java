package dev.penstock.diagnosis.trace;

import dev.penstock.diagnosis.model.Finding;
import dev.penstock.diagnosis.model.StalledCall;
import dev.penstock.diagnosis.model.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What was found; the same thing once, and counted. */
final class CountedFindings {
    private static final int MOST = 500;

    private final Map<List<Object>, Finding> found = new LinkedHashMap<>();
    private long omitted;

    void add(Finding finding) {
        found.merge(
                key(finding),
                finding,
                (before, now) -> longer(before, now).counted(before.times() + now.times()));
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
        return before.verdict() == Verdict.SLOW && call(now).nanos() > call(before).nanos()
                ? now
                : before;
    }

    private static StalledCall call(Finding finding) {
        return finding.call().orElseThrow();
    }

    /** A deadlock has one key, whichever of its pipes was looked at. */
    private static List<Object> key(Finding finding) {
        if (finding.verdict() == Verdict.DEADLOCK) {
            List<Integer> threads = new ArrayList<>();
            finding.chain().forEach(step -> threads.add(step.tid()));
            threads.sort(null);
            return List.of(Verdict.DEADLOCK, threads);
        }
        return List.of(
                finding.verdict(),
                finding.pipe().isPresent() ? finding.pipe().get() : call(finding).tid(),
                call(finding).writes());
    }

    /** The gravest first; among those, as the log has them. */
    List<Finding> sorted() {
        List<Finding> sorted = new ArrayList<>(found.values());
        sorted.sort(
                Comparator.comparing(Finding::verdict)
                        .thenComparingLong(finding -> call(finding).line()));
        return sorted;
    }
}
