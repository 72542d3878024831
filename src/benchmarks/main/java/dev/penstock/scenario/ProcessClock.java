package dev.penstock.scenario;

import java.io.IOException;
import jnr.ffi.LibraryLoader;
import jnr.ffi.annotations.Out;

/**
 * Processor time of other processes, to the nanosecond: what {@code /proc} tells of it is rounded
 * to hundredths of a second.
 */
final class ProcessClock {
    /** In a clock's number beside a process's: CPUCLOCK_SCHED of linux/posix-timers.h. */
    private static final int SCHED = 2;

    private static final int RUSAGE_CHILDREN = -1;

    /** {@code struct rusage}: 18 longs, of which the first four are two {@code struct timeval}. */
    private static final int RUSAGE = 18;

    private static final C LIBC = LibraryLoader.create(C.class).load("c");

    private ProcessClock() {}

    /** Two functions of the C library. */
    public interface C {
        int clock_gettime(int clock, @Out long[] timespec);

        int getrusage(int who, @Out long[] usage);
    }

    /**
     * Of a process that runs, all its threads, ended ones too; its children not.
     *
     * @throws IOException if there is no such process
     */
    static long of(long pid) throws IOException {
        long[] time = new long[2];
        // clock_getcpuclockid(3) makes the same number.
        if (LIBC.clock_gettime((int) ~pid << 3 | SCHED, time) != 0) {
            throw new IOException("no processor time of process " + pid);
        }
        return time[0] * 1_000_000_000 + time[1];
    }

    /** Of all children of this process that have ended, and theirs. */
    static long ofEndedChildren() {
        long[] usage = new long[RUSAGE];
        LIBC.getrusage(RUSAGE_CHILDREN, usage);
        return (usage[0] + usage[2]) * 1_000_000_000 + (usage[1] + usage[3]) * 1000;
    }
}
