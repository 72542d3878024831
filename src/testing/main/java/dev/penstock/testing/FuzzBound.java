package dev.penstock.testing;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What one input of a fuzzer may cost: a second of the processor, and memory by its size. */
public final class FuzzBound {
    private static final long NANOS = 1_000_000_000;

    /** The first inputs are not held to it: they load classes, which a fuzzer instruments. */
    private static final int WARM = 200;

    /** What each input takes in any case. */
    private static final long BYTES = 16 << 20;

    private static final long BYTES_FOR_EACH = 4096;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static int inputs;

    private FuzzBound() {}

    /**
     * Runs it on this thread.
     *
     * @param size of the input, in bytes
     * @throws AssertionError if it takes too much
     */
    public static void check(int size, Runnable work) {
        long bytes = THREADS.getCurrentThreadAllocatedBytes();
        long nanos = THREADS.getCurrentThreadCpuTime();
        work.run();
        if (inputs++ < WARM) {
            return;
        }
        nanos = THREADS.getCurrentThreadCpuTime() - nanos;
        bytes = THREADS.getCurrentThreadAllocatedBytes() - bytes;
        if (nanos > NANOS) {
            throw new AssertionError(nanos / 1_000_000 + " ms for an input of " + size + " bytes");
        }
        if (bytes > BYTES + BYTES_FOR_EACH * size) {
            throw new AssertionError(bytes + " bytes for an input of " + size);
        }
    }
}
