package dev.penstock.command.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.command.Ran;
import dev.penstock.internal.procfs.PipeWait;
import dev.penstock.internal.procfs.ProcFs;
import dev.penstock.testing.Eventually;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two who each read before they write: the first one has not flushed its question. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class CrossedReadsTest {
    private static final ProcFs PROC = ProcFs.open();

    @Test
    void shouldSayTheSameWhoeverIsAskedAbout() throws Exception {
        String code =
                "import subprocess as s\n"
                        + "child = s.Popen(['sed', 's/a/b/'], stdin=s.PIPE, stdout=s.PIPE, text=True)\n"
                        + "child.stdin.write('a question\\n')\n"
                        + "child.stdout.readline()\n";
        try (Hung hung = Hung.python(code)) {
            int child = hung.awaitNamed("sed");
            for (int pid : new int[] {child, hung.pid()}) {
                Eventually.await(
                        "a read",
                        () ->
                                PROC.wchan(pid).known().map(PipeWait::of).orElse(PipeWait.NONE)
                                        == PipeWait.BYTES);
            }
            Map<?, ?> ofChild = finding(child);
            Map<?, ?> ofParent = finding(hung.pid());

            assertEquals("DEADLOCK", ofChild.get("verdict"), ofChild.toString());
            for (String key : List.of("verdict", "summary", "culprit")) {
                assertEquals(ofChild.get(key), ofParent.get(key));
            }
            assertTrue(ofChild.toString().contains("each waits for the other to write first"));
            String words = Ran.penstock("inspect", Integer.toString(child)).out();
            assertTrue(words.contains("flush"), words);
        }
    }

    private static Map<?, ?> finding(int pid) throws Exception {
        Ran ran = Ran.penstock("inspect", "--json", Integer.toString(pid));
        return (Map<?, ?>) ((List<?>) ran.json().get("findings")).get(0);
    }
}
