package dev.penstock.command.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.command.Ran;
import dev.penstock.internal.procfs.ProcFs;
import dev.penstock.testing.Eventually;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Processes whose only thread sleeps in a futex: nobody wakes it, or a signal's handler does. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LoneFutexTest {
    private static final ProcFs PROC = ProcFs.open();

    /** Another thread has the lock while this one forks. */
    private static final String FORK =
            "import os, signal, threading\n"
                    + "lock = threading.Lock(); taken = threading.Event()\n"
                    + "def hold():\n"
                    + "    with lock:\n"
                    + "        taken.set(); signal.pause()\n"
                    + "threading.Thread(target=hold, daemon=True).start()\n"
                    + "taken.wait()\n"
                    + "child = os.fork()\n";

    @Test
    void shouldProveThatALockHeldAcrossAForkIsNeverGivenBack() throws Exception {
        String code = FORK + "if child == 0: lock.acquire()\n" + "os.waitpid(child, 0)\n";
        try (Hung hung = Hung.python(code)) {
            int child = awaitLoneFutex(hung);

            Map<?, ?> finding = finding(child);
            assertEquals("DEADLOCK", finding.get("verdict"), finding.toString());
            assertTrue(
                    finding.get("summary").toString().endsWith("and has no other thread"),
                    finding.toString());
            Ran ran = Ran.penstock("inspect", Integer.toString(child));
            assertTrue(ran.out().contains("kill " + child), ran.out());
            assertTrue(ran.out().contains("fork before there are other threads"), ran.out());
        }
    }

    @Test
    void shouldProveNothingWhereASignalsHandlerMayGiveItBack() throws Exception {
        String code =
                FORK
                        + "if child == 0:\n"
                        + "    signal.signal(signal.SIGUSR1, lambda *a: lock.release())\n"
                        + "    lock.acquire()\n"
                        + "else: os.waitpid(child, 0)\n";
        try (Hung hung = Hung.python(code)) {
            Map<?, ?> finding = finding(awaitLoneFutex(hung));

            assertFalse(finding.get("verdict").equals("DEADLOCK"), finding.toString());
        }
    }

    @Test
    void shouldProveNothingWhereAnotherThreadIsThere() throws Exception {
        String code = FORK + "if child == 0: signal.pause()\n" + "else: lock.acquire()\n";
        try (Hung hung = Hung.python(code)) {
            hung.awaitNamed("python3");
            int parent = hung.pid();
            Eventually.await(
                    "the lock", () -> PROC.wchan(parent).known().orElse("").startsWith("futex_"));

            Map<?, ?> finding = finding(parent);
            assertFalse(finding.get("verdict").equals("DEADLOCK"), finding.toString());
        }
    }

    private static Map<?, ?> finding(int pid) throws Exception {
        Ran ran = Ran.penstock("inspect", "--json", Integer.toString(pid));
        return (Map<?, ?>) ((List<?>) ran.json().get("findings")).get(0);
    }

    /** The child, once it sleeps in its lock. */
    private static int awaitLoneFutex(Hung hung) throws Exception {
        Eventually.await("the child", () -> !PROC.children(hung.pid()).isEmpty());
        int child = PROC.children(hung.pid()).get(0);
        Eventually.await(
                "the child in its lock",
                () -> PROC.wchan(child).known().orElse("").startsWith("futex_"));
        return child;
    }
}
