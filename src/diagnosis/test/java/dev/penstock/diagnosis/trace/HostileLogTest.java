package dev.penstock.diagnosis.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Logs that somebody wrote to break what reads them: they take time and memory as others do. */
@Timeout(60)
class HostileLogTest {
    /** A log of so many lines, which are made while they are read. */
    private static TraceReport read(int lines, IntFunction<String> line) throws IOException {
        Trace trace = new Trace(Duration.ofMillis(1));
        trace.read(
                new InputStream() {
                    private byte[] now = {};
                    private int at;
                    private int next;

                    @Override
                    public int read() {
                        if (at == now.length) {
                            if (next == lines) {
                                return -1;
                            }
                            now = (line.apply(next++) + "\n").getBytes(StandardCharsets.UTF_8);
                            at = 0;
                        }
                        return now[at++] & 0xFF;
                    }

                    @Override
                    public int read(byte[] into, int from, int count) {
                        int first = read();
                        if (first < 0) {
                            return -1;
                        }
                        into[from] = (byte) first;
                        int more = Math.min(count - 1, now.length - at);
                        System.arraycopy(now, at, into, from + 1, more);
                        at += more;
                        return more + 1;
                    }
                });
        return trace.report();
    }

    private static TraceReport read(String log) throws IOException {
        Trace trace = new Trace(Duration.ofMillis(1));
        trace.read(new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8)));
        return trace.report();
    }

    @Test
    void shouldLookForAResultWithoutRecursion() throws IOException {
        assertEquals(1, read("read(" + " = ".repeat(300_000) + "\n").counts().truncated());
    }

    @Test
    void shouldLookForTheEndOfAPathOnce() throws IOException {
        assertEquals(1, read("read(" + "1<".repeat(400_000) + ") = 0\n").counts().lines());
        assertEquals(
                1, read("poll([{fd=1" + "1<".repeat(400_000) + "], 1, -1) = 0\n").counts().lines());
    }

    @Test
    void shouldKeepLittleOfUnfinishedCalls() throws IOException {
        String string = "a".repeat(500_000);

        TraceReport report =
                read(2500, i -> (i + 1) + " write(1, \"" + string + "\", 500000 <unfinished ...>");

        assertEquals(2500, report.counts().processes());
    }

    @Test
    void shouldStillReadWhatComesBehindALongString() throws IOException {
        String string = "a".repeat(100_000);
        TraceReport report =
                read(
                        "5 1700000000.0 pipe([3, 4]) = 0\n"
                                + "5 1700000000.1 write(4, \""
                                + string
                                + "\", 100000 <unfinished ...>\n"
                                + "6 1700000009.0 getpid() = 6\n");

        assertEquals(100_000, report.findings().get(0).call().orElseThrow().asked());
    }

    @Test
    void shouldCountTheLinesOfThreadsBeyondThoseThatItFollows() throws IOException {
        TraceReport report = read(1_000_000, i -> (i + 1) + " getpid() = 1");

        assertEquals(1_000_000, report.counts().lines());
        assertEquals(1_000_000, report.counts().processes() + report.counts().unfollowed());
        assertTrue(report.counts().unfollowed() > 900_000);
    }

    @Test
    void shouldCountThePipesBeyondThoseThatItKeeps() throws IOException {
        int pipes = 300_000;
        TraceReport report =
                read(
                        pipes,
                        i ->
                                (i / 100 + 1)
                                        + " pipe(["
                                        + (2 * i + 3)
                                        + ", "
                                        + (2 * i + 4)
                                        + "]) = 0");

        assertEquals(pipes, report.pipes().size() + report.counts().droppedPipes());
        assertTrue(report.counts().droppedPipes() > 0);
    }

    @Test
    void shouldCountTheDescriptorsBeyondThoseThatItKeeps() throws IOException {
        int copies = 200_000;
        TraceReport report =
                read(copies, i -> i == 0 ? "1 pipe([3, 4]) = 0" : "1 dup(4) = " + (i + 4));

        assertEquals(
                copies + 1,
                report.pipes().get(0).descriptors().size() + report.counts().droppedDescriptors());
    }

    @Test
    void shouldForgetAncestorsThatHaveEnded() throws IOException {
        int births = 400_000;
        TraceReport report =
                read(
                        2 * births + 1,
                        i ->
                                i == 0
                                        ? "1 pipe([3, 4]) = 0"
                                        : i % 2 == 1
                                                ? (i / 2 + 1) + " fork() = " + (i / 2 + 2)
                                                : (i / 2) + " +++ exited with 0 +++");

        assertEquals(births + 1, report.counts().processes());
        assertEquals(1, report.pipes().size());
        assertEquals(0, report.counts().unfollowed());
    }

    @Test
    void shouldLookAtManyWaitersAgainAndAgainInLittleTime() throws IOException {
        int waiters = 5000;
        TraceReport report =
                read(
                        3 * waiters,
                        i ->
                                i < waiters
                                        ? "1 1700000000." + (i % 10) + " fork() = " + (i + 2)
                                        : i < 2 * waiters
                                                ? (i - waiters + 2)
                                                        + " 1700000001.0 read(3<pipe:[7]>,"
                                                        + " <unfinished ...>"
                                                : "1 1700000009.0 --- SIGTERM {} ---");

        assertEquals(3 * waiters, report.counts().lines());
    }

    @Test
    void shouldNameProgramsSafelyAndInLittleRoom() throws IOException {
        TraceReport report =
                read(
                        "5 pipe([3, 4]) = 0\n5 execve(\"/bin/x\", [\"\u001b[2J\u202e"
                                + "😀".repeat(200)
                                + "\"], 0) = 0\n6<\u001b]0;"
                                + "y".repeat(1000)
                                + "> pipe([3, 4]) = 0\n");

        for (TracedPipe pipe : report.pipes()) {
            assertTrue(pipe.command().length() <= 60, pipe.command());
            assertTrue(
                    pipe.command().chars().noneMatch(c -> c == 0x1B || c == 0x202E),
                    pipe.command());
        }
    }
}
