package dev.penstock.command.reproduce;

import dev.penstock.diagnosis.stall.FullPipe;
import dev.penstock.diagnosis.stall.Sample;
import dev.penstock.diagnosis.stall.WriteCount;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What was seen of the child when its pipe was full.
 *
 * @param pid the child; its writer may be a process that it started
 * @param capacity of the pipe
 * @param pageSize of the machine
 * @param samples how the pipe filled
 * @param stall who is asleep, in what, and who could wake it
 * @param writes what it has written, where its writes are known to be equal
 */
record Stalled(
        long pid,
        int capacity,
        long pageSize,
        List<Sample> samples,
        FullPipe stall,
        Optional<WriteCount> writes) {
    /** How long it took from the child's start, or a little before, until nothing came any more. */
    Duration after() {
        return samples.get(samples.size() - 1).at();
    }

    long slots() {
        return capacity / pageSize;
    }
}
