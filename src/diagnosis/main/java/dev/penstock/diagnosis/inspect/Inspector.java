package dev.penstock.diagnosis.inspect;

import dev.penstock.diagnosis.model.Finding;
import dev.penstock.diagnosis.model.Party;
import dev.penstock.diagnosis.model.Step;
import dev.penstock.diagnosis.model.Verdict;
import dev.penstock.diagnosis.model.Wait;
import dev.penstock.diagnosis.rule.Rules;
import dev.penstock.diagnosis.snapshot.ProcessView;
import dev.penstock.diagnosis.snapshot.Snapshot;
import dev.penstock.diagnosis.stall.Sample;
import dev.penstock.internal.procfs.ProcFs;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Looks twice at every process, and longer where that leaves a doubt, and tells what is stalled.
 * Looks only: nothing that it does changes what a process does next, see {@code docs/inspect.md}.
 * For one thread.
 */
public final class Inspector {
    private final ProcFs proc;
    private final Duration length;
    private final Duration longest;
    private final boolean fills;
    private final ThreadDumps dumps;
    private Map<String, List<Sample>> seen = Map.of();

    /**
     * Says how to look; nothing is looked at yet.
     *
     * @param proc where to look
     * @param length how long to wait between the two looks; what moves more slowly than that seems
     *     to stand still
     */
    public Inspector(ProcFs proc, Duration length) {
        this(proc, length, length, false, ThreadDumps.NONE);
    }

    /**
     * Says how to look; nothing is looked at yet.
     *
     * @param proc where to look
     * @param length how long to wait between the two looks; what moves more slowly than that seems
     *     to stand still
     * @param longest how long to look in all where a reader does nothing, but has done so for no
     *     longer than that: it is looked at again, at intervals that grow
     * @param fills ask the pipes how full they are between the looks as well
     * @param dumps asks the runtimes of those that are to be told of
     */
    public Inspector(
            ProcFs proc, Duration length, Duration longest, boolean fills, ThreadDumps dumps) {
        this.proc = proc;
        this.length = length;
        this.longest = longest;
        this.fills = fills;
        this.dumps = dumps;
    }

    /**
     * Looks at all there is.
     *
     * @return what was found in whatever process; nothing where nothing is
     * @throws IOException if {@code /proc} cannot be listed, or a pipe's page size is not told
     * @throws InterruptedException if this thread is interrupted between the looks
     */
    public Inspection inspectAll() throws IOException, InterruptedException {
        Looks looks = look(process -> false);
        List<Finding> found = found(looks.scene);
        while (looks.doubtful(found)) {
            looks = looks.again();
            found = found(looks.scene);
        }
        return inspection(looks, found);
    }

    /**
     * Looks at all there is, and tells of some.
     *
     * @param wanted which processes to tell of: a finding is told if it is about one of them, or if
     *     one of them waits for it
     * @return what was found; for a wanted process about which nothing was found, that it is idle
     * @throws IOException if {@code /proc} cannot be listed, or a pipe's page size is not told
     * @throws InterruptedException if this thread is interrupted between the looks
     */
    public Inspection inspect(Predicate<ProcessView> wanted)
            throws IOException, InterruptedException {
        Looks looks = look(wanted);
        List<Finding> found = told(looks.scene, found(looks.scene));
        while (looks.doubtful(found)) {
            looks = looks.again();
            found = told(looks.scene, found(looks.scene));
        }
        return inspection(looks, found);
    }

    private static List<Finding> found(LiveScene scene) {
        List<Finding> found = new ArrayList<>(Rules.find(scene));
        found.addAll(new StoppedPipelines(scene).find(found));
        return found;
    }

    /** The first look and the last one so far. */
    private final class Looks {
        private final Predicate<ProcessView> wanted;
        private final Snapshot first;
        private final Map<Integer, Wait> told;
        private final long begun;
        private final int count;
        private final LiveScene scene;

        Looks(
                Predicate<ProcessView> wanted,
                Snapshot first,
                Map<Integer, Wait> told,
                long begun,
                int count)
                throws IOException {
            this.wanted = wanted;
            this.first = first;
            this.told = told;
            this.begun = begun;
            this.count = count;
            Duration apart = elapsed();
            Snapshot last = first.again(proc).knowing(told);
            Set<Integer> asked = new HashSet<>();
            for (ProcessView process : last.processes().all()) {
                if (wanted.test(process)) {
                    asked.add(process.pid());
                }
            }
            this.scene = new LiveScene(proc, new Interval(first, last, apart), asked);
        }

        private Duration elapsed() {
            return Duration.ofNanos(System.nanoTime() - begun);
        }

        /** Twice as long after the first look as the last one was. */
        Looks again() throws IOException, InterruptedException {
            Duration until = scene.interval.length().multipliedBy(2);
            Duration due = until.compareTo(longest) < 0 ? until : longest;
            Thread.sleep(Math.max(1, due.minus(elapsed()).toMillis()));
            return new Looks(wanted, first, told, begun, count + 1);
        }

        /** Whether a reader was found to do nothing, who may have begun with that a moment ago. */
        boolean doubtful(List<Finding> found) {
            if (scene.interval.length().compareTo(longest) >= 0) {
                return false;
            }
            for (Finding finding : found) {
                boolean suspected =
                        finding.verdict() == Verdict.UNREAD || finding.verdict() == Verdict.SOCKET;
                if (suspected && !slept(finding)) {
                    return true;
                }
            }
            return false;
        }

        /** Whether all have slept for as long as would be looked, as the kernel tells. */
        private boolean slept(Finding finding) {
            for (int pid : finding.pids()) {
                boolean slept =
                        scene.asleep(pid)
                                .map(length -> length.compareTo(longest) >= 0)
                                .orElse(false);
                if (!slept) {
                    return false;
                }
            }
            return true;
        }
    }

    private Looks look(Predicate<ProcessView> wanted) throws IOException, InterruptedException {
        Snapshot first = Snapshot.take(proc);
        long begun = System.nanoTime();
        if (fills) {
            seen = Fills.watch(first, length);
        } else {
            Thread.sleep(length.toMillis());
        }
        Map<Integer, Wait> told = new HashMap<>();
        for (ProcessView process : first.processes().all()) {
            if (wanted.test(process)) {
                told.putAll(dumps.ask(process));
            }
        }
        return new Looks(wanted, first.knowing(told), told, begun, 2);
    }

    private Inspection inspection(Looks looks, List<Finding> findings) {
        LiveScene scene = looks.scene;
        List<Finding> sorted = new ArrayList<>();
        for (Finding finding : findings) {
            sorted.add(Agents.named(scene, finding));
        }
        sorted.sort(Comparator.comparing(Finding::verdict));
        return new Inspection(
                List.copyOf(sorted),
                scene.interval.length(),
                looks.count,
                scene.unreadable.count(),
                seen);
    }

    /** The findings about processes that were asked for; each finding names all of these. */
    private static List<Finding> told(LiveScene scene, List<Finding> found) {
        Map<Finding, Set<Integer>> concerned = new LinkedHashMap<>();
        Map<Finding, Set<String>> waiting = new HashMap<>();
        List<Finding> findings = new ArrayList<>();
        IdleReport idle = new IdleReport(scene);
        for (ProcessView process : scene.interval.last().processes().all()) {
            if (!scene.asked.contains(process.pid())) {
                continue;
            }
            Set<Party> reach = scene.graph().reach(Party.process(process.pid()));
            boolean any = false;
            for (Finding finding : found) {
                if (concerns(finding, process.pid(), reach)) {
                    any = true;
                    concerned
                            .computeIfAbsent(finding, none -> new LinkedHashSet<>(finding.pids()))
                            .add(process.pid());
                    if (!finding.pids().contains(process.pid())) {
                        waiting.computeIfAbsent(finding, none -> new LinkedHashSet<>())
                                .add(scene.name(process.pid()));
                    }
                }
            }
            if (!any) {
                findings.add(idle.finding(process));
            }
        }
        concerned.forEach(
                (finding, pids) ->
                        findings.add(reason(scene, finding, waiting.get(finding)).about(pids)));
        return findings;
    }

    /** A finding about others alone says why it is told. */
    private static Finding reason(LiveScene scene, Finding finding, Set<String> waiting) {
        boolean own = finding.pids().stream().anyMatch(scene.asked::contains);
        return own || waiting == null
                ? finding
                : finding.because(
                        String.join(", ", waiting)
                                + (waiting.size() == 1 ? " waits" : " wait")
                                + " for one of these, which is why they are told");
    }

    private static boolean concerns(Finding finding, int pid, Set<Party> reach) {
        if (finding.pids().contains(pid)) {
            return true;
        }
        for (Step step : finding.chain()) {
            if (reach.contains(new Party(step.pid(), step.tid()))) {
                return true;
            }
        }
        return false;
    }
}
