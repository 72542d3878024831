package dev.penstock.trace;

import dev.penstock.stall.graph.WaitGraph;
import dev.penstock.trace.log.Call;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Who waits for whom, by the calls that threads are in. Whoever is not known to wait, and whoever
 * waits for something that the log does not show, is left out, and so free.
 */
final class WaitEdges {
    private final World world;
    private final Call call = new Call();

    WaitEdges(World world) {
        this.world = world;
    }

    WaitGraph<Party> graph() {
        WaitGraph<Party> graph = new WaitGraph<>();
        Set<Process> processes = new LinkedHashSet<>();
        for (Task task : world.tasks.values()) {
            processes.add(task.process);
            if (task.asleep()) {
                Set<Process> on = on(task);
                List<Party> all = new ArrayList<>(on);
                if (on.isEmpty() && isFutex(task)) {
                    all.addAll(others(task));
                }
                if (!all.isEmpty()) {
                    graph.add(task, WaitGraph.Mode.ANY, all);
                }
            }
        }
        for (Process process : processes) {
            if (!process.tasks.isEmpty()) {
                graph.add(process, WaitGraph.Mode.ANY, process.tasks);
            }
        }
        return graph;
    }

    /** Nobody, where whoever could wake it is not known. */
    private Set<Process> on(Task task) {
        Set<Process> on = new LinkedHashSet<>();
        if (task.pipe != null) {
            if (task.pipe.seen()) {
                on.addAll(task.pipe.processes(!task.writes));
            }
            return on;
        }
        task.read(call);
        boolean known =
                switch (call.syscall()) {
                    case WAIT -> children(task, on);
                    case POLL -> polled(task, on);
                    case SELECT -> selected(task, on);
                    default -> false;
                };
        if (!known) {
            on.clear();
        }
        return on;
    }

    private boolean children(Task task, Set<Process> on) {
        if (call.has("WNOHANG")) {
            return false;
        }
        boolean waitid = call.isNamed("waitid");
        long pid = call.number(waitid ? 1 : 0, -1);
        boolean any = waitid ? !call.has(0, "P_PID") : pid <= 0;
        for (Task other : world.tasks.values()) {
            Process process = other.process;
            if (any ? process.parent == task.process : process.pid == pid) {
                on.add(process);
            }
        }
        return waitid ? !call.has(0, "P_PIDFD") : !on.isEmpty();
    }

    private boolean polled(Task task, Set<Process> on) {
        // poll(fds, count, -1), ppoll(fds, count, NULL, …)
        if (call.number(2, 0) != -1 && !call.text(2).equals("NULL")) {
            return false;
        }
        for (int fd : call.fds(0, "fd=")) {
            Descriptor descriptor = task.process.files.get(fd);
            // Which of both ends is polled for what is not looked at: a pipe has one only.
            if (descriptor == null || !partners(descriptor, on, true, true)) {
                return false;
            }
        }
        return !on.isEmpty();
    }

    private boolean selected(Task task, Set<Process> on) {
        if (!call.text(4).equals("NULL") || !call.text(3).equals("NULL")) {
            return false;
        }
        for (int set = 1; set <= 2; set++) {
            for (int fd : call.fds(set, "[")) {
                Descriptor descriptor = task.process.files.get(fd);
                if (descriptor == null || !partners(descriptor, on, set == 1, set == 2)) {
                    return false;
                }
            }
        }
        return !on.isEmpty();
    }

    /** False where somebody unknown may be among them. */
    private static boolean partners(
            Descriptor descriptor, Set<Process> on, boolean reads, boolean writes) {
        for (boolean reading : new boolean[] {true, false}) {
            Pipe pipe = reading ? descriptor.reads : descriptor.writes;
            if (pipe != null && (reading ? reads : writes)) {
                List<Process> others = pipe.processes(reading);
                if (!pipe.seen() || others.isEmpty()) {
                    return false;
                }
                on.addAll(others);
            }
        }
        return true;
    }

    private boolean isFutex(Task task) {
        task.read(call);
        return switch (call.syscall()) {
            case FUTEX -> call.has(1, "FUTEX_WAIT") && call.text(3).equals("NULL");
            default -> false;
        };
    }

    private static List<Task> others(Task task) {
        List<Task> others = new ArrayList<>(task.process.tasks);
        others.remove(task);
        return others;
    }
}
