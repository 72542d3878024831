package dev.penstock.scenario;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a run says of a target.
 *
 * @param target which
 * @param estimate the figure; null if the run has none
 * @param ceiling the figure of whoever shows how far anybody gets; null for nobody
 */
record TargetResult(Target target, Estimate estimate, Estimate ceiling) {

    static TargetResult of(Target target, Raw raw) {
        return new TargetResult(
                target,
                estimate(raw, target, target.contender()),
                target.ceiling() == null ? null : estimate(raw, target, target.ceiling()));
    }

    private static Estimate estimate(Raw raw, Target target, String contender) {
        double[] figures = figures(raw, target, contender);
        if (target.other() == null) {
            return figures.length == 0 ? null : Estimate.of(figures);
        }
        double[] others = figures(raw, target, target.other());
        return figures.length == 0 || others.length == 0 ? null : Estimate.ofRatio(figures, others);
    }

    private static double[] figures(Raw raw, Target target, String contender) {
        return raw.rounds(target.scenario(), target.placement(), contender).stream()
                .mapToDouble(target.measure()::of)
                .toArray();
    }

    /**
     * @throws IllegalStateException if the run has none
     */
    double figure() {
        if (estimate == null) {
            throw new IllegalStateException("not run: " + target.text());
        }
        return estimate.figure();
    }

    boolean met() {
        return estimate != null && target.bound().holds(estimate.figure());
    }

    /** Whether a run with other luck might have said the opposite. */
    private boolean close() {
        return target.bound().holds(estimate.low()) != target.bound().holds(estimate.high());
    }

    private String word() {
        if (target.bound().sense() == Target.Bound.Sense.NONE) {
            return "reported";
        }
        return (met() ? "met" : "**not met**") + (close() ? ", within the spread" : "");
    }

    /** A table in Markdown, and after it where those would have been that were not run. */
    static String table(List<TargetResult> verdicts) {
        StringBuilder text = new StringBuilder();
        Set<String> missing = new LinkedHashSet<>();
        text.append("| | of | figure | 95 % | bound | ceiling | |\n");
        text.append("| --- | --- | ---: | ---: | ---: | ---: | --- |\n");
        for (TargetResult verdict : verdicts) {
            if (verdict.estimate == null) {
                missing.add(verdict.target.scenario() + " " + verdict.target.placement());
            } else {
                text.append(verdict.row());
            }
        }
        if (!missing.isEmpty()) {
            text.append("\nNot run: ").append(String.join(", ", missing)).append(".\n");
        }
        return text.toString();
    }

    private String row() {
        Target t = target;
        return String.join(
                        " | ",
                        "| " + t.why(),
                        t.text(),
                        t.shown(estimate.figure()),
                        t.shown(estimate.low()) + " to " + t.shown(estimate.high()),
                        t.shownBound(),
                        ceiling == null ? "" : t.shown(ceiling.figure()) + " " + t.ceiling(),
                        word())
                + " |\n";
    }
}
