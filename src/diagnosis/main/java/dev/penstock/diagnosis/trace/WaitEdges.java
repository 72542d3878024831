package dev.penstock.diagnosis.trace;

import dev.penstock.diagnosis.graph.WaitGraph;
import dev.penstock.diagnosis.trace.log.Call;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Who waits for whom, by the calls that threads are in. Whoever is not known to wait, and whoever
 * waits for something that the log does not show, is left out, and so free.
 */
final class WaitEdges {
    /** What an empty pipe has room for, on any machine: a page. */
    private static final int SLOT = 4096;

    private final Call call = new Call();

    /** Of all on whom that one depends; nobody else matters to whether it is stuck. */
    WaitGraph<Party> graph(Task from) {
        WaitGraph<Party> graph = new WaitGraph<>();
        Set<Party> reached = new LinkedHashSet<>(Set.of(from));
        ArrayDeque<Party> next = new ArrayDeque<>(reached);
        while (!next.isEmpty()) {
            Party party = next.remove();
            List<Party> on = on(party);
            if (!on.isEmpty()) {
                graph.add(party, WaitGraph.Mode.ANY, on);
            }
            for (Party other : on) {
                if (reached.add(other)) {
                    next.add(other);
                }
            }
        }
        return graph;
    }

    private List<Party> on(Party party) {
        if (party instanceof Proc process) {
            return List.copyOf(process.tasks);
        }
        Task task = (Task) party;
        if (!task.asleep()) {
            return List.of();
        }
        List<Party> on = new ArrayList<>(on(task));
        if (on.isEmpty() && isFutex(task)) {
            on.addAll(others(task));
        }
        return on;
    }

    /** Nobody, where whoever could wake it is not known. */
    private Set<Proc> on(Task task) {
        Set<Proc> on = new LinkedHashSet<>();
        if (task.pipe != null) {
            if (task.pipe.seen() && !mayGoOn(task)) {
                on.addAll(task.pipe.processes(!task.writes));
            }
            return on;
        }
        task.read(call);
        boolean known =
                switch (call.syscall()) {
                    case WAIT -> children(task.process, on);
                    case POLL -> polled(task, on);
                    case SELECT -> selected(task, on);
                    default -> false;
                };
        if (!known) {
            on.clear();
        }
        return on;
    }

    /**
     * Whether the call may be under way and not asleep: somebody reads and somebody writes at once,
     * bytes lie there for a reader, or there is a free slot for a writer.
     */
    private boolean mayGoOn(Task task) {
        for (Task other : task.pipe.waiting) {
            if (other.writes != task.writes && other.asleep()) {
                return true;
            }
        }
        long unread = task.pipe.in() - task.pipe.out();
        if (!task.writes) {
            return unread > 0;
        }
        task.read(call);
        return unread == 0 && call.isNamed("write") && call.number(2, SLOT + 1) <= SLOT;
    }

    private boolean children(Proc parent, Set<Proc> on) {
        if (call.has("WNOHANG")) {
            return false;
        }
        boolean waitid = call.isNamed("waitid");
        long pid = call.number(waitid ? 1 : 0, -1);
        boolean any = waitid ? !call.has(0, "P_PID") : pid <= 0;
        for (Proc child : parent.children) {
            if (any || child.pid == pid) {
                on.add(child);
            }
        }
        return waitid ? !call.has(0, "P_PIDFD") : !on.isEmpty();
    }

    private boolean polled(Task task, Set<Proc> on) {
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

    private boolean selected(Task task, Set<Proc> on) {
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
            Descriptor descriptor, Set<Proc> on, boolean reads, boolean writes) {
        for (boolean reading : new boolean[] {true, false}) {
            Pipe pipe = reading ? descriptor.reads : descriptor.writes;
            if (pipe != null && (reading ? reads : writes)) {
                List<Proc> others = pipe.processes(reading);
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
