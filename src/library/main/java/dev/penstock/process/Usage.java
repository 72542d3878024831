package dev.penstock.process;

import dev.penstock.internal.sys.ResourceUsage;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * What a child used, as the kernel counted it: the process with all its threads, and those
 * descendants that it waited for itself.
 *
 * @param user processor time in its own code
 * @param system processor time in the kernel on its behalf
 * @param maxResident the most bytes of memory that the largest of them had resident at once; empty
 *     where that was no more than this JVM's own most. Between vfork and exec a child is in the
 *     memory of this process, and the kernel counts it, so a smaller figure is never told
 * @param minorFaults page faults served without a disk
 * @param majorFaults page faults that waited for one
 */
public record Usage(
        Duration user,
        Duration system,
        OptionalLong maxResident,
        long minorFaults,
        long majorFaults) {
    /** What is known of a child whose status somebody else took. */
    static final Usage UNKNOWN =
            new Usage(Duration.ZERO, Duration.ZERO, OptionalLong.empty(), 0, 0);

    private static final long KIB = 1024;

    /** The kernel counts resident pages apart on each processor, and is behind by some. */
    private static final long INEXACT_KIB = 4 * KIB;

    /**
     * @param ownPeakKib this process's own
     */
    static Usage of(ResourceUsage usage, long ownPeakKib) {
        return new Usage(
                usage.user(),
                usage.system(),
                isAbove(ownPeakKib, usage)
                        ? OptionalLong.of(usage.maxResidentKib() * KIB)
                        : OptionalLong.empty(),
                usage.minorFaults(),
                usage.majorFaults());
    }

    /** Whether its peak is a child's own, and not what this process had at its birth. */
    static boolean isAbove(long ownPeakKib, ResourceUsage usage) {
        return usage.maxResidentKib() > ownPeakKib + INEXACT_KIB;
    }
}
