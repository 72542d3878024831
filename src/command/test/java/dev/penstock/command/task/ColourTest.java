package dev.penstock.command.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ColourTest {
    @Test
    void shouldColourATerminalAlone() {
        assertTrue(Colour.AUTO.wanted(Map.of(), true));
        assertFalse(Colour.AUTO.wanted(Map.of(), false));
        assertFalse(Colour.AUTO.wanted(Map.of("TERM", "dumb"), true));
    }

    @Test
    void shouldObeyTheEnvironment() {
        assertTrue(Colour.AUTO.wanted(Map.of("FORCE_COLOR", "1"), false));
        assertTrue(Colour.AUTO.wanted(Map.of("CLICOLOR_FORCE", "1"), false));
        assertFalse(Colour.AUTO.wanted(Map.of("FORCE_COLOR", "0"), false));
        assertFalse(Colour.AUTO.wanted(Map.of("CLICOLOR_FORCE", "0"), false));
        assertFalse(Colour.AUTO.wanted(Map.of("NO_COLOR", "1"), true));
        assertTrue(Colour.AUTO.wanted(Map.of("NO_COLOR", ""), true));
        assertFalse(Colour.AUTO.wanted(Map.of("NO_COLOR", "1", "FORCE_COLOR", "1"), true));
    }

    @Test
    void shouldObeyWhatWasTypedMore() {
        assertTrue(Colour.ALWAYS.wanted(Map.of("NO_COLOR", "1"), false));
        assertFalse(Colour.NEVER.wanted(Map.of("FORCE_COLOR", "1"), true));
        assertEquals(Colour.ALWAYS, Colour.parse("always"));
        assertEquals(
                "'sometimes' is none of auto, always and never",
                assertThrows(IllegalArgumentException.class, () -> Colour.parse("sometimes"))
                        .getMessage());
    }
}
