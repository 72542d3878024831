package dev.penstock.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LogSafeTest {
    @Test
    void shouldLeaveOrdinaryTextAsItIs() {
        String text = "grüße\t漢字 😀 \\x1b";

        assertSame(text, LogSafe.line(text));
    }

    @Test
    void shouldWriteOutWhatDrivesATerminalOrReversesText() {
        assertEquals(
                "\\x1b[2J \\x0d \\x0a \\x00 \\x7f \\u{9b} \\u{85} \\u{2028} \\u{202e} \\u{feff}",
                LogSafe.line("\u001b[2J \r \n \0 \u007f \u009b \u0085 \u2028 \u202e \ufeff"));
    }

    @Test
    void shouldWriteOutBytesThatWereKeptAndHalvesOfCharacters() {
        assertEquals("a\\xff\\u{d83d}b", LogSafe.line("a\udcff\ud83db"));
    }

    @Test
    void shouldChangeNothingTwice() {
        String once = LogSafe.line("\u001b\n\u202e");

        assertSame(once, LogSafe.line(once));
    }

    @Test
    void shouldKeepTheEndsOfLines() {
        assertEquals("a\r\nb\n\\x0dc", LogSafe.lines("a\r\nb\n\rc"));
    }

    @Test
    void shouldDoToEveryCharacterWhatThePolicyDoesToItsBytes() throws Exception {
        for (int character = 1; character <= 0xFFFF; character++) {
            boolean surrogate = Character.isSurrogate((char) character);
            // The policy takes LF for a line's end, and U+FEFF at the beginning for a mark.
            if (surrogate || character == '\n') {
                continue;
            }
            String text = "x" + (char) character + "x";
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

            assertEquals(TextPolicy.LOG_SAFE.apply(bytes, 0, bytes.length, 0), LogSafe.line(text));
        }
    }
}
