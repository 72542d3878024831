package dev.penstock.command.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.command.Penstock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Logs that strace wrote of real programs, and what is said of them: scripts/build/record-traces.
 */
class RecordedTest {
    static final Path LOGS = Path.of("src/diagnosis/test/resources/dev/penstock/diagnosis/trace");

    static List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(LOGS)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".txt"))
                    .map(name -> name.substring(0, name.length() - 4))
                    .sorted()
                    .toList();
        }
    }

    /** One, or with {@code -ff} one for each process. */
    static List<String> logs(String name) throws IOException {
        try (Stream<Path> files = Files.list(LOGS)) {
            return files.filter(file -> file.getFileName().toString().startsWith(name + ".log"))
                    .map(Path::toString)
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldSayOfALogWhatWasFoundRight(String name) throws IOException {
        List<String> words = new ArrayList<>(List.of("trace", "--all"));
        words.addAll(logs(name));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code =
                Penstock.run(
                        new PrintStream(out, false, StandardCharsets.UTF_8),
                        new PrintStream(err, false, StandardCharsets.UTF_8),
                        words.toArray(new String[0]));
        String expected = Files.readString(LOGS.resolve(name + ".txt"));
        assertEquals("", err.toString(StandardCharsets.UTF_8));
        assertEquals(expected, out.toString(StandardCharsets.UTF_8));
        boolean stalled = !expected.startsWith("IDLE") && !expected.startsWith("SLOW");
        assertEquals(expected.startsWith("DEADLOCK") ? 1 : stalled ? 3 : 0, code);
    }

    @Test
    void shouldHaveLogs() throws IOException {
        assertTrue(names().size() >= 10, names().toString());
    }
}
