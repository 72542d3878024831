package dev.penstock.stall.inspect;

import dev.penstock.stall.snapshot.Holder;
import dev.penstock.stall.snapshot.PipeView;
import dev.penstock.stall.snapshot.TaskView;
import dev.penstock.stall.snapshot.Wait;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Threads that wait for each other, and whom nobody else can wake: a deadlock, proven. */
final class Knots {
    private final Scene scene;
    private final Sentence say;

    Knots(Scene scene) {
        this.scene = scene;
        this.say = new Sentence(scene);
    }

    /** Those first that a full pipe is part of: it says best who fails whom. */
    void find(Told told) {
        List<TaskView> still = scene.still();
        for (Class<?> kind : List.of(Wait.Room.class, Wait.Bytes.class, Wait.class)) {
            for (TaskView task : still) {
                Node node = Node.of(task);
                if (kind.isInstance(scene.wait(task)) && scene.stuck.contains(node)) {
                    Set<Node> reach = scene.graph.reach(node);
                    if (!told.about(reach)) {
                        told.add(finding(scene.cycle(node), reach), reach);
                    }
                }
            }
        }
    }

    private Finding finding(List<Step> cycle, Set<Node> reach) {
        Set<Integer> pids = new LinkedHashSet<>();
        for (Step step : cycle) {
            pids.add(step.pid());
        }
        List<String> evidence = new ArrayList<>();
        for (Step step : cycle) {
            evidence.add(
                    scene.name(step.pid())
                            + (step.threads() == 1 ? "" : ", thread " + step.tid() + ",")
                            + " slept all the time in "
                            + step.waits().text());
        }
        evidence.add("two looks " + say.apart() + ": none of them was given a CPU between them");
        Set<String> files = new LinkedHashSet<>();
        for (Step step : cycle) {
            step.pipe().ifPresent(files::add);
        }
        for (String file : files) {
            scene.interval.last().pipe(file).ifPresent(pipe -> holders(pipe, evidence));
        }
        others(pids, reach, evidence);
        Optional<Link> link = link(cycle, pids);
        return new Finding(
                Verdict.DEADLOCK,
                say.cycle(cycle),
                cycle,
                true,
                link.map(Link::culprit),
                link.map(Link::pipe),
                link.map(found -> scene.unreadBefore(found.pipe())).orElse(-1L),
                evidence,
                pids);
    }

    private void holders(PipeView pipe, List<String> evidence) {
        evidence.add(say.fill(pipe));
        for (Holder holder : pipe.holders()) {
            String end =
                    switch (holder.end()) {
                        case READ -> "read";
                        case WRITE -> "write";
                        case BOTH -> "read and write";
                    };
            evidence.add(say.holds(holder.pid(), holder.fd(), end) + " of " + pipe.file());
        }
        if (scene.unseen.count() > 0) {
            evidence.add(
                    scene.unseen.count()
                            + " processes may not be looked at; none is a descendant of a holder or"
                            + " in the session of one");
        }
    }

    /** Those of the knot who are not on the cycle shown. */
    private void others(Set<Integer> pids, Set<Node> reach, List<String> evidence) {
        for (Node node : reach) {
            if (node.isProcess() && pids.contains(node.pid())) {
                int threads = scene.interval.tasks(node.pid()).size();
                if (threads > 1) {
                    evidence.add(say.doing(node.pid()));
                }
            } else if (node.isProcess() && pids.add(node.pid())) {
                evidence.add(say.doing(node.pid()) + ", stuck as well");
            }
        }
    }

    private record Link(Culprit culprit, PipeView pipe) {}

    /**
     * Who does not read, or, where nobody writes to a full pipe, who keeps a lock, or who does not
     * write.
     */
    private Optional<Link> link(List<Step> cycle, Set<Integer> pids) {
        for (Step step : cycle) {
            if (step.waits() instanceof Wait.Room room) {
                return link(room.file(), true, step, pids);
            }
        }
        boolean locked = false;
        for (Step step : cycle) {
            locked |= step.waits() instanceof Wait.Lock;
        }
        for (Step step : cycle) {
            if (step.waits() instanceof Wait.Bytes bytes) {
                return link(bytes.file(), locked, step, locked ? Set.of(step.pid()) : pids);
            }
        }
        return Optional.empty();
    }

    private Optional<Link> link(String file, boolean full, Step waiter, Set<Integer> pids) {
        PipeView pipe = scene.interval.last().pipe(file).orElse(null);
        if (pipe == null) {
            return Optional.empty();
        }
        Holder best = null;
        for (Holder holder : full ? pipe.readers() : pipe.writers()) {
            if (best == null || rank(holder, waiter, pids) > rank(best, waiter, pids)) {
                best = holder;
            }
        }
        Holder found = best;
        return Optional.ofNullable(found)
                .map(
                        holder ->
                                new Link(
                                        new Culprit(
                                                holder.pid(),
                                                holder.fd(),
                                                full ? "reader" : "writer",
                                                scene.command(holder.pid())),
                                        pipe));
    }

    /** Best one who is on the cycle, and not the one who waits. */
    private static int rank(Holder holder, Step waiter, Set<Integer> pids) {
        return (pids.contains(holder.pid()) ? 2 : 0) + (holder.pid() == waiter.pid() ? 0 : 1);
    }
}
