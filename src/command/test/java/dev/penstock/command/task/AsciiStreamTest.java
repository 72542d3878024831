package dev.penstock.command.task;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AsciiStreamTest {
    @Test
    void shouldBeWantedWhereTheLocaleHasNoUtf8() {
        assertTrue(AsciiStream.wanted(Map.of()));
        assertTrue(AsciiStream.wanted(Map.of("LANG", "C")));
        assertTrue(AsciiStream.wanted(Map.of("LANG", "C.UTF-8", "LC_ALL", "POSIX")));
        assertTrue(AsciiStream.wanted(Map.of("LANG", "de_DE@euro")));
        assertFalse(AsciiStream.wanted(Map.of("LANG", "C.UTF-8")));
        assertFalse(AsciiStream.wanted(Map.of("LANG", "de_DE.utf8@euro", "LC_ALL", "")));
    }

    @Test
    void shouldPrintTextInAscii() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        AsciiStream out = new AsciiStream(bytes, true);

        out.println("└─ é…");
        out.printf("%s\n", "😀");
        out.print('−');

        assertEquals("`- \\u{e9}...\n\\u{1f600}\n-", bytes.toString(StandardCharsets.UTF_8));
    }

    @Test
    void shouldLeaveBytesAsTheyAre() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] any = {(byte) 0xE2, (byte) 0x94, (byte) 0x94, (byte) 0xFF, 0};

        new AsciiStream(bytes, true).write(any, 0, any.length);

        assertArrayEquals(any, bytes.toByteArray());
    }
}
