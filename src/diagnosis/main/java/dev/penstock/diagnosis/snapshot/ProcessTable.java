package dev.penstock.diagnosis.snapshot;

import dev.penstock.internal.procfs.CpuTime;
import dev.penstock.internal.procfs.FdLink;
import dev.penstock.internal.procfs.ProcFs;
import dev.penstock.internal.procfs.Reading;
import dev.penstock.internal.procfs.TaskStat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * Every process at about one moment, in one pass. Threads of the kernel are left out: they hold no
 * descriptors. Immutable.
 */
public final class ProcessTable {
    private final Map<Integer, ProcessView> processes;
    private final boolean complete;

    private ProcessTable(Map<Integer, ProcessView> processes, boolean complete) {
        this.processes = processes;
        this.complete = complete;
    }

    /**
     * Looks at every process.
     *
     * @param proc where to look
     * @return the table
     * @throws IOException if {@code /proc} cannot be listed
     */
    public static ProcessTable take(ProcFs proc) throws IOException {
        return take(proc, new ProcessTable(Map.of(), true));
    }

    /**
     * Looks at every process again. The descriptors of those that have slept since are not read
     * anew: nobody else can change them.
     *
     * @param proc where to look
     * @param before the look before
     * @return the table
     * @throws IOException if {@code /proc} cannot be listed
     */
    public static ProcessTable take(ProcFs proc, ProcessTable before) throws IOException {
        Map<Integer, ProcessView> processes = new LinkedHashMap<>();
        boolean complete = true;
        for (int pid : proc.processes()) {
            Reading<TaskStat> read = proc.stat(pid);
            TaskStat stat = read.known().orElse(null);
            complete &= stat != null || gone(read);
            if (stat != null && !stat.kernelThread()) {
                processes.put(pid, process(proc, stat, before.processes.get(pid)));
            }
        }
        return new ProcessTable(processes, complete);
    }

    private static ProcessView process(ProcFs proc, TaskStat stat, ProcessView before) {
        int pid = stat.pid();
        if (stat.ended() && !stat.endedBeforeOthers()) {
            return new ProcessView(pid, stat, List.of(), new Reading.Known<>(List.of()));
        }
        List<TaskView> tasks = new ArrayList<>();
        if (stat.threads() == 1) {
            tasks.add(task(proc, pid, stat));
        } else {
            for (int tid : proc.threads(pid).known().orElse(List.of())) {
                proc.stat(pid, tid)
                        .known()
                        .filter(own -> !own.ended())
                        .ifPresent(own -> tasks.add(task(proc, pid, own)));
            }
        }
        ProcessView now = new ProcessView(pid, stat, List.copyOf(tasks), fdsOf(before));
        return before != null && now.sleptSince(before)
                ? now
                : new ProcessView(pid, stat, now.tasks(), proc.fds(pid));
    }

    private static Reading<List<FdLink>> fdsOf(ProcessView before) {
        return before == null ? new Reading.Known<>(List.of()) : before.fds();
    }

    private static TaskView task(ProcFs proc, int pid, TaskStat stat) {
        int tid = stat.pid();
        Reading<CpuTime> cpu = proc.cpuTime(pid, tid);
        return new TaskView(
                pid,
                tid,
                stat.comm(),
                stat.state(),
                cpu.known().isPresent() ? cpu.map(CpuTime::runs) : proc.runs(pid, tid),
                cpu.map(CpuTime::nanos),
                proc.wchan(pid, tid),
                proc.syscall(pid, tid));
    }

    /**
     * All of them.
     *
     * @return by pid
     */
    public Collection<ProcessView> all() {
        return processes.values();
    }

    /**
     * Whether every process that was listed told who it is.
     *
     * @return false where one may hold whatever there is
     */
    public boolean complete() {
        return complete;
    }

    private static boolean gone(Reading<?> read) {
        return read instanceof Reading.Unknown<?> unknown && unknown.why() == Reading.Why.GONE;
    }

    /**
     * One of them.
     *
     * @param pid which
     * @return empty if there is none of that number
     */
    public Optional<ProcessView> process(int pid) {
        return Optional.ofNullable(processes.get(pid));
    }

    /**
     * A process's children, zombies too.
     *
     * @param pid the process
     * @return by pid
     */
    public List<ProcessView> children(int pid) {
        List<ProcessView> children = new ArrayList<>();
        for (ProcessView process : processes.values()) {
            if (process.stat().parent() == pid) {
                children.add(process);
            }
        }
        return children;
    }

    /**
     * Whether a process is a child of one of some, or a child's child.
     *
     * @param pid the process
     * @param from which
     * @return false where that is not seen
     */
    public boolean descends(int pid, IntPredicate from) {
        return line(pid, from).isPresent();
    }

    /**
     * Who stands between a process and one that it descends from.
     *
     * @param pid the process
     * @param ancestor its parent, or its parent's parent
     * @return from the process's parent on, without the ancestor; empty if it is none
     */
    public Optional<List<ProcessView>> between(int pid, int ancestor) {
        return line(pid, parent -> parent == ancestor);
    }

    private Optional<List<ProcessView>> line(int pid, IntPredicate end) {
        List<ProcessView> between = new ArrayList<>();
        ProcessView at = processes.get(pid);
        // Bounded: parents are read one after another, and could seem to go round.
        for (int i = 0; i < 100 && at != null; i++) {
            int parent = at.stat().parent();
            if (end.test(parent)) {
                return Optional.of(between);
            }
            at = processes.get(parent);
            between.add(at);
        }
        return Optional.empty();
    }

    /**
     * Those whose descriptors may not be looked at.
     *
     * @return by pid
     */
    public List<ProcessView> unreadable() {
        List<ProcessView> unreadable = new ArrayList<>();
        for (ProcessView process : processes.values()) {
            if (process.fds() instanceof Reading.Unknown<?> unknown
                    && unknown.why() != Reading.Why.GONE) {
                unreadable.add(process);
            }
        }
        return unreadable;
    }
}
