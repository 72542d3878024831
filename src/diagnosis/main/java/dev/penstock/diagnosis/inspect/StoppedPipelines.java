package dev.penstock.diagnosis.inspect;

import dev.penstock.diagnosis.model.Finding;
import dev.penstock.diagnosis.model.Step;
import dev.penstock.diagnosis.model.Verdict;
import dev.penstock.diagnosis.model.Wait;
import dev.penstock.diagnosis.snapshot.ProcessView;
import dev.penstock.internal.procfs.FdLink;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whole pipelines that are kept from running, such as a forgotten one in a shell's background: none
 * of their processes waits for another, so no rule finds them.
 */
final class StoppedPipelines {
    private final LiveScene scene;

    StoppedPipelines(LiveScene scene) {
        this.scene = scene;
    }

    /** Those of whose processes nothing was found yet. */
    List<Finding> find(List<Finding> found) {
        Set<Integer> told = new HashSet<>();
        found.forEach(finding -> told.addAll(finding.pids()));
        Map<String, Set<Integer>> members = new LinkedHashMap<>();
        for (ProcessView process : scene.interval.last().processes().all()) {
            if (scene.heldAllTheTime(process.pid()).isPresent() && !told.contains(process.pid())) {
                for (FdLink link : process.fds().known().orElse(List.of())) {
                    if (link.target().startsWith("pipe:[")) {
                        members.computeIfAbsent(link.target(), none -> new LinkedHashSet<>())
                                .add(process.pid());
                    }
                }
            }
        }
        List<Finding> findings = new ArrayList<>();
        for (Set<Integer> pids : joined(members.values())) {
            if (pids.size() > 1) {
                findings.add(finding(pids));
            }
        }
        return findings;
    }

    /** Sets that have a process in common are of one pipeline. */
    private static List<Set<Integer>> joined(Iterable<Set<Integer>> sets) {
        List<Set<Integer>> joined = new ArrayList<>();
        for (Set<Integer> set : sets) {
            Set<Integer> all = new LinkedHashSet<>(set);
            joined.removeIf(
                    other -> {
                        boolean common = other.stream().anyMatch(set::contains);
                        if (common) {
                            all.addAll(other);
                        }
                        return common;
                    });
            joined.add(all);
        }
        return joined;
    }

    private Finding finding(Set<Integer> pids) {
        List<Step> chain = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<String> evidence = new ArrayList<>();
        Wait.Stopped stopped = Wait.Stopped.BY_SIGNAL;
        for (int pid : pids) {
            stopped = scene.heldAllTheTime(pid).orElse(stopped);
            names.add(scene.name(pid));
            evidence.add(scene.words().doing(pid));
            chain.add(scene.step(scene.threads(pid).get(0)));
        }
        evidence.add(scene.words().looks());
        return new Finding(
                Verdict.STOPPED,
                "a pipeline does not run: each of its processes %s: %s"
                        .formatted(stopped.state(), String.join(", ", names)),
                chain,
                false,
                Optional.empty(),
                Optional.empty(),
                evidence,
                pids);
    }
}
