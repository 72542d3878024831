package dev.penstock.tasks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.testing.Eventually;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** README's tasks do the same in each of their three ways, and README shows what runs here. */
@Timeout(60)
class TasksTest {
    private static final Duration LONG = Duration.ofSeconds(40);

    static Stream<Tasks> ways() {
        return Stream.of(new WithPenstock(), new WithProcessBuilder(), new WithZtExec());
    }

    @ParameterizedTest
    @MethodSource("ways")
    void shouldCapture(Tasks tasks) throws Exception {
        assertEquals("a  b", tasks.capture(LONG, "echo", "a  b"));
        Exception e =
                assertThrows(
                        Exception.class,
                        () -> tasks.capture(LONG, "sh", "-c", "echo why >&2; exit 3"));
        assertTrue(e.getMessage().contains("why"), e.getMessage());
        assertThrows(Exception.class, () -> tasks.capture(Duration.ofMillis(100), "sleep", "9"));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void shouldHandOutLines(Tasks tasks) throws Exception {
        List<String> lines = new ArrayList<>();
        tasks.lines(lines::add, "seq", "20000");
        assertEquals(20_000, lines.size());
        assertEquals("20000", lines.get(19_999));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void shouldFeed(Tasks tasks) throws Exception {
        byte[] input = new byte[1 << 20];
        new Random(1).nextBytes(input);
        assertArrayEquals(input, tasks.feed(input, "cat"));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void shouldConnect(Tasks tasks, @TempDir Path directory) throws Exception {
        Path packed = directory.resolve("a log.gz");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write("GET a\nPUT b\nGET c\n".repeat(50_000).getBytes(StandardCharsets.UTF_8));
        }
        Files.write(packed, bytes.toByteArray());
        assertEquals("100000", tasks.pipeline(packed, "GET"));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void shouldEndATree(Tasks tasks, @TempDir Path directory) throws Exception {
        Path pid = directory.resolve("pid");
        tasks.killTree(Duration.ofMillis(500), "sleep 1000 & echo $! >" + pid + "; wait; exit 1");
        long grandchild = Long.parseLong(Files.readString(pid).strip());
        Eventually.await("the grandchild is gone", () -> ProcessHandle.of(grandchild).isEmpty());
    }

    private static final Pattern SHOWN =
            Pattern.compile(
                    "        // README: (\\w+)\n(.*?)        // README: end\n", Pattern.DOTALL);

    @Test
    void shouldStandInReadme() throws Exception {
        String readme = Files.readString(Path.of("README.md"));
        int shown = 0;
        for (String way : List.of("WithPenstock", "WithProcessBuilder", "WithZtExec")) {
            Path source = Path.of("src/benchmarks/main/java/dev/penstock/tasks", way + ".java");
            Matcher snippet = SHOWN.matcher(Files.readString(source));
            while (snippet.find()) {
                String code = snippet.group(2).replaceAll("(?m)^ {8}", "");
                assertTrue(
                        readme.contains("```java\n" + code + "```\n"),
                        way + "'s " + snippet.group(1) + " is not in README:\n" + code);
                shown++;
            }
        }
        assertEquals(15, shown);
    }
}
