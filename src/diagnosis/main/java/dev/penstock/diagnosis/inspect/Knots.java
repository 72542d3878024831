package dev.penstock.diagnosis.inspect;

import dev.penstock.diagnosis.snapshot.Holder;
import dev.penstock.diagnosis.snapshot.PipeView;
import dev.penstock.diagnosis.snapshot.SocketView;
import dev.penstock.diagnosis.snapshot.TaskView;
import dev.penstock.diagnosis.snapshot.Wait;
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
                    List<Step> cycle = scene.cycle(node);
                    if (!told.about(reach) && !waitsForCommands(cycle) && !waitsForSignal(reach)) {
                        told.add(finding(cycle, reach), reach);
                    }
                }
            }
        }
    }

    /**
     * Whether it is a process that holds both ends of a FIFO and reads: it waits for somebody who
     * opens the FIFO, and has the write end only to see no end between two of them.
     */
    private boolean waitsForCommands(List<Step> cycle) {
        return cycle.size() == 1
                && cycle.get(0).waits() instanceof Wait.Bytes bytes
                && scene.interval.last().pipe(bytes.file()).map(PipeView::fifo).orElse(false);
    }

    /**
     * Whether a runtime's threads sleep in a process with an idle helper: a thread waits for the
     * helper's end, the helper for a request, and main, parked, for the signal that is to end it
     * all. Where something is full, somebody fails whatever signal comes.
     */
    private boolean waitsForSignal(Set<Node> reach) {
        boolean parked = false;
        for (Node node : reach) {
            Optional<Wait> wait =
                    scene.process(node.pid())
                            .flatMap(process -> process.task(node.tid()))
                            .map(scene::wait);
            if (wait.isPresent()
                    && (wait.get() instanceof Wait.Room || wait.get() instanceof Wait.Send)) {
                return false;
            }
            parked |=
                    wait.isPresent()
                            && (wait.get() instanceof Wait.Futex
                                    || wait.get() instanceof Wait.IdleWorker);
        }
        return parked;
    }

    private Finding finding(List<Step> cycle, Set<Node> reach) {
        Set<Integer> pids = new LinkedHashSet<>();
        for (Step step : cycle) {
            pids.add(step.pid());
        }
        List<String> evidence = new ArrayList<>();
        boolean locks = false;
        for (Step step : cycle) {
            evidence.add(
                    scene.name(step.pid())
                            + (step.threads() == 1 ? "" : ", thread " + step.tid() + ",")
                            + (step.waits() instanceof Wait.JavaLock
                                    ? " waits, as its JVM tells, for "
                                    : " slept all the time in ")
                            + step.waits().text());
            locks |= step.waits() instanceof Wait.JavaLock;
        }
        evidence.add(
                "two looks "
                        + say.apart()
                        + (locks
                                ? ", and a thread dump between them"
                                : ": none of them was given a CPU between them"));
        Set<String> files = new LinkedHashSet<>();
        for (Step step : cycle) {
            step.pipe().ifPresent(files::add);
        }
        for (String file : files) {
            scene.interval.last().pipe(file).ifPresent(pipe -> holders(pipe, evidence));
        }
        if (!files.isEmpty() && scene.unseen.count() > 0) {
            evidence.add(
                    (scene.unseen.count() == 1 ? "1 process" : scene.unseen.count() + " processes")
                            + " may not be looked at; none is a descendant of a holder or"
                            + " in the session of one");
        }
        others(pids, reach, evidence);
        for (int pid : pids) {
            if (scene.handlesAlarm(pid)) {
                evidence.add(
                        scene.name(pid)
                                + " handles SIGALRM: if it has set an alarm, which cannot be seen,"
                                + " that wakes it");
            }
        }
        Optional<Culprit> culprit = culprit(cycle, pids);
        Optional<PipeView> pipe = pipe(cycle);
        return new Finding(
                Verdict.DEADLOCK,
                say.cycle(cycle),
                cycle,
                true,
                culprit,
                pipe,
                pipe.map(scene::unreadBefore).orElse(-1L),
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

    /** The pipe to show: a full one, if there is one. */
    private Optional<PipeView> pipe(List<Step> cycle) {
        Optional<PipeView> found = Optional.empty();
        for (Step step : cycle) {
            if (step.waits() instanceof Wait.Room room) {
                return scene.interval.last().pipe(room.file());
            }
            if (found.isEmpty() && step.waits() instanceof Wait.Bytes bytes) {
                found = scene.interval.last().pipe(bytes.file());
            }
        }
        return found;
    }

    /**
     * Whom to name. Of those who do not read a full pipe or socket, one that started its writer:
     * that one laid the pipes; else the first. Where nobody writes to a full one, who has a lock
     * that is waited for; else who does not write.
     */
    private Optional<Culprit> culprit(List<Step> cycle, Set<Integer> pids) {
        Optional<Culprit> first = Optional.empty();
        for (Step step : cycle) {
            Optional<Culprit> reader = reader(step, pids);
            if (step.waits() instanceof Wait.Room
                    && reader.isPresent()
                    && scene.descends(step.pid(), reader.get().pid())) {
                return reader;
            }
            first = first.isPresent() ? first : reader;
        }
        if (first.isPresent()) {
            return first;
        }
        boolean locked = false;
        for (Step step : cycle) {
            locked |= step.waits() instanceof Wait.Lock;
        }
        for (Step step : cycle) {
            if (step.waits() instanceof Wait.Bytes bytes) {
                PipeView pipe = scene.interval.last().pipe(bytes.file()).orElseThrow();
                return locked
                        ? best(pipe.readers(), "reader", -1, Set.of(step.pid()))
                        : best(pipe.writers(), "writer", step.pid(), pids);
            }
            if (step.waits() instanceof Wait.Receive receive) {
                return best(peers(receive.file()), "peer", step.pid(), pids);
            }
        }
        return Optional.empty();
    }

    /** Who does not read what this one writes. */
    private Optional<Culprit> reader(Step writer, Set<Integer> pids) {
        if (writer.waits() instanceof Wait.Room room) {
            PipeView pipe = scene.interval.last().pipe(room.file()).orElseThrow();
            return best(pipe.readers(), "reader", writer.pid(), pids);
        }
        return writer.waits() instanceof Wait.Send send
                ? best(peers(send.file()), "peer", writer.pid(), pids)
                : Optional.empty();
    }

    private List<Holder> peers(String file) {
        return scene.interval.last().socket(file).map(SocketView::peers).orElse(List.of());
    }

    private Optional<Culprit> best(
            List<Holder> holders, String role, int waiter, Set<Integer> pids) {
        Holder best = null;
        for (Holder holder : holders) {
            if (best == null || rank(holder, waiter, pids) > rank(best, waiter, pids)) {
                best = holder;
            }
        }
        return Optional.ofNullable(best)
                .map(
                        holder ->
                                new Culprit(
                                        holder.pid(),
                                        holder.fd(),
                                        role,
                                        scene.command(holder.pid())));
    }

    /** Best one who is on the cycle, and not the one who waits. */
    private static int rank(Holder holder, int waiter, Set<Integer> pids) {
        return (pids.contains(holder.pid()) ? 2 : 0) + (holder.pid() == waiter ? 0 : 1);
    }
}
