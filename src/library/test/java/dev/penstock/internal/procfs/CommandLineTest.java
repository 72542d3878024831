package dev.penstock.internal.procfs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class CommandLineTest {
    @Test
    void shouldKeepEmptyArguments() {
        assertEquals(List.of("sh", "", "x"), CommandLine.parse("sh\0\0x\0"));
    }

    @Test
    void shouldReadATitleWrittenOverTheArguments() {
        assertEquals(List.of("nginx: worker process"), CommandLine.parse("nginx: worker process"));
        assertEquals(List.of(), CommandLine.parse(""));
    }

    @Test
    void shouldShowTheProgramWithoutItsFolder() {
        assertEquals(
                "dd if=/tmp/x bs=4096",
                CommandLine.shown(List.of("/usr/bin/dd", "if=/tmp/x", "bs=4096")));
    }

    @Test
    void shouldShowOneShortLineWithoutControlCharacters() {
        String shown =
                CommandLine.shown(
                        List.of(
                                "python3",
                                "-c",
                                "import os\n\u001b[2Jos.write(1)" + "x".repeat(500)));

        assertTrue(shown.length() <= 60, shown);
        assertTrue(shown.startsWith("python3 -c import os\\x0a\\x1b[2J"), shown);
        assertTrue(shown.endsWith("…"), shown);
        assertTrue(shown.chars().noneMatch(Character::isISOControl), shown);
    }

    @Test
    void shouldNotCutACharacterInTwo() {
        for (int length = 50; length < 70; length++) {
            String shown = CommandLine.shown(List.of("x".repeat(length) + "😀".repeat(20)));

            assertTrue(
                    Character.isLowSurrogate(shown.charAt(shown.length() - 2))
                            || shown.endsWith("x…"),
                    shown);
        }
    }

    @Test
    void shouldShowWhateverAnArgumentHoldsOnOneSafeLine() {
        assertEquals(
                "\\x1b]0;x\\x07 \\u{202e}gpj.exe \\u{9b}2J",
                CommandLine.shown(List.of("/tmp/\u001b]0;x\u0007", "\u202egpj.exe", "\u009b2J")));
    }

    @Test
    void shouldNeverShowAProgramWithoutAName() {
        assertEquals("\\x0aevil x", CommandLine.shown(List.of("\nevil", "x")));
        assertEquals("evil x", CommandLine.shown(List.of("  evil", "x")));
        assertEquals("'' x", CommandLine.shown(List.of("", "x")));
        assertEquals("'/usr/' x", CommandLine.shown(List.of("/usr/", "x")));
    }
}
