package dev.penstock.diagnosis.inspect;

import dev.penstock.diagnosis.model.Wait;
import dev.penstock.diagnosis.snapshot.ProcessView;
import dev.penstock.diagnosis.snapshot.Snapshot;
import dev.penstock.diagnosis.snapshot.TaskView;
import dev.penstock.internal.procfs.ProcFs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The threads that a language's runtime keeps for itself: they never touch the program's pipes, and
 * most of them wake up now and then, so a process whose other threads are stuck is stuck. Not
 * thread-safe.
 */
final class RuntimeThreads {
    /**
     * HotSpot's, by the first 15 bytes of their names (os::set_native_thread_name), and that of
     * Penstock's agent, which looks on.
     */
    private static final Set<String> HOTSPOT =
            Set.of(
                    "VM Thread",
                    "VM Periodic Tas",
                    "G1 Main Marker",
                    "G1 Service",
                    "Signal Dispatch",
                    "Service Thread",
                    "Monitor Deflati",
                    "Notification Th",
                    "Sweeper thread",
                    "StringDedupProc",
                    "Attach Listener",
                    "Common-Cleaner",
                    "Reference Handl",
                    "Finalizer",
                    "JFR Recorder Th",
                    "JFR Periodic Ta",
                    "JFR Thread Samp",
                    "ZDirector",
                    "ZDriverMajor",
                    "ZDriverMinor",
                    "ZStat",
                    "ZUncommitter",
                    "Cleaner-0",
                    "penstock-agent",
                    "penstock-junit");

    private static final String[] HOTSPOT_BEGINNINGS = {
        "GC Thread#",
        "G1 Conc#",
        "G1 Refine#",
        "C1 CompilerThre",
        "C2 CompilerThre",
        "ZWorker",
        "ParGC"
    };

    private final ProcFs proc;
    private final Snapshot snapshot;
    private final Map<Integer, List<TaskView>> others = new HashMap<>();

    /** For the processes of one look. */
    RuntimeThreads(ProcFs proc, Snapshot snapshot) {
        this.proc = proc;
        this.snapshot = snapshot;
    }

    /** HotSpot's and the JDK's that are idle for a time, by the beginnings of their names. */
    private static final String[] TENDING = {
        "process reaper", "ForkJoinPool", "Keep-Alive-Time", "surefire-forked", "junit-jupiter-t"
    };

    /**
     * Whether a thread that waits for a time does so for its runtime: it looks after something now
     * and then, and will do nothing for the program when that time is over.
     */
    boolean tends(ProcessView process, TaskView task) {
        for (String beginning : TENDING) {
            if (task.comm().startsWith(beginning)) {
                return true;
            }
        }
        // Go's monitor, and threads that it keeps: its timers are waited for in epoll.
        return process.tasks().size() > 1
                && !(snapshot.wait(task) instanceof Wait.Events)
                && proc.goProgram(process.pid()).known().orElse(false);
    }

    /** The threads that may do something for the program itself. */
    List<TaskView> others(ProcessView process) {
        return process.tasks().size() == 1
                ? process.tasks()
                : others.computeIfAbsent(process.pid(), pid -> find(process));
    }

    private List<TaskView> find(ProcessView process) {
        return hotspot(process) ? ofHotspot(process) : ofGo(process);
    }

    /**
     * Go's monitor (sysmon of runtime/proc.go) is its only thread that sleeps for a time while no
     * goroutine has a timer: those are waited for in epoll, with a timeout.
     */
    private List<TaskView> ofGo(ProcessView process) {
        List<TaskView> others = new ArrayList<>();
        for (TaskView task : process.tasks()) {
            Wait wait = snapshot.wait(task);
            boolean polls = wait instanceof Wait.Events;
            boolean monitor = wait.timed() && !polls;
            if (wait.timed() && polls || !task.comm().equals(process.stat().comm())) {
                return process.tasks();
            }
            if (!monitor) {
                others.add(task);
            }
        }
        return others.size() == process.tasks().size() - 1
                        && proc.goProgram(process.pid()).known().orElse(false)
                ? others
                : process.tasks();
    }

    private static List<TaskView> ofHotspot(ProcessView process) {
        List<TaskView> others = new ArrayList<>();
        for (TaskView task : process.tasks()) {
            // While it collects garbage, all wait for it, and will go on.
            if (task.state() == 'R' && collects(task.comm())) {
                return process.tasks();
            }
            if (!isLauncher(process, task) && !isOfHotspot(task.comm())) {
                others.add(task);
            }
        }
        return others;
    }

    /** Whether the process runs Java on HotSpot, told by the names of its threads. */
    private static boolean hotspot(ProcessView process) {
        boolean vm = false;
        boolean periodic = false;
        for (TaskView task : process.tasks()) {
            vm |= task.comm().equals("VM Thread");
            periodic |= task.comm().equals("VM Periodic Tas");
        }
        return vm && periodic;
    }

    /** java's first thread only waits for the one that runs main. */
    private static boolean isLauncher(ProcessView process, TaskView task) {
        return task.tid() == process.pid() && task.comm().equals("java");
    }

    private static boolean collects(String comm) {
        return comm.equals("VM Thread")
                || comm.startsWith("GC Thread#")
                || comm.startsWith("ZWorker")
                || comm.startsWith("ParGC");
    }

    private static boolean isOfHotspot(String comm) {
        if (HOTSPOT.contains(comm)) {
            return true;
        }
        for (String beginning : HOTSPOT_BEGINNINGS) {
            if (comm.startsWith(beginning)) {
                return true;
            }
        }
        return false;
    }
}
