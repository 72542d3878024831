package dev.penstock.diagnosis.inspect;

import dev.penstock.diagnosis.model.Finding;
import dev.penstock.diagnosis.model.Party;
import dev.penstock.diagnosis.model.Step;
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
 * Looks twice at every process and tells what is stalled. Looks only: nothing that it does changes
 * what a process does next, see {@code docs/inspect.md}. For one thread.
 */
public final class Inspector {
    private final ProcFs proc;
    private final Duration length;
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
        this(proc, length, false, ThreadDumps.NONE);
    }

    /**
     * Says how to look; nothing is looked at yet.
     *
     * @param proc where to look
     * @param length how long to wait between the two looks; what moves more slowly than that seems
     *     to stand still
     * @param fills ask the pipes how full they are between the looks as well
     * @param dumps asks the runtimes of those that are to be told of
     */
    public Inspector(ProcFs proc, Duration length, boolean fills, ThreadDumps dumps) {
        this.proc = proc;
        this.length = length;
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
        LiveScene scene = look(process -> false);
        return inspection(scene, Rules.find(scene));
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
        LiveScene scene = look(wanted);
        return inspection(scene, told(scene, Rules.find(scene)));
    }

    private LiveScene look(Predicate<ProcessView> wanted) throws IOException, InterruptedException {
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
        Duration apart = Duration.ofNanos(System.nanoTime() - begun);
        Snapshot last = first.again(proc).knowing(told);
        Set<Integer> asked = new HashSet<>();
        for (ProcessView process : last.processes().all()) {
            if (wanted.test(process)) {
                asked.add(process.pid());
            }
        }
        return new LiveScene(proc, new Interval(first.knowing(told), last, apart), asked);
    }

    private Inspection inspection(LiveScene scene, List<Finding> findings) {
        List<Finding> sorted = new ArrayList<>(findings);
        sorted.sort(Comparator.comparing(Finding::verdict));
        return new Inspection(
                List.copyOf(sorted), scene.interval.length(), 2, scene.unreadable.count(), seen);
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
