package dev.penstock.diagnosis.inspect;

import dev.penstock.diagnosis.model.Finding;
import dev.penstock.diagnosis.model.Party;
import dev.penstock.diagnosis.model.Step;
import dev.penstock.diagnosis.model.Verdict;
import dev.penstock.diagnosis.model.Wait;
import dev.penstock.diagnosis.snapshot.ProcessView;
import dev.penstock.diagnosis.snapshot.TaskView;
import dev.penstock.internal.procfs.Reading.Unknown;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is told of a process in which nothing was found to be stalled. */
final class IdleReport {
    /** How many of those that a process waits for are told of. */
    private static final int MOST = 5;

    private final LiveScene scene;
    private final CrossedOpens opens;
    private final OtherEnds ends;

    IdleReport(LiveScene scene) {
        this.scene = scene;
        this.opens = new CrossedOpens(scene);
        this.ends = new OtherEnds(scene);
    }

    Finding finding(ProcessView process) {
        List<String> evidence = new ArrayList<>();
        List<Step> chain = new ArrayList<>();
        Verdict verdict = Verdict.IDLE;
        String summary = scene.words().doing(process.pid());
        if (process.ended()) {
            summary =
                    "%s has ended, and waits for %s to reap it"
                            .formatted(
                                    scene.name(process.pid()), scene.name(process.stat().parent()));
        } else if (process.fds() instanceof Unknown<?> denied) {
            verdict = Verdict.UNKNOWN;
            summary = scene.name(process.pid()) + " may not be looked at";
            evidence.add(denied.reason() + "; its owner may, and root");
        }
        Optional<Wait.Stopped> held = scene.heldAllTheTime(process.pid());
        Optional<Integer> by =
                held.isPresent() ? held.map(own -> 0) : scene.work.keptUpBy(process.pid());
        if (by.isPresent() && verdict == Verdict.IDLE) {
            verdict = Verdict.STOPPED;
            if (held.isEmpty()) {
                summary =
                        "%s waits for %s, which %s"
                                .formatted(
                                        scene.name(process.pid()),
                                        scene.name(by.get()),
                                        scene.held(by.get()).orElseThrow().state());
            }
        }
        // A JVM has some twenty threads that never do anything for the program.
        for (TaskView task : scene.runtime.others(process)) {
            chain.add(scene.step(task.party()));
        }
        by.filter(pid -> pid > 0)
                .ifPresent(pid -> chain.add(scene.step(scene.threads(pid).get(0))));
        Set<TaskView> dependsOn = dependsOn(process);
        for (TaskView task : dependsOn) {
            Optional<String> unclear = unclear(task);
            if (unclear.isPresent() && verdict == Verdict.IDLE) {
                verdict = Verdict.UNKNOWN;
                summary =
                        "%s: what its thread %s waits for is not known"
                                .formatted(scene.name(task.pid()), task.tid());
                evidence.add(unclear.get());
            }
            Optional<String> unseen = ends.unseen(task);
            if (unseen.isPresent() && verdict == Verdict.IDLE) {
                verdict = Verdict.UNKNOWN;
                summary =
                        "%s waits for somebody who may not be looked at"
                                .formatted(scene.name(task.pid()));
                evidence.add(unseen.get());
            }
            Optional<Party> crossed = opens.crossed(task.party());
            if (crossed.isPresent() && verdict == Verdict.IDLE) {
                verdict = Verdict.UNKNOWN;
                summary = opens.summary(task.party(), crossed.get());
                evidence.addAll(opens.evidence(task.party(), crossed.get()));
            }
        }
        evidence.addAll(ends.sentences(process));
        waitedFor(process, dependsOn, evidence);
        evidence.add(scene.words().looks());
        return new Finding(
                verdict,
                summary,
                chain,
                false,
                Optional.empty(),
                Optional.empty(),
                evidence,
                Set.of(process.pid()));
    }

    /** What the processes do that it waits for: a shell's child may be the one of interest. */
    private void waitedFor(ProcessView process, Set<TaskView> tasks, List<String> evidence) {
        Set<Integer> pids = new LinkedHashSet<>();
        for (TaskView task : tasks) {
            pids.add(task.pid());
        }
        pids.remove(process.pid());
        int left = pids.size();
        for (int pid : pids) {
            if (pids.size() - left == MOST) {
                evidence.add("and " + left + " more processes that it waits for");
                return;
            }
            evidence.add("it waits for: " + scene.words().doing(pid));
            left--;
        }
    }

    /** Its threads, and those that they wait for, as far as that is known. */
    private Set<TaskView> dependsOn(ProcessView process) {
        Set<TaskView> tasks = new LinkedHashSet<>(process.tasks());
        for (Party party : scene.graph().reach(Party.process(process.pid()))) {
            scene.task(party).ifPresent(tasks::add);
        }
        return tasks;
    }

    private Optional<String> unclear(TaskView task) {
        Wait wait = scene.wait(task);
        if (wait instanceof Wait.Unknown unknown) {
            // Its call was told, and then it was awake already: it moves.
            boolean woke = task.call().known().isPresent() && task.wchan().known().isEmpty();
            return woke && !scene.interval.still(task)
                    ? Optional.empty()
                    : Optional.of(unknown.reason());
        }
        // With the call known, io_uring alone does not say.
        boolean untold =
                wait instanceof Wait.Events events && events.polled() instanceof Unknown<?>;
        return untold && task.call() instanceof Unknown<?> denied
                ? Optional.of(wait.text() + ", which of them is not to be seen: " + denied.reason())
                : Optional.empty();
    }
}
