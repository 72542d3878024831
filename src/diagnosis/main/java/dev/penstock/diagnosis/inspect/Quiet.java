package dev.penstock.diagnosis.inspect;

import dev.penstock.diagnosis.snapshot.ProcessView;
import dev.penstock.diagnosis.snapshot.TaskView;
import dev.penstock.diagnosis.snapshot.Wait;
import dev.penstock.internal.procfs.Reading.Unknown;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is told of a process in which nothing was found to be stalled. */
final class Quiet {
    /** How many of those that a process waits for are told of. */
    private static final int MOST = 5;

    private final Scene scene;
    private final Sentence say;
    private final Partners partners;

    Quiet(Scene scene) {
        this.scene = scene;
        this.say = new Sentence(scene);
        this.partners = new Partners(scene);
    }

    Finding finding(ProcessView process) {
        List<String> evidence = new ArrayList<>();
        List<Step> chain = new ArrayList<>();
        Verdict verdict = Verdict.IDLE;
        String summary = say.doing(process.pid());
        if (process.stat().ended()) {
            summary =
                    scene.name(process.pid())
                            + " has ended, and waits for "
                            + scene.name(process.stat().parent())
                            + " to reap it";
        } else if (process.fds() instanceof Unknown<?> denied) {
            verdict = Verdict.UNKNOWN;
            summary = scene.name(process.pid()) + " may not be looked at";
            evidence.add(denied.reason() + "; its owner may, and root");
        }
        for (TaskView task : process.tasks()) {
            chain.add(scene.step(task));
        }
        Set<TaskView> dependsOn = dependsOn(process);
        for (TaskView task : dependsOn) {
            Optional<String> unclear = unclear(task);
            if (unclear.isPresent() && verdict == Verdict.IDLE) {
                verdict = Verdict.UNKNOWN;
                summary =
                        scene.name(task.pid())
                                + ": what its thread "
                                + task.tid()
                                + " waits for is not known";
                evidence.add(unclear.get());
            }
            Optional<TaskView> crossed = partners.crossed(task);
            if (crossed.isPresent() && verdict == Verdict.IDLE) {
                verdict = Verdict.UNKNOWN;
                summary = partners.summary(task, crossed.get());
                evidence.addAll(partners.evidence(task, crossed.get()));
            }
        }
        waitedFor(process, dependsOn, evidence);
        evidence.add("two looks " + say.apart());
        return new Finding(
                verdict,
                summary,
                chain,
                false,
                Optional.empty(),
                Optional.empty(),
                -1,
                evidence,
                Set.of(process.pid()));
    }

    /** What those do whom it waits for: a shell's child may be the one of interest. */
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
            evidence.add("it waits for: " + say.doing(pid));
            left--;
        }
    }

    /** Its threads, and those that they wait for, as far as that is known. */
    private Set<TaskView> dependsOn(ProcessView process) {
        Set<TaskView> tasks = new LinkedHashSet<>(process.tasks());
        for (Node node : scene.graph.reach(Node.process(process.pid()))) {
            scene.process(node.pid()).flatMap(p -> p.task(node.tid())).ifPresent(tasks::add);
        }
        return tasks;
    }

    private Optional<String> unclear(TaskView task) {
        Wait wait = scene.wait(task);
        if (wait instanceof Wait.Unknown unknown) {
            return Optional.of(unknown.reason());
        }
        // With the call known, io_uring alone does not say.
        boolean untold =
                wait instanceof Wait.Events events && events.watched() instanceof Unknown<?>;
        return untold && task.call() instanceof Unknown<?> denied
                ? Optional.of(wait.text() + ", which of them is not to be seen: " + denied.reason())
                : Optional.empty();
    }
}
