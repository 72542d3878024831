package dev.penstock.diagnosis.stall;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class WriteCountTest {
    @Test
    void shouldTellWholeWritesFromTheBeginningOfOne() {
        assertEquals(new WriteCount(16, 65536, 0), WriteCount.of(65536, 4096));
        assertEquals(new WriteCount(10, 40970, 4096), WriteCount.of(45066, 4097));
        assertEquals(new WriteCount(0, 0, 65536), WriteCount.of(65536, 200_000));
    }
}
