package dev.penstock.command.inspect;

import dev.penstock.diagnosis.model.Finding;
import dev.penstock.diagnosis.model.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * A finding as boxes and arrows: who waits, the pipes between them, and what for. The boxes stand
 * in the order of the chain, so that all arrows but the one that closes a cycle lead to the next.
 *
 * @param boxes from the first of the chain on
 * @param arrows between them
 */
record Drawing(List<Box> boxes, List<Arrow> arrows) {
    /**
     * A process or a file.
     *
     * @param lines what stands in it
     * @param file it is a pipe, a socket or a file, and no process
     * @param culprit it is the one to blame
     */
    record Box(List<String> lines, boolean file, boolean culprit) {}

    /**
     * Waits for.
     *
     * @param from index of a box
     * @param to index of a box
     * @param label what for
     */
    record Arrow(int from, int to, String label) {}

    static Drawing of(Finding finding) {
        return of(finding, pid -> Optional.empty());
    }

    /** With how old each process is, where that is known. */
    static Drawing of(Finding finding, IntFunction<Optional<String>> age) {
        List<Box> boxes = new ArrayList<>();
        List<Arrow> arrows = new ArrayList<>();
        int pending = -1;
        String label = "";
        for (Step step : finding.chain()) {
            boolean culprit = finding.culprit().map(who -> who.pid() == step.pid()).orElse(false);
            boxes.add(new Box(List.of(step.command(), person(step, age)), false, culprit));
            if (pending >= 0) {
                arrows.add(new Arrow(pending, boxes.size() - 1, label));
            }
            pending = boxes.size() - 1;
            label = step.text();
            if (step.file().isPresent()) {
                boxes.add(new Box(List.of(step.file().get()), true, false));
                arrows.add(new Arrow(pending, boxes.size() - 1, label));
                pending = boxes.size() - 1;
                label = "held by";
            }
        }
        if (finding.closed()) {
            arrows.add(new Arrow(pending, 0, label));
        }
        return new Drawing(boxes, arrows);
    }

    private static String person(Step step, IntFunction<Optional<String>> age) {
        return "pid "
                + step.pid()
                + (step.threads() > 1
                        ? ", thread " + step.tid() + ", one of " + step.threads()
                        : "")
                + age.apply(step.pid()).map(known -> ", started " + known + " ago").orElse("");
    }
}
