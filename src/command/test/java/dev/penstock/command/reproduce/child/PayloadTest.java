package dev.penstock.command.reproduce.child;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class PayloadTest {
    @Test
    void shouldBeOfTheExactLengthAndEndALine() throws IOException {
        for (int bytes : new int[] {1, 2, 100, 4096, 100_000}) {
            try (Payload payload = Payload.create(bytes)) {
                byte[] content = Files.readAllBytes(payload.file());
                CRC32C crc = new CRC32C();
                crc.update(content);
                assertEquals(bytes, content.length);
                assertEquals('\n', content[bytes - 1]);
                assertEquals(crc.getValue(), payload.crc());
                assertArrayEquals(content, payload.part(0, bytes));
            }
        }
    }

    @Test
    void shouldBeTheSameEachTime() throws IOException {
        try (Payload one = Payload.create(50_000);
                Payload two = Payload.create(50_000)) {
            assertEquals(one.crc(), two.crc());
        }
    }

    @Test
    void shouldHaveShortAndLongLines() throws IOException {
        try (Payload payload = Payload.create(100_000)) {
            List<String> lines = Files.readAllLines(payload.file());

            assertEquals(3000, lines.stream().mapToInt(String::length).max().orElseThrow());
            assertTrue(
                    lines.stream().filter(line -> line.length() < 200).count() > lines.size() / 2);
        }
    }

    @Test
    void shouldLeaveNoFile() throws IOException {
        Path file;
        try (Payload payload = Payload.create(10)) {
            file = payload.file();
            assertTrue(Files.exists(file));
        }
        assertFalse(Files.exists(file));
    }
}
