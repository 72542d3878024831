package dev.penstock.diagnosis.inspect;

import dev.penstock.diagnosis.graph.WaitGraph;
import dev.penstock.diagnosis.snapshot.PipeState;
import dev.penstock.diagnosis.snapshot.PipeView;
import dev.penstock.diagnosis.snapshot.ProcessView;
import dev.penstock.diagnosis.snapshot.TaskView;
import dev.penstock.diagnosis.snapshot.Wait;
import dev.penstock.internal.procfs.ProcFs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What every rule looks at: the interval, the graph that follows from it, and who is stuck in it.
 */
final class Scene {
    /** asm-generic/signal.h */
    private static final int SIGALRM = 14;

    private final ProcFs proc;
    private final Map<Integer, String> commands = new HashMap<>();
    final Interval interval;
    final Set<Integer> asked;
    final Unseen unseen;
    final Helpers helpers;
    final WaitGraph<Node> graph;
    final Set<Node> stuck;

    Scene(ProcFs proc, Interval interval, Set<Integer> asked) {
        this.proc = proc;
        this.interval = interval;
        this.asked = asked;
        this.unseen = new Unseen(interval.last().processes());
        this.helpers = new Helpers(proc, interval.last());
        Set<Integer> mayWake = new HashSet<>();
        WaitGraph<Node> graph = WaitEdges.of(interval, unseen, helpers, mayWake::contains);
        Set<Node> stuck = graph.stuck();
        while (addThoseWithTimers(stuck, mayWake)) {
            graph = WaitEdges.of(interval, unseen, helpers, mayWake::contains);
            stuck = graph.stuck();
        }
        this.graph = graph;
        this.stuck = stuck;
    }

    /** A timer may wake its owner from whatever wait. Asked of none but the stuck. */
    private boolean addThoseWithTimers(Set<Node> stuck, Set<Integer> mayWake) {
        boolean added = false;
        for (Node node : stuck) {
            if (node.isProcess() && proc.hasTimers(node.pid()).known().orElse(false)) {
                added |= mayWake.add(node.pid());
            }
        }
        return added;
    }

    /** Whether it has a handler for SIGALRM; whether it has set an alarm, nobody can see. */
    boolean handlesAlarm(int pid) {
        return (proc.caughtSignals(pid).known().orElse(0L) & 1L << SIGALRM - 1) != 0;
    }

    /** All threads, those first of the processes that were asked for. */
    List<TaskView> tasks() {
        List<TaskView> tasks = new ArrayList<>();
        List<TaskView> others = new ArrayList<>();
        for (ProcessView process : interval.last().processes().all()) {
            (asked.contains(process.pid()) ? tasks : others).addAll(process.tasks());
        }
        tasks.addAll(others);
        return tasks;
    }

    /** Those threads that slept all the time. */
    List<TaskView> still() {
        List<TaskView> still = new ArrayList<>();
        for (TaskView task : tasks()) {
            if (interval.still(task)) {
                still.add(task);
            }
        }
        return still;
    }

    Wait wait(TaskView task) {
        return interval.last().wait(task);
    }

    Optional<ProcessView> process(int pid) {
        return interval.last().processes().process(pid);
    }

    String command(int pid) {
        return commands.computeIfAbsent(pid, this::findCommand);
    }

    /** One that has ended since is told by the name that it had. */
    private String findCommand(int pid) {
        Optional<ProcessView> process = process(pid);
        return proc.cmdline(pid).known().isEmpty() && process.isPresent()
                ? "[" + process.get().stat().comm() + "]"
                : proc.command(pid);
    }

    /** All of it, for searching. */
    String arguments(int pid) {
        return String.join(" ", proc.cmdline(pid).known().orElse(List.of()));
    }

    /** Whether a process is a child of another, or a child's child. */
    boolean descends(int pid, int from) {
        int at = pid;
        // Bounded: parents are read one after another, and could seem to go round.
        for (int i = 0; i < 100; i++) {
            Optional<ProcessView> process = process(at);
            if (process.isEmpty()) {
                return false;
            }
            at = process.get().stat().parent();
            if (at == from) {
                return true;
            }
        }
        return false;
    }

    /** For sentences: the program alone. */
    String name(int pid) {
        String command = command(pid);
        int space = command.indexOf(' ');
        return (space < 0 ? command : command.substring(0, space)) + " (" + pid + ")";
    }

    long unreadBefore(PipeView pipe) {
        return interval.stateBefore(pipe.file()).map(PipeState::unread).orElse(-1L);
    }

    Step step(TaskView task) {
        Wait wait = wait(task);
        return new Step(
                task.pid(),
                task.tid(),
                process(task.pid()).map(process -> process.tasks().size()).orElse(1),
                command(task.pid()),
                wait,
                file(wait));
    }

    private static Optional<String> file(Wait wait) {
        if (wait instanceof Wait.Room room) {
            return Optional.of(room.file());
        }
        if (wait instanceof Wait.Send send) {
            return Optional.of(send.file());
        }
        if (wait instanceof Wait.Receive receive) {
            return Optional.of(receive.file());
        }
        if (wait instanceof Wait.Lock lock) {
            return Optional.of(lock.file());
        }
        if (wait instanceof Wait.Partner partner && !partner.file().isEmpty()) {
            return Optional.of(partner.file());
        }
        return wait instanceof Wait.Bytes bytes ? Optional.of(bytes.file()) : Optional.empty();
    }

    /** The thread that says most about what a process does: a stuck one, else the first. */
    Optional<TaskView> speaker(int pid) {
        Optional<ProcessView> process = process(pid);
        if (process.isEmpty() || process.get().tasks().isEmpty()) {
            return Optional.empty();
        }
        List<TaskView> tasks = helpers.others(process.get());
        for (TaskView task : tasks) {
            if (wait(task) instanceof Wait.ChildExit || wait(task) instanceof Wait.Bytes) {
                return Optional.of(task);
            }
        }
        return Optional.of(tasks.isEmpty() ? process.get().tasks().get(0) : tasks.get(0));
    }

    /** The cycle that a stuck thread is in or waits for; whole processes are left out. */
    List<Step> cycle(Node from) {
        List<Step> steps = new ArrayList<>();
        for (Node node : graph.cycle(from, stuck)) {
            if (!node.isProcess()) {
                process(node.pid())
                        .flatMap(process -> process.task(node.tid()))
                        .ifPresent(task -> steps.add(step(task)));
            }
        }
        return steps;
    }
}
