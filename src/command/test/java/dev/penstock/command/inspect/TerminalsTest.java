package dev.penstock.command.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.command.Ran;
import dev.penstock.internal.procfs.ProcFs;
import dev.penstock.internal.procfs.TaskStat;
import dev.penstock.testing.Eventually;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Programs on pseudoterminals whose other side does nothing, and some whose other side works. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class TerminalsTest {
    private static final ProcFs PROC = ProcFs.open();

    @Test
    void shouldProveThatNobodyReadsWhatWasPrinted() throws Exception {
        Map<?, ?> finding =
                findingOfChild(
                        "import os, pty\n"
                                + "child, master = pty.fork()\n"
                                + "if child == 0: os.execvp('seq', ['seq', '300000'])\n"
                                + "os.waitpid(child, 0)\n");

        assertEquals("DEADLOCK", finding.get("verdict"), finding.toString());
        Map<?, ?> culprit = (Map<?, ?>) finding.get("culprit");
        assertEquals("reader", culprit.get("role"), finding.toString());
        assertTrue(finding.get("summary").toString().contains("a terminal, fd 1"));
    }

    @Test
    void shouldProveThatNobodyAnswersAPrompt() throws Exception {
        Map<?, ?> finding =
                findingOfChild(
                        "import os, pty\n"
                                + "child, master = pty.fork()\n"
                                + "if child == 0: os.execvp('cat', ['cat'])\n"
                                + "os.waitpid(child, 0)\n");

        assertEquals("DEADLOCK", finding.get("verdict"), finding.toString());
        assertEquals("writer", ((Map<?, ?>) finding.get("culprit")).get("role"));
    }

    @Test
    void shouldProveNothingWhereTheOtherSideIsPolledOrSleepsForATime() throws Exception {
        for (String other :
                List.of(
                        "select.select([master], [], [])",
                        "os.read(master, 1)",
                        "time.sleep(1000)",
                        "sys.stdin.read()")) {
            Map<?, ?> finding =
                    findingOfChild(
                            "import os, pty, select, sys, time\n"
                                    + "child, master = pty.fork()\n"
                                    + "if child == 0: os.execvp('cat', ['cat'])\n"
                                    + other
                                    + "\ntime.sleep(1000)\n");

            assertFalse(finding.get("verdict").equals("DEADLOCK"), finding.toString());
        }
    }

    /** Of the child of that program, once it sleeps. */
    private static Map<?, ?> findingOfChild(String code) throws Exception {
        try (Hung hung = Hung.python(code)) {
            Eventually.await("a child", () -> !PROC.children(hung.pid()).isEmpty());
            int child = PROC.children(hung.pid()).get(0);
            Eventually.await(
                    "its program, asleep, and its parent, asleep",
                    () ->
                            !PROC.command(child).contains("python")
                                    && sleeps(child)
                                    && sleeps(hung.pid()));
            Ran ran = Ran.penstock("inspect", "--json", Integer.toString(child));
            return (Map<?, ?>) ((List<?>) ran.json().get("findings")).get(0);
        }
    }

    private static boolean sleeps(int pid) {
        return PROC.stat(pid).known().map(TaskStat::state).orElse('?') == 'S';
    }
}
