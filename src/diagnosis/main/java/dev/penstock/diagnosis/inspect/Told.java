package dev.penstock.diagnosis.inspect;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The findings so far, so that nothing is told twice. */
final class Told {
    private final List<Finding> findings = new ArrayList<>();
    private final Set<String> files = new HashSet<>();
    private final Set<Node> nodes = new HashSet<>();

    void add(Finding finding, String file, Node waiter) {
        findings.add(finding);
        files.add(file);
        nodes.add(waiter);
    }

    void add(Finding finding, Set<Node> knot) {
        findings.add(finding);
        finding.pipe().ifPresent(pipe -> files.add(pipe.file()));
        for (Step step : finding.chain()) {
            step.pipe().ifPresent(files::add);
        }
        nodes.addAll(knot);
    }

    boolean about(String file) {
        return files.contains(file);
    }

    boolean about(Set<Node> those) {
        for (Node node : those) {
            if (nodes.contains(node)) {
                return true;
            }
        }
        return false;
    }

    List<Finding> findings() {
        return findings;
    }
}
