package dev.penstock.diagnosis.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.diagnosis.model.Finding;
import dev.penstock.diagnosis.model.Verdict;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Recorded logs with bytes changed, lines torn and mixed: nothing is fatal, and every line counts.
 */
class DamagedLogTest {
    private static final Path LOGS =
            Path.of("src/diagnosis/test/resources/dev/penstock/diagnosis/trace");
    private static final int TIMES = 40;
    private static final byte[] LIKELY = "()[]{}<>\",=+- \\\n0123456789?".getBytes();

    static List<Path> logs() throws IOException {
        try (Stream<Path> files = Files.list(LOGS)) {
            return files.filter(file -> file.toString().contains(".log")).sorted().toList();
        }
    }

    private static TraceReport read(byte[] log) throws IOException {
        Trace trace = new Trace(Duration.ofMillis(1));
        trace.read(new ByteArrayInputStream(log));
        return trace.report();
    }

    private static long lines(byte[] log) {
        long lines = 0;
        for (byte b : log) {
            lines += b == '\n' ? 1 : 0;
        }
        return lines + (log.length > 0 && log[log.length - 1] != '\n' ? 1 : 0);
    }

    @ParameterizedTest
    @MethodSource("logs")
    void shouldTakeAnyDamage(Path log) throws IOException {
        byte[] whole = Files.readAllBytes(log);
        Random random = new Random(whole.length);
        for (int i = 0; i < TIMES; i++) {
            byte[] damaged = damaged(whole, random);
            TraceReport report = read(damaged);
            assertEquals(lines(damaged), report.counts().lines());
            for (TracedPipe pipe : report.pipes()) {
                assertTrue(pipe.line() <= report.counts().lines());
            }
        }
    }

    private static byte[] damaged(byte[] whole, Random random) {
        byte[] damaged = whole.clone();
        int changes = 1 + random.nextInt(200);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(damaged.length);
            int kind = random.nextInt(3);
            if (kind == 0) {
                damaged[at] = (byte) random.nextInt(256);
            } else if (kind == 1) {
                damaged[at] = LIKELY[random.nextInt(LIKELY.length)];
            } else {
                int count = random.nextInt(Math.min(300, damaged.length - at));
                int from = random.nextInt(damaged.length - count);
                System.arraycopy(whole, from, damaged, at, count);
            }
        }
        int from = random.nextInt(damaged.length / 2);
        int to = damaged.length - random.nextInt(damaged.length / 2);
        return java.util.Arrays.copyOfRange(damaged, Math.min(from, to), Math.max(from, to));
    }

    /** Of a log that stops anywhere only what it shows is told: no deadlock while somebody acts. */
    @ParameterizedTest
    @MethodSource("logs")
    void shouldTellNoDeadlockOfALogThatIsCutBeforeIt(Path log) throws IOException {
        byte[] whole = Files.readAllBytes(log);
        int half = whole.length / 2;
        while (half > 0 && whole[half - 1] != '\n') {
            half--;
        }
        TraceReport report = read(java.util.Arrays.copyOf(whole, half));
        for (Finding finding : report.findings()) {
            assertTrue(finding.verdict() != Verdict.DEADLOCK, finding.summary());
        }
    }
}
