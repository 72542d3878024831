package dev.penstock.diagnosis.snapshot;

import dev.penstock.diagnosis.model.Party;
import dev.penstock.internal.procfs.Reading;
import dev.penstock.internal.procfs.TaskSyscall;

/**
 * One thread at one moment.
 *
 * @param tid itself; the same for the first one
 * @param comm its name, 15 bytes at most
 * @param state the letter of {@code stat}
 * @param runs how often it has been given a CPU
 * @param cpuNanos how long it has been on one
 * @param wchan the kernel function it sleeps in
 * @param call the system call it is in
 */
public record TaskView(
        int pid,
        int tid,
        String comm,
        char state,
        Reading<Long> runs,
        Reading<Long> cpuNanos,
        Reading<String> wchan,
        Reading<TaskSyscall> call) {
    /**
     * This thread, as somebody who waits.
     *
     * @return the party
     */
    public Party party() {
        return new Party(pid, tid);
    }

    /**
     * Whether it slept from the one look to the other without a break.
     *
     * @param before the same thread, earlier
     * @return false where that cannot be told
     */
    public boolean sleptSince(TaskView before) {
        return state != 'R'
                && before.tid == tid
                && before.state == state
                && runs.known().isPresent()
                && runs.known().equals(before.runs.known());
    }
}
