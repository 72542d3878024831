package dev.penstock.internal.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelReleaseTest {
    @ParameterizedTest
    @CsvSource({
        "4.19.300, false",
        "5.4.0-190-generic, false",
        "5.7.19, false",
        "5.8.0, true",
        "5.10.209, true",
        "5.10.210, false",
        "5.14.0-427.el9.x86_64, true",
        "5.15.0-105-generic, true",
        "5.15.149, false",
        "6.1.0-18-amd64, true",
        "6.1.76+, false",
        "6.5.99, true",
        "6.6.14-rt21, true",
        "6.6.15, false",
        "6.7.2, true",
        "6.7.3, false",
        "6.8.0-rc1, false",
        "7.0, false",
        "10.1.2, false",
        "'', true",
        "unknown, true"
    })
    void shouldKnowWhichMayLeaveAWriterAsleep(String release, boolean may) {
        assertEquals(may, KernelRelease.parse(release).mayLeaveWriterAsleep());
    }

    @Test
    void shouldReadWhatIsThere() {
        assertEquals(new KernelRelease(6, 12, 0), KernelRelease.parse("6.12-cloud\n"));
        assertEquals(new KernelRelease(5, 10, 210), KernelRelease.parse("5.10.210+rpt"));
        assertEquals(new KernelRelease(0, 0, 0), KernelRelease.parse("none"));
    }

    @Test
    void shouldKnowTheKernelThatRuns() {
        assertTrue(KernelRelease.running().major() > 0);
    }
}
