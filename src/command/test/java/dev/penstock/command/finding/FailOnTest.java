package dev.penstock.command.finding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.penstock.diagnosis.model.Verdict;
import org.junit.jupiter.api.Test;

class FailOnTest {
    @Test
    void shouldTellTheVerdictsApart() {
        assertEquals(1, FailOn.ANY.code(Verdict.DEADLOCK, true));
        assertEquals(3, FailOn.ANY.code(Verdict.UNREAD, true));
        assertEquals(0, FailOn.ANY.code(Verdict.SLOW, true));
        assertEquals(4, FailOn.ANY.code(Verdict.IDLE, false));
        assertEquals(4, FailOn.ANY.code(Verdict.UNKNOWN, false));
    }

    @Test
    void shouldKeepSilentAboutWhatWasNotAskedFor() {
        assertEquals(1, FailOn.PROVEN.code(Verdict.DEADLOCK, false));
        assertEquals(0, FailOn.PROVEN.code(Verdict.ORPHAN_WRITER, true));
        assertEquals(0, FailOn.PROVEN.code(Verdict.IDLE, false));
        assertEquals(1, FailOn.SUSPECTED.code(Verdict.DEADLOCK, true));
        assertEquals(3, FailOn.SUSPECTED.code(Verdict.SOCKET, true));
        assertEquals(0, FailOn.SUSPECTED.code(Verdict.UNKNOWN, false));
    }
}
