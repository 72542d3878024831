package dev.penstock.cli;

import dev.penstock.procfs.PipeHolders;
import java.util.List;
import java.util.Optional;

/**
 * What was seen of the child when its pipe was full.
 *
 * @param pid the child; its writer may be a process that it started
 * @param capacity of the pipe
 * @param pageSize of the machine
 * @param unread bytes in the pipe when the writer was asleep
 * @param samples how it came to that
 * @param writer the task that is asleep
 * @param writes what it has written, where its writes are known to be equal
 * @param holders of the pipe
 */
record Stalled(
        long pid,
        int capacity,
        long pageSize,
        long unread,
        List<Sample> samples,
        SleepingWrite writer,
        Optional<WriteCount> writes,
        PipeHolders holders) {
    long slots() {
        return capacity / pageSize;
    }
}
