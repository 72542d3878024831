package dev.penstock.command.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.command.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceCommandTest {
    private static final Path LOG = RecordedTest.LOGS.resolve("wait-unread.log");

    @Test
    void shouldSayTheSameToMachines() throws IOException {
        Ran ran = Ran.penstock("trace", "--json", LOG.toString());
        Map<String, Object> report = ran.json();
        assertEquals("penstock-trace/1", report.get("schema"));
        assertEquals("DEADLOCK", report.get("verdict"));
        assertEquals(true, report.get("stalled"));
        Map<?, ?> finding = (Map<?, ?>) ((List<?>) report.get("findings")).get(0);
        Map<?, ?> culprit = (Map<?, ?>) finding.get("culprit");
        assertEquals("reader", culprit.get("role"));
        Map<?, ?> pipe = (Map<?, ?>) ((List<?>) report.get("pipes")).get(0);
        assertEquals(65536L, ((Number) pipe.get("bytes_in")).longValue());
        assertEquals(1, ran.code());
    }

    @Test
    void shouldDrawAPageThatStandsByItself(@TempDir Path dir) throws IOException {
        Path page = dir.resolve("page.html");
        Path log = RecordedTest.LOGS.resolve("leaked-to-sibling.log");
        assertEquals(
                3, Ran.penstock("trace", "--timeline", page.toString(), log.toString()).code());
        String text = Files.readString(page);
        assertTrue(text.contains("ORPHAN-WRITER"), text);
        assertTrue(text.contains("class=\"bar culprit\""), "the leak stands out: " + text);
        assertTrue(text.contains("waits to read"), text);
        // What is told of a bar when it is pointed at.
        assertTrue(
                text.matches("(?s).*aria-label=\"[^\"]*, fd [0-9]+ [a-z]+, line [0-9]+.*"), text);
        assertTrue(text.contains("penstock trace: "), text);
        assertTrue(text.contains("class=\"origin\""), text);
        assertTrue(text.contains("prefers-color-scheme: dark"), text);
        assertFalse(text.contains("<script") || text.contains("http"), text);
    }

    @Test
    void shouldTakeLogOfOneWhoSleptAllTheTime(@TempDir Path dir) throws IOException {
        Path log = dir.resolve("attached.log");
        Files.writeString(
                log,
                "22 1795507571.0 write(1<pipe:[77]>, \"x\"..., 4096 <unfinished ...>\n"
                        + "21 1795507571.1 wait4(-1,  <detached ...>\n");
        Ran ran = Ran.penstock("trace", log.toString());
        assertEquals("", ran.err());
        assertTrue(ran.out().contains("waits to write 4 096 bytes on fd 1"), ran.out());
        String[] lines = ran.out().split("\n");
        assertTrue(
                lines[lines.length - 1].matches("Found: 1 [A-Z-]+"),
                "the last line is no all-clear: " + ran.out());
    }

    @Test
    void shouldRefuseWhatIsNoLog(@TempDir Path dir) throws IOException {
        Ran missing = Ran.penstock("trace", dir.resolve("none").toString());
        assertEquals(2, missing.code());
        assertTrue(missing.err().contains("there is no file"), missing.err());
        Ran foreign = Ran.penstock("trace", "README.md");
        assertEquals(2, foreign.code());
        assertTrue(foreign.err().contains("no call that strace would write"), foreign.err());
        assertEquals(2, Ran.penstock("trace").code());
        assertEquals(2, Ran.penstock("trace", dir.toString()).code());
        assertEquals(2, Ran.penstock("trace", "--min", "0s", LOG.toString()).code());
    }
}
