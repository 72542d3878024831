package dev.penstock.diagnosis.rule;

import dev.penstock.diagnosis.model.Culprit;
import dev.penstock.diagnosis.model.Finding;
import dev.penstock.diagnosis.model.Findings;
import dev.penstock.diagnosis.model.Party;
import dev.penstock.diagnosis.model.PipeView;
import dev.penstock.diagnosis.model.Rule;
import dev.penstock.diagnosis.model.Scene;
import dev.penstock.diagnosis.model.SocketView;
import dev.penstock.diagnosis.model.Step;
import dev.penstock.diagnosis.model.Verdict;
import dev.penstock.diagnosis.model.Wait;
import dev.penstock.internal.procfs.PipeHolder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Threads that wait for each other, and whom nobody else can wake: DEADLOCK, proven. */
final class DeadlockRule implements Rule {
    /** Cycles with a full pipe come first: a full pipe says best who fails whom. */
    private static final List<Class<? extends Wait>> ORDER =
            List.of(Wait.Room.class, Wait.Bytes.class, Wait.class);

    @Override
    public void find(Scene scene, Findings findings) {
        for (Class<? extends Wait> kind : ORDER) {
            for (Party thread : order(scene, kind)) {
                if (scene.stuck().contains(thread) && kind.isInstance(scene.wait(thread))) {
                    Set<Party> knot = scene.graph().reach(thread);
                    List<Step> cycle = cycle(scene, thread);
                    if (!findings.about(knot)
                            && !waitsForCommands(scene, cycle)
                            && !waitsForSignal(scene, knot)) {
                        findings.add(finding(scene, cycle, knot), knot);
                    }
                }
            }
        }
    }

    /**
     * In which order they are looked at. Where nobody writes to a full pipe, any of a cycle may be
     * named first: it is the same one whoever is asked about.
     */
    private static List<Party> order(Scene scene, Class<? extends Wait> kind) {
        List<Party> threads = new ArrayList<>(scene.threads());
        if (kind != Wait.Room.class) {
            threads.sort(Comparator.comparingInt(Party::pid).thenComparingInt(Party::tid));
        }
        return threads;
    }

    /** The cycle that a stuck thread is in or waits for; whole processes are left out. */
    private static List<Step> cycle(Scene scene, Party from) {
        List<Step> steps = new ArrayList<>();
        for (Party party : scene.graph().cycle(from, scene.stuck())) {
            if (!party.isProcess()) {
                steps.add(scene.step(party));
            }
        }
        return steps;
    }

    /**
     * Whether it is a process that holds both ends of a FIFO and reads: it waits for somebody who
     * opens the FIFO, and has the write end only to see no end between two of them.
     */
    private static boolean waitsForCommands(Scene scene, List<Step> cycle) {
        return cycle.size() == 1
                && cycle.get(0)
                        .waits()
                        .bytesFrom()
                        .flatMap(scene::pipe)
                        .filter(PipeView::fifo)
                        .isPresent();
    }

    /**
     * Whether a runtime's threads sleep in a process with an idle helper: a thread waits for the
     * helper's end, the helper for a request, and main, parked, for the signal that is to end it
     * all. Where something is full, somebody fails whatever signal comes.
     */
    private static boolean waitsForSignal(Scene scene, Set<Party> knot) {
        if (knot.size() == 1) {
            return false;
        }
        boolean parked = false;
        for (Party party : knot) {
            if (!party.isProcess()) {
                Wait wait = scene.wait(party);
                if (wait.roomIn().isPresent()) {
                    return false;
                }
                parked |= wait.parked();
            }
        }
        return parked;
    }

    private static Finding finding(Scene scene, List<Step> cycle, Set<Party> knot) {
        Set<Integer> pids = new LinkedHashSet<>();
        cycle.forEach(step -> pids.add(step.pid()));
        knot.stream().filter(Party::isProcess).forEach(party -> pids.add(party.pid()));
        List<String> evidence = new ArrayList<>(scene.words().proof(cycle, knot));
        if (cycle.size() > 1 && cycle.stream().allMatch(s -> s.waits().bytesFrom().isPresent())) {
            evidence.add(
                    "each waits for the other to write first, and nothing is on its way: what was"
                            + " written may lie in a buffer that nobody has flushed");
        }
        return new Finding(
                Verdict.DEADLOCK,
                summary(scene, cycle),
                cycle,
                true,
                culprit(scene, cycle, pids),
                pipe(scene, cycle),
                evidence,
                pids);
    }

    /** Who waits for whom, all around. */
    private static String summary(Scene scene, List<Step> cycle) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < cycle.size(); i++) {
            Step step = cycle.get(i);
            if (cycle.size() == 1 && step.waits().parked()) {
                return scene.name(step.pid())
                        + " waits for another thread to give back a lock, and has no other thread";
            }
            int next = cycle.get((i + 1) % cycle.size()).pid();
            text.append(i == 0 ? "" : "; ")
                    .append(scene.name(step.pid()))
                    .append(' ')
                    .append(
                            step.waits()
                                    .clause(
                                            new Party(step.pid(), step.tid()),
                                            next == step.pid() ? "itself" : scene.name(next)));
        }
        return text.toString();
    }

    /** The pipe to show: a full one, if there is one. */
    private static Optional<PipeView> pipe(Scene scene, List<Step> cycle) {
        Optional<PipeView> found = Optional.empty();
        for (Step step : cycle) {
            Optional<PipeView> full = step.waits().roomIn().flatMap(scene::pipe);
            if (full.isPresent()) {
                return full;
            }
            if (found.isEmpty()) {
                found = step.waits().bytesFrom().flatMap(scene::pipe);
            }
        }
        return found;
    }

    /**
     * Whom to name. Of those who do not read a full pipe or socket, one that started its writer:
     * that one laid the pipes; else the first. Where nobody writes to a full one, who has a lock
     * that is waited for; else who does not write.
     */
    private static Optional<Culprit> culprit(Scene scene, List<Step> cycle, Set<Integer> pids) {
        Optional<Culprit> first = Optional.empty();
        boolean locked = false;
        for (Step step : cycle) {
            Optional<Culprit> reader = reader(scene, step, pids);
            if (reader.isPresent()
                    && reader.get().role().equals("reader")
                    && scene.descends(step.pid(), reader.get().pid())) {
                return reader;
            }
            first = first.isPresent() ? first : reader;
            locked |= step.waits() instanceof Wait.Lock;
        }
        if (first.isPresent()) {
            return first;
        }
        for (Step step : cycle) {
            String file = step.waits().bytesFrom().orElse("");
            Optional<PipeView> pipe = scene.pipe(file);
            if (pipe.isPresent()) {
                return locked
                        ? best(scene, pipe.get().readers(), "reader", -1, Set.of(step.pid()))
                        : best(scene, pipe.get().writers(), "writer", step.pid(), pids);
            }
            if (SocketView.isSocket(file)) {
                return best(scene, scene.takers(file), "peer", step.pid(), pids);
            }
            if (step.waits() instanceof Wait.Terminal terminal) {
                return best(
                        scene,
                        scene.otherSide(step.pid(), terminal),
                        terminal.writes() ? "reader" : "writer",
                        step.pid(),
                        pids);
            }
        }
        return Optional.empty();
    }

    /** Who does not read what this one writes. */
    private static Optional<Culprit> reader(Scene scene, Step writer, Set<Integer> pids) {
        String file = writer.waits().roomIn().orElse("");
        String role = SocketView.isSocket(file) ? "peer" : "reader";
        return best(scene, scene.takers(file), role, writer.pid(), pids);
    }

    private static Optional<Culprit> best(
            Scene scene, List<PipeHolder> holders, String role, int waiter, Set<Integer> pids) {
        PipeHolder best = null;
        for (PipeHolder holder : holders) {
            if (best == null || rank(holder, waiter, pids) > rank(best, waiter, pids)) {
                best = holder;
            }
        }
        return Optional.ofNullable(best).map(holder -> scene.culprit(holder, role));
    }

    /** A holder on the cycle ranks before others, and then one that does not wait itself. */
    private static int rank(PipeHolder holder, int waiter, Set<Integer> pids) {
        return (pids.contains(holder.pid()) ? 2 : 0) + (holder.pid() == waiter ? 0 : 1);
    }
}
