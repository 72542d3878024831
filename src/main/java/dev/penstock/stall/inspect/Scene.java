package dev.penstock.stall.inspect;

import dev.penstock.procfs.ProcFs;
import dev.penstock.stall.graph.WaitGraph;
import dev.penstock.stall.snapshot.PipeState;
import dev.penstock.stall.snapshot.PipeView;
import dev.penstock.stall.snapshot.ProcessView;
import dev.penstock.stall.snapshot.TaskView;
import dev.penstock.stall.snapshot.Wait;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What every rule looks at: the interval, the graph that follows from it, and who is stuck in it.
 */
final class Scene {
    private final ProcFs proc;
    private final Map<Integer, String> commands = new HashMap<>();
    final Interval interval;
    final Unseen unseen;
    final WaitGraph<Node> graph;
    final Set<Node> stuck;

    Scene(ProcFs proc, Interval interval) {
        this.proc = proc;
        this.interval = interval;
        this.unseen = new Unseen(interval.last().processes());
        this.graph = WaitEdges.of(interval, unseen, pid -> false);
        this.stuck = graph.stuck();
    }

    /** The threads that slept all the time, with what they wait for. */
    List<TaskView> still() {
        List<TaskView> still = new ArrayList<>();
        for (ProcessView process : interval.last().processes().all()) {
            for (TaskView task : process.tasks()) {
                if (interval.still(task)) {
                    still.add(task);
                }
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
        return commands.computeIfAbsent(pid, proc::command);
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
        return wait instanceof Wait.Bytes bytes ? Optional.of(bytes.file()) : Optional.empty();
    }

    /** The thread that says most about what a process does: a stuck one, else the first. */
    Optional<TaskView> speaker(int pid) {
        Optional<ProcessView> process = process(pid);
        if (process.isEmpty() || process.get().tasks().isEmpty()) {
            return Optional.empty();
        }
        List<TaskView> tasks = Helpers.others(process.get());
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
