package dev.penstock.diagnosis.rescue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelVersionTest {
    @ParameterizedTest
    @CsvSource({
        "4.19.300, false",
        "5.7.19, false",
        "5.8.0, true",
        "5.10.209, true",
        "5.10.210, false",
        "5.14.21, true",
        "5.15.0-91-generic, true",
        "5.15.149, false",
        "6.1.0-18-amd64, true",
        "6.1.76, false",
        "6.5.13, true",
        "6.6.14-rt21, true",
        "6.6.15, false",
        "6.7.2, true",
        "6.7.3, false",
        "6.8.0-rc1, false",
        "7.0.0, false"
    })
    void shouldKnowWhichMayLeaveAWriterAsleep(String release, boolean may) {
        assertEquals(may, KernelVersion.parse(release).mayLeaveWriterAsleep());
    }

    @Test
    void shouldReadWhatIsThere() {
        assertEquals(new KernelVersion(6, 12, 0), KernelVersion.parse("6.12-cloud\n"));
        assertEquals(new KernelVersion(5, 10, 210), KernelVersion.parse("5.10.210+rpt"));
        assertEquals(new KernelVersion(0, 0, 0), KernelVersion.parse("none"));
    }
}
