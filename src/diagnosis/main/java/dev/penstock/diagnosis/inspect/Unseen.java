package dev.penstock.diagnosis.inspect;

import dev.penstock.diagnosis.snapshot.Holder;
import dev.penstock.diagnosis.snapshot.ProcessTable;
import dev.penstock.diagnosis.snapshot.ProcessView;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Processes that may not be looked at, and may hold a pipe without being seen to. A descriptor
 * comes by inheritance, so those are suspected that descend from a holder or share a session or a
 * process group with one; a process of another session, such as the one that logged the user in,
 * would have to be given it by hand.
 */
final class Unseen {
    private final ProcessTable processes;
    private final List<ProcessView> unreadable;

    Unseen(ProcessTable processes) {
        this.processes = processes;
        this.unreadable = processes.unreadable();
    }

    /** How many may not be looked at at all. */
    int count() {
        return unreadable.size();
    }

    /** Those of them who may hold what these hold. */
    List<ProcessView> mayHold(List<Holder> seen) {
        if (unreadable.isEmpty()) {
            return List.of();
        }
        Set<Integer> holders = new LinkedHashSet<>();
        Set<Integer> sessions = new LinkedHashSet<>();
        Set<Integer> groups = new LinkedHashSet<>();
        for (Holder holder : seen) {
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
            if (sessions.contains(process.stat().session())
                    || groups.contains(process.stat().group())
                    || descends(process, holders)) {
                suspects.add(process);
            }
        }
        return suspects;
    }

    private boolean descends(ProcessView process, Set<Integer> from) {
        ProcessView at = process;
        // Bounded: parents are read one after another, and could seem to go round.
        for (int i = 0; i < 100 && at != null; i++) {
            if (from.contains(at.stat().parent())) {
                return true;
            }
            at = processes.process(at.stat().parent()).orElse(null);
        }
        return false;
    }
}
