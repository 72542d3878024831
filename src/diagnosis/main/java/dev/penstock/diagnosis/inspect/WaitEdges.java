package dev.penstock.diagnosis.inspect;

import dev.penstock.diagnosis.graph.WaitGraph;
import dev.penstock.diagnosis.graph.WaitGraph.Mode;
import dev.penstock.diagnosis.snapshot.Holder;
import dev.penstock.diagnosis.snapshot.PipeView;
import dev.penstock.diagnosis.snapshot.ProcessView;
import dev.penstock.diagnosis.snapshot.TaskView;
import dev.penstock.diagnosis.snapshot.Wait;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Who waits for whom, as edges. A thread waits in the graph only if it slept all the time, and if
 * everybody who could wake it is known; in every other case it stays free, so that what is not
 * known can prove nothing.
 *
 * <p>A reader of an empty pipe wants bytes, which any writer can give, or its end, for which all of
 * them must go; both need a writer that goes on, so it waits for ANY of them.
 */
final class WaitEdges {
    private static final String EVENTFD = "anon_inode:[eventfd]";

    private final Interval interval;
    private final Unseen unseen;
    private final Helpers helpers;
    private final IntPredicate mayBeInterrupted;
    private final WaitGraph<Node> graph = new WaitGraph<>();

    private WaitEdges(
            Interval interval, Unseen unseen, Helpers helpers, IntPredicate mayBeInterrupted) {
        this.interval = interval;
        this.unseen = unseen;
        this.helpers = helpers;
        this.mayBeInterrupted = mayBeInterrupted;
    }

    /**
     * Builds the graph.
     *
     * @param mayBeInterrupted whether a timer of its own can wake a process from any wait
     */
    static WaitGraph<Node> of(
            Interval interval, Unseen unseen, Helpers helpers, IntPredicate mayBeInterrupted) {
        WaitEdges edges = new WaitEdges(interval, unseen, helpers, mayBeInterrupted);
        for (ProcessView process : interval.last().processes().all()) {
            edges.add(process);
        }
        return edges.graph;
    }

    private void add(ProcessView process) {
        List<TaskView> tasks = helpers.others(process);
        if (tasks.isEmpty()) {
            return;
        }
        Set<Node> nodes = new LinkedHashSet<>();
        for (TaskView task : tasks) {
            nodes.add(Node.of(task));
            if (interval.still(task) && !mayBeInterrupted.test(process.pid())) {
                wakers(process, task, interval.last().wait(task))
                        .filter(wakers -> !wakers.isEmpty())
                        .ifPresent(wakers -> graph.add(Node.of(task), Mode.ANY, wakers));
            }
        }
        graph.add(Node.process(process.pid()), Mode.ANY, nodes);
    }

    /** All who could wake it; empty where they are not all known. */
    private Optional<Set<Node>> wakers(ProcessView process, TaskView task, Wait wait) {
        if (wait instanceof Wait.Room room) {
            return pipe(room.file()).map(pipe -> processes(pipe.readers()));
        }
        if (wait instanceof Wait.Bytes bytes) {
            return pipe(bytes.file()).map(pipe -> processes(pipe.writers()));
        }
        if (wait instanceof Wait.Send send) {
            return peers(send.file());
        }
        if (wait instanceof Wait.Receive receive) {
            return peers(receive.file());
        }
        if (wait instanceof Wait.Lock lock) {
            return lockers(lock.file());
        }
        if (wait instanceof Wait.ChildExit exit) {
            return children(process, exit);
        }
        if (wait instanceof Wait.JavaLock lock) {
            return Optional.of(Set.of(new Node(process.pid(), lock.owner())));
        }
        if (wait instanceof Wait.IdleWorker) {
            return siblings(process, task);
        }
        if (wait instanceof Wait.Futex futex) {
            return futex.timed() || futex.shared() ? Optional.empty() : siblings(process, task);
        }
        if (wait instanceof Wait.Events events) {
            return events.timed() || events.watched().known().isEmpty()
                    ? Optional.empty()
                    : events(process, events.watched().known().get());
        }
        return Optional.empty();
    }

    /** Empty where somebody unseen may hold it too. */
    private Optional<PipeView> pipe(String file) {
        return interval.last().pipe(file).filter(pipe -> unseen.mayHold(pipe.holders()).isEmpty());
    }

    /** Who holds the other end; empty where that is on another machine. */
    private Optional<Set<Node>> peers(String file) {
        return interval.last()
                .socket(file)
                .filter(socket -> unseen.mayHold(socket.peers()).isEmpty())
                .map(socket -> processes(socket.peers()));
    }

    private Optional<Set<Node>> lockers(String file) {
        List<Holder> lockers = interval.last().lockers(file);
        return unseen.mayHold(lockers).isEmpty()
                ? Optional.of(processes(lockers))
                : Optional.empty();
    }

    private Optional<Set<Node>> children(ProcessView process, Wait.ChildExit exit) {
        Set<Node> children = new LinkedHashSet<>();
        for (ProcessView child : interval.last().processes().children(process.pid())) {
            boolean waitedFor =
                    exit.pid() == 0
                            || exit.pid() == child.pid()
                            || exit.pid() == -child.stat().group();
            if (waitedFor && child.stat().ended()) {
                return Optional.empty();
            }
            if (waitedFor) {
                children.add(Node.process(child.pid()));
            }
        }
        return Optional.of(children);
    }

    private Optional<Set<Node>> siblings(ProcessView process, TaskView task) {
        Set<Node> siblings = new LinkedHashSet<>();
        for (TaskView other : helpers.others(process)) {
            if (other.tid() != task.tid()) {
                siblings.add(Node.of(other));
            }
        }
        return Optional.of(siblings);
    }

    private Optional<Set<Node>> events(ProcessView process, List<Wait.Watched> watched) {
        Set<Node> wakers = new LinkedHashSet<>();
        for (Wait.Watched one : watched) {
            if (one.file().startsWith(Wait.PIDFD)) {
                int pid = Integer.parseInt(one.file().substring(Wait.PIDFD.length()));
                wakers.add(Node.process(pid));
                continue;
            }
            if (one.file().equals(EVENTFD) && !shared(process, one.fd())) {
                wakers.add(Node.process(process.pid()));
                continue;
            }
            Optional<PipeView> pipe = pipe(one.file());
            if (pipe.isEmpty() || !one.reads() && !one.writes()) {
                return Optional.empty();
            }
            List<Holder> others = new ArrayList<>();
            if (one.reads()) {
                others.addAll(pipe.get().writers());
            }
            if (one.writes()) {
                others.addAll(pipe.get().readers());
            }
            if (others.isEmpty()) {
                return Optional.empty();
            }
            wakers.addAll(processes(others));
        }
        // A child's end interrupts it: make waits for a token of the jobserver, or for SIGCHLD.
        for (ProcessView child : interval.last().processes().children(process.pid())) {
            wakers.add(Node.process(child.pid()));
        }
        return Optional.of(wakers);
    }

    /**
     * Whether a copy of the process may have its eventfd too: a fork that runs the same program.
     * Across an execve(2) nobody hands one on.
     */
    private boolean shared(ProcessView process, int fd) {
        for (ProcessView other : interval.last().processes().all()) {
            if (other.pid() != process.pid()
                    && other.stat().comm().equals(process.stat().comm())
                    && other.file(fd).orElse("").equals(EVENTFD)) {
                return true;
            }
        }
        return false;
    }

    private static Set<Node> processes(List<Holder> holders) {
        Set<Node> processes = new LinkedHashSet<>();
        for (Holder holder : holders) {
            processes.add(Node.process(holder.pid()));
        }
        return processes;
    }
}
