package dev.penstock.command.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SizeTest {
    @Test
    void shouldReadUnits() {
        assertEquals(4096, Size.parse("4096"));
        assertEquals(0, Size.parse("0B"));
        assertEquals(65536, Size.parse("64KiB"));
        assertEquals(65536, Size.parse("64k"));
        assertEquals(1048576, Size.parse("1MiB"));
        assertEquals(3L * 1024 * 1024 * 1024, Size.parse("3G"));
    }

    @Test
    void shouldSayWhatASizeLooksLike() {
        for (String wrong : new String[] {"", "KiB", "-1", "1.5MiB", "1MB", "1 MiB", "0x10", "٤"}) {
            var e = assertThrows(IllegalArgumentException.class, () -> Size.parse(wrong), wrong);
            assertEquals(
                    "'" + wrong + "' is not a size: write 4096, 64KiB, 1MiB or 2GiB",
                    e.getMessage());
        }
    }

    @Test
    void shouldRefuseWhatDoesNotFit() {
        for (String much : new String[] {"99999999999999999999", "9223372036854775807GiB"}) {
            var e = assertThrows(IllegalArgumentException.class, () -> Size.parse(much));
            assertTrue(e.getMessage().startsWith("'" + much + "' is more bytes"), e.getMessage());
        }
    }

    @Test
    void shouldGroupDigits() {
        assertEquals("0", Size.grouped(0));
        assertEquals("999", Size.grouped(999));
        assertEquals("45 066", Size.grouped(45066));
        assertEquals("1 048 576", Size.grouped(1048576));
        assertEquals("-1", Size.grouped(-1));
        assertEquals("-123 456", Size.grouped(-123456));
    }

    @Test
    void shouldUseTheLargestExactUnit() {
        assertEquals("0 B", Size.text(0));
        assertEquals("64 KiB", Size.text(65536));
        assertEquals("45 066 B", Size.text(45066));
        assertEquals("1 MiB", Size.text(1048576));
    }

    @Test
    void shouldCountOneAndMany() {
        assertEquals("1 byte", Size.counted(1, "byte"));
        assertEquals("0 bytes", Size.counted(0, "byte"));
        assertEquals("4 096 bytes", Size.counted(4096, "byte"));
    }
}
