package dev.penstock.diagnosis.trace;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * Jazzer looks for a log that is fatal, or takes more time or memory than its length allows. Run by
 * {@code make fuzz}; DamagedLogTest and HostileLogTest are the short forms.
 */
class TraceFuzzer {
    /** Instrumented, and with classes still to be loaded. */
    private static final long BASE_NANOS = 2_000_000_000L;

    private static final long NANOS_A_BYTE = 200_000;
    private static final long BASE_BYTES = 64 << 20;
    private static final long BYTES_A_BYTE = 64 << 10;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @FuzzTest
    void log(byte[] log) throws IOException {
        // Of this thread alone, so that a busy machine is nobody's fault.
        long cpu = THREADS.getCurrentThreadCpuTime();
        long allocated = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());

        Trace trace = new Trace(Duration.ofMillis(1));
        trace.read(new ByteArrayInputStream(log));
        trace.report();

        cpu = THREADS.getCurrentThreadCpuTime() - cpu;
        allocated = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - allocated;
        check("ns", cpu, BASE_NANOS + NANOS_A_BYTE * log.length, log.length);
        check("bytes allocated", allocated, BASE_BYTES + BYTES_A_BYTE * log.length, log.length);
    }

    private static void check(String what, long taken, long allowed, int length) {
        if (taken > allowed) {
            throw new AssertionError(
                    taken + " " + what + " for a log of " + length + " bytes; allowed: " + allowed);
        }
    }
}
