package dev.penstock.diagnosis.snapshot;

import dev.penstock.diagnosis.model.Wait;
import dev.penstock.diagnosis.model.Wait.Stopped;
import dev.penstock.diagnosis.model.Wait.Stopped.Means;
import dev.penstock.internal.procfs.ProcFs;
import dev.penstock.internal.procfs.TaskStat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Threads that are kept from running: stopped, traced, frozen, or asleep in a device. The system
 * call that {@code /proc} tells of them is the one in which that befell them.
 */
final class HeldThreads {
    /** kernel/freezer.c, of version 1's freezer; such a thread's state is D. */
    private static final String REFRIGERATOR = "__refrigerator";

    /** kernel/signal.c, of version 2's freezer: do_freezer_trap, mostly inlined. */
    private static final Set<String> TRAPS = Set.of("get_signal", "do_freezer_trap");

    /** kernel/fork.c: the parent of a vfork sleeps in state D until its child executes or ends. */
    private static final Set<String> FORKS = Set.of("kernel_clone", "wait_for_vfork_done");

    /** Where version 1's freezer is mounted, cgroups(7). */
    private static final String MOUNT = "/sys/fs/cgroup/freezer";

    private static final String FREEZER_V1 = ":freezer:";
    private static final String VERSION_2 = "0::";

    private final ProcFs proc;

    HeldThreads(ProcFs proc) {
        this.proc = proc;
    }

    /** Empty for a thread that nobody keeps. */
    Optional<Wait> read(TaskView task) {
        String function = task.wchan().known().orElse("");
        if (function.equals(REFRIGERATOR)) {
            return Optional.of(frozen(task, FREEZER_V1));
        }
        switch (task.state()) {
            case 'T':
                return Optional.of(Stopped.BY_SIGNAL);
            case 't':
                return Optional.of(traced(task));
            case 'D':
                return FORKS.contains(function)
                        ? Optional.empty()
                        : Optional.of(uninterruptible(task, function));
            default:
                return TRAPS.contains(function)
                        ? Optional.of(frozen(task, VERSION_2))
                        : Optional.empty();
        }
    }

    /**
     * Since 6.1 a thread can be frozen where it sleeps (TASK_FROZEN): its state is then D, and its
     * function is what it was.
     */
    private Wait uninterruptible(TaskView task, String function) {
        Stopped frozen = frozen(task, FREEZER_V1);
        return FunctionWait.interruptible(function) || isFrozen(frozen.name())
                ? frozen
                : new Wait.Device(function);
    }

    /** The control group of all is never frozen. */
    private static boolean isFrozen(String group) {
        if (group.isEmpty() || group.equals("/")) {
            return false;
        }
        try {
            return Files.readString(Path.of(MOUNT + group, "freezer.state")).startsWith("FR");
        } catch (IOException notHere) {
            // Mounted elsewhere, or not to be read: then the function alone tells.
            return false;
        }
    }

    private Stopped traced(TaskView task) {
        int tracer = proc.tracer(task.pid(), task.tid()).known().orElse(0);
        String name = tracer == 0 ? "" : proc.stat(tracer).known().map(TaskStat::comm).orElse("?");
        return new Stopped(Means.TRACER, tracer, name);
    }

    private Stopped frozen(TaskView task, String hierarchy) {
        List<String> lines = proc.controlGroups(task.pid(), task.tid()).known().orElse(List.of());
        String group = "";
        for (String line : lines) {
            int at = line.indexOf(hierarchy);
            if (at >= 0) {
                group = line.substring(at + hierarchy.length());
            }
        }
        return new Stopped(Means.FREEZER, 0, group);
    }
}
