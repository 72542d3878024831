package dev.penstock.diagnosis.trace.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineReaderTest {
    private static LineReader reader(String text) {
        return new LineReader(
                new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)) {
                    private final Random random = new Random(1);

                    @Override
                    public synchronized int read(byte[] bytes, int from, int count) {
                        return super.read(bytes, from, Math.min(count, 1 + random.nextInt(9000)));
                    }
                });
    }

    @Test
    void shouldGiveTheLinesOfAnyLength() throws IOException {
        Random random = new Random(2);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            lines.add("x".repeat(random.nextInt(i % 100 == 0 ? 200_000 : 500)) + i);
        }
        LineReader reader = reader(String.join("\n", lines));
        for (String line : lines) {
            assertTrue(reader.next());
            assertEquals(line, new String(reader.copy(), StandardCharsets.US_ASCII));
        }
        assertFalse(reader.complete());
        assertFalse(reader.next());
        assertEquals(300, reader.number());
    }

    @Test
    void shouldLeaveOutTheMiddleOfALineWithoutEnd() throws IOException {
        LineReader reader = reader("begin" + "x".repeat(5 << 20) + "end\nnext\n");
        assertTrue(reader.next());
        String line = new String(reader.copy(), StandardCharsets.US_ASCII);
        assertTrue(line.startsWith("beginx") && line.endsWith("xend"));
        assertTrue(line.length() <= 1 << 20, "kept: " + line.length());
        assertEquals(1, reader.shortened());
        assertTrue(reader.next());
        assertEquals("next", new String(reader.copy(), StandardCharsets.US_ASCII));
        assertEquals(1, reader.shortened());
    }
}
