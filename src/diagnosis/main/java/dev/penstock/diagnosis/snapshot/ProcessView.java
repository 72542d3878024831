package dev.penstock.diagnosis.snapshot;

import dev.penstock.internal.procfs.FdLink;
import dev.penstock.internal.procfs.Reading;
import dev.penstock.internal.procfs.TaskStat;
import java.util.List;
import java.util.Optional;

/**
 * One process at one moment.
 *
 * @param stat who it is
 * @param tasks its threads that live and were seen, the first one first; empty for one that has
 *     ended
 * @param fds its descriptors
 */
public record ProcessView(int pid, TaskStat stat, List<TaskView> tasks, Reading<List<FdLink>> fds) {

    /**
     * Whether it has ended, with all its threads, and waits to be reaped.
     *
     * @return false for one whose first thread alone has ended
     */
    public boolean ended() {
        return stat.ended() && !stat.endedBeforeOthers();
    }

    /**
     * By which number its memory is to be asked for.
     *
     * @return its own, or that of a thread that lives where the first one has ended
     */
    public int live() {
        return tasks.isEmpty() ? pid : tasks.get(0).tid();
    }

    /**
     * Whether every thread that it has was looked at.
     *
     * @return false where one may do what is not seen
     */
    public boolean allTasksSeen() {
        return tasks.size() + (stat.ended() ? 1 : 0) >= stat.threads();
    }

    /**
     * One of its threads.
     *
     * @param tid which
     * @return empty if it has none of that number
     */
    public Optional<TaskView> task(int tid) {
        for (TaskView task : tasks) {
            if (task.tid() == tid) {
                return Optional.of(task);
            }
        }
        return Optional.empty();
    }

    /**
     * What a descriptor is.
     *
     * @return what its link says; empty if it is not open or may not be looked at
     */
    public Optional<String> file(int fd) {
        for (FdLink link : fds.known().orElse(List.of())) {
            if (link.fd() == fd) {
                return Optional.of(link.target());
            }
        }
        return Optional.empty();
    }

    /**
     * Whether this is the process of an earlier look and all its threads have slept since, so that
     * its descriptors are what they were.
     *
     * @param before the earlier look
     * @return false where that cannot be told
     */
    public boolean sleptSince(ProcessView before) {
        if (before.stat.started() != stat.started()
                || before.tasks.size() != tasks.size()
                || !allTasksSeen()
                || ended()) {
            return false;
        }
        for (int i = 0; i < tasks.size(); i++) {
            if (!tasks.get(i).sleptSince(before.tasks.get(i))) {
                return false;
            }
        }
        return true;
    }
}
