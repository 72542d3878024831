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

/** Who does not read for a while, and why that is a stall or none. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ReadersAtWorkTest {
    private static final ProcFs PROC = ProcFs.open();

    private static final String FLOOD =
            "import os, signal, socket, subprocess as s, threading, time\n"
                    + "p = s.Popen(['dd', 'if=/dev/zero', 'bs=4096', 'count=512'], stdout=s.PIPE)\n";

    @Test
    void shouldFollowAReaderToItsBusyChild() throws Exception {
        try (Hung hung = new Hung("sh", "-c", "seq 1000000 | xargs -n1 sh -c 'sleep 99; :'")) {
            hung.awaitPipe(PipeWait.ROOM);
            hung.awaitNamed("sleep");

            Map<String, Object> finding = finding(hung.awaitNamed("seq"));

            assertEquals("SLOW", finding.get("verdict"));
            assertTrue(text(finding).contains(", which is busy with sleep ("), text(finding));
        }
    }

    @Test
    void shouldTakeAnAnswerThatIsLateForWork() throws Exception {
        String server =
                "l = socket.socket()\nl.bind(('127.0.0.1', 0))\nl.listen()\n"
                        + "if os.fork() == 0:\n    p.stdout.close()\n    c, _ = l.accept()\n"
                        + "    time.sleep(99)\n"
                        + "c = socket.create_connection(l.getsockname())\nl.close()\nc.recv(1)";
        try (Hung hung = Hung.python(FLOOD + server)) {
            hung.awaitPipe(PipeWait.ROOM);
            awaitFunction(hung.pid(), "wait_woken");

            Map<String, Object> finding = finding(hung.pid());

            assertEquals("SLOW", finding.get("verdict"), text(finding));
        }
    }

    @Test
    void shouldTakeATimerOfOneOfItsThreadsForWork() throws Exception {
        try (Hung hung =
                Hung.python(
                        FLOOD
                                + "threading.Thread(target=lambda: time.sleep(99)).start()\n"
                                + "signal.pause()")) {
            hung.awaitPipe(PipeWait.ROOM);
            Eventually.await(
                    "a second thread",
                    () -> PROC.threads(hung.pid()).known().orElse(List.of()).size() == 2);

            assertEquals("SLOW", finding(hung.pid()).get("verdict"));
        }
    }

    @Test
    void shouldSeeTheThreadsOfAProcessWhoseFirstOneHasEnded() throws Exception {
        String headless =
                "import ctypes, os, threading, time\n"
                        + "def rest():\n    while True: time.sleep(99)\n"
                        + "threading.Thread(target=rest).start()\n"
                        + "ctypes.CDLL(None).syscall(60 if os.uname().machine == 'x86_64' else 93, 0)";
        String code =
                FLOOD
                        + "q = s.Popen([__import__('sys').executable, '-c', '''"
                        + headless
                        + "'''], stdin=p.stdout)\np.stdout.close()\np.wait()";
        try (Hung hung = Hung.python(code)) {
            hung.awaitPipe(PipeWait.ROOM);
            int writer = hung.awaitNamed("dd");
            Eventually.await(
                    "a reader whose first thread has ended", () -> headless(hung.pid()) > 0);

            Map<String, Object> finding = finding(writer);

            assertEquals("SLOW", finding.get("verdict"), text(finding));
            Map<?, ?> pipe = (Map<?, ?>) finding.get("pipe");
            Map<?, ?> reader = (Map<?, ?>) ((List<?>) pipe.get("readers")).get(0);
            assertEquals((long) headless(hung.pid()), reader.get("pid"));
        }
    }

    @Test
    void shouldNotBlameADescriptorThatWasGivenOnPurpose() throws Exception {
        String code =
                "import os, subprocess as s\nr, w = os.pipe()\n"
                        + "s.Popen(['sleep', '99'], pass_fds=[w])\nos.close(w)\nos.read(r, 1)";
        try (Hung hung = Hung.python(code)) {
            hung.awaitNamed("sleep");
            hung.awaitPipe(PipeWait.BYTES);

            assertEquals("IDLE", finding(hung.pid()).get("verdict"));
        }
    }

    @Test
    void shouldNotBlameWhoTalksWithTheReader() throws Exception {
        String code =
                "import os, subprocess as s\nr, w = os.pipe()\nq, v = os.pipe()\n"
                        + "s.Popen(['sleep', '99'], pass_fds=[w, q])\n"
                        + "s.Popen(['sleep', '98'])\nos.close(w)\nos.close(q)\nos.read(r, 1)";
        try (Hung hung = Hung.python(code)) {
            hung.awaitNamed("sleep");
            hung.awaitPipe(PipeWait.BYTES);

            assertEquals("IDLE", finding(hung.pid()).get("verdict"));
        }
    }

    @Test
    void shouldBlameAForkThatHoldsWhatItsParentHasClosed() throws Exception {
        String code =
                "import os, signal, subprocess as s\np = s.Popen(['cat'], stdin=s.PIPE)\n"
                        + "if os.fork() == 0: signal.pause()\np.stdin.close()\np.wait()";
        try (Hung hung = Hung.python(code)) {
            hung.awaitPipe(PipeWait.BYTES);
            awaitFunction(hung.pid(), "do_wait");

            Map<String, Object> finding = finding(hung.pid());

            assertEquals("ORPHAN-WRITER", finding.get("verdict"), text(finding));
            assertTrue(text(finding).startsWith("cat ("), text(finding));
        }
    }

    private static int headless(int parent) throws Exception {
        for (int child : PROC.children(parent)) {
            if (PROC.stat(child).known().filter(stat -> stat.endedBeforeOthers()).isPresent()) {
                return child;
            }
        }
        return 0;
    }

    private static void awaitFunction(int pid, String function) throws Exception {
        Eventually.await(function, () -> PROC.wchan(pid).known().orElse("").equals(function));
    }

    private static String text(Map<String, Object> finding) {
        return (String) finding.get("summary");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> finding(int pid) throws Exception {
        Ran ran = Ran.penstock("inspect", "--json", "--for", "200ms", Integer.toString(pid));
        return ((List<Map<String, Object>>) ran.json().get("findings")).get(0);
    }
}
