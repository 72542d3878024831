package dev.penstock.diagnosis.trace;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;

/**
 * Jazzer looks for a log that is fatal. Run by {@code make fuzz}; DamagedLogTest is the short form.
 */
class TraceFuzzer {
    @FuzzTest
    void log(byte[] log) throws IOException {
        Trace trace = new Trace(Duration.ofMillis(1));
        trace.read(new ByteArrayInputStream(log));
        trace.report();
    }
}
