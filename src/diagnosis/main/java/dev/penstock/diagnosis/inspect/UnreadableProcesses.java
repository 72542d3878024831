package dev.penstock.diagnosis.inspect;

import dev.penstock.diagnosis.snapshot.ProcessTable;
import dev.penstock.diagnosis.snapshot.ProcessView;
import dev.penstock.internal.procfs.PipeHolder;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Processes that may not be looked at, and may hold a pipe without being seen to. A descriptor
 * comes by inheritance, so those are suspected that descend from a holder or share a session or a
 * process group with one; a process of another session, such as the one that logged the user in,
 * would have to be given it by hand. A process that a holder descends from is suspected only if
 * each process between the two holds the pipe too: a pipe that it had made would have come down
 * through them. In a container, process 1 often is unreadable and shares a session with everybody.
 */
final class UnreadableProcesses {
    private final ProcessTable processes;
    private final List<ProcessView> unreadable;

    UnreadableProcesses(ProcessTable processes) {
        this.processes = processes;
        this.unreadable = processes.unreadable();
    }

    /** How many processes may not be looked at. */
    int count() {
        return unreadable.size();
    }

    /** Unreadable processes that may hold the same files as these holders. */
    List<ProcessView> mayHold(List<PipeHolder> seen) {
        if (unreadable.isEmpty()) {
            return List.of();
        }
        Set<Integer> holders = new LinkedHashSet<>();
        Set<Integer> sessions = new LinkedHashSet<>();
        Set<Integer> groups = new LinkedHashSet<>();
        for (PipeHolder holder : seen) {
            holders.add(holder.pid());
            processes
                    .process(holder.pid())
                    .ifPresent(
                            process -> {
                                sessions.add(process.stat().session());
                                groups.add(process.stat().group());
                            });
        }
        List<ProcessView> suspects = new ArrayList<>();
        for (ProcessView process : unreadable) {
            boolean near =
                    sessions.contains(process.stat().session())
                            || groups.contains(process.stat().group());
            if (near && mayHaveHandedDown(process.pid(), holders)
                    || processes.descends(process.pid(), holders::contains)) {
                suspects.add(process);
            }
        }
        return suspects;
    }

    /** True unless all holders that descend from it do so through one that does not hold it. */
    private boolean mayHaveHandedDown(int ancestor, Set<Integer> holders) {
        boolean descends = false;
        for (int holder : holders) {
            List<ProcessView> between = processes.between(holder, ancestor).orElse(null);
            if (between != null) {
                descends = true;
                if (between.stream().allMatch(process -> mayHold(process, holders))) {
                    return true;
                }
            }
        }
        return !descends;
    }

    private boolean mayHold(ProcessView process, Set<Integer> holders) {
        return holders.contains(process.pid()) || unreadable.contains(process);
    }
}
