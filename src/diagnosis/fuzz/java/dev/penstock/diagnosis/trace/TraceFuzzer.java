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
    private static final long BASE_NANOS = 1_000_000_000L;
    private static final long NANOS_A_BYTE = 200_000;
    private static final long BASE_BYTES = 16 << 20;
    private static final long BYTES_A_BYTE = 64 << 10;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @FuzzTest
    void log(byte[] log) throws IOException {
        Cost cost = Cost.of(log);
        if (cost.tooHigh(log.length)) {
            // Classes are loaded and instrumented at their first use, which is not the log's fault.
            cost = Cost.of(log);
        }
        if (cost.tooHigh(log.length)) {
            throw new AssertionError(cost + " for a log of " + log.length + " bytes");
        }
    }

    /** Of this thread alone, so that a busy machine is nobody's fault. */
    private record Cost(long nanos, long bytes) {
        static Cost of(byte[] log) throws IOException {
            long nanos = THREADS.getCurrentThreadCpuTime();
            long bytes = allocated();
            Trace trace = new Trace(Duration.ofMillis(1));
            trace.read(new ByteArrayInputStream(log));
            trace.report();
            return new Cost(THREADS.getCurrentThreadCpuTime() - nanos, allocated() - bytes);
        }

        private static long allocated() {
            return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
        }

        boolean tooHigh(int length) {
            return nanos > BASE_NANOS + NANOS_A_BYTE * length
                    || bytes > BASE_BYTES + BYTES_A_BYTE * length;
        }
    }
}
