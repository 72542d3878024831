package dev.penstock.internal.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SignalsTest {
    @Test
    void shouldNameItsConstantsAsTheyAreCalled() throws IllegalAccessException {
        for (Field field : Signals.class.getFields()) {
            if (!field.getName().equals("SIGRTMAX")) {
                assertEquals(field.getName(), Signals.name(field.getInt(null)));
            }
        }
    }

    @Test
    void shouldCountRealTimeSignalsFromTheKernelsFirst() {
        assertEquals("SIGSYS", Signals.name(31));
        assertEquals("SIGRTMIN", Signals.name(32));
        assertEquals("SIGRTMIN+2", Signals.name(34));
        assertEquals("SIGRTMIN+32", Signals.name(Signals.SIGRTMAX));
    }

    @Test
    void shouldSayTheNumberOfWhatIsNoSignal() {
        assertEquals("signal 0", Signals.name(0));
        assertEquals("signal -1", Signals.name(-1));
        assertEquals("signal 65", Signals.name(65));
    }
}
