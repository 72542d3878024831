package dev.penstock.command.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.command.Ran;
import dev.penstock.internal.procfs.PipeWait;
import dev.penstock.internal.procfs.ProcFs;
import dev.penstock.testing.Eventually;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Programs that poll for room in a full pipe instead of sleeping in a write to it. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PolledRoomTest {
    private static final ProcFs PROC = ProcFs.open();

    /** fs/eventpoll.c, by the names of several kernels. */
    private static final Set<String> POLLS = Set.of("do_epoll_wait", "ep_poll");

    /** Copies its input to its output, and waits for either by epoll. */
    private static final String RELAY =
            "import os, selectors\n"
                    + "os.set_blocking(0, False); os.set_blocking(1, False)\n"
                    + "s = selectors.DefaultSelector(); s.register(0, 1); held = b\"\"\n"
                    + "while s.select():\n"
                    + "    if held:\n"
                    + "        held = held[os.write(1, held):]\n"
                    + "        if not held: s.unregister(1); s.register(0, 1)\n"
                    + "    else:\n"
                    + "        held = os.read(0, 65536)\n"
                    + "        s.unregister(0); s.register(1, 2)\n";

    @Test
    void shouldBlameWhoDoesNotReadBehindARelay() throws Exception {
        String code =
                "import signal, sys, subprocess as s\n"
                        + "last = s.Popen(['sleep', 'infinity'], stdin=s.PIPE)\n"
                        + "relay = s.Popen([sys.executable, '-c', '''"
                        + RELAY
                        + "'''], stdin=s.PIPE, stdout=last.stdin)\n"
                        + "last.stdin.close()\n"
                        + "s.Popen(['dd', 'if=/dev/zero', 'bs=4096', 'count=1024', 'status=none'],"
                        + " stdout=relay.stdin)\n"
                        + "relay.stdin.close()\n"
                        + "signal.pause()\n";
        try (Hung hung = Hung.python(code)) {
            hung.awaitPipe(PipeWait.ROOM);
            int last = hung.awaitNamed("sleep");
            awaitPolling(hung.awaitNamed("python3"));

            Ran ran = Ran.penstock("inspect", "--json", Integer.toString(hung.awaitNamed("dd")));

            Map<?, ?> finding = (Map<?, ?>) ((List<?>) ran.json().get("findings")).get(0);
            assertEquals("UNREAD", finding.get("verdict"), finding.toString());
            Map<?, ?> culprit = (Map<?, ?>) finding.get("culprit");
            assertEquals((long) last, culprit.get("pid"), finding.toString());
            assertTrue(finding.toString().contains("polls the pipe for room"), finding.toString());
        }
    }

    private static void awaitPolling(int pid) throws Exception {
        Eventually.await(
                "a relay that polls", () -> POLLS.contains(PROC.wchan(pid).known().orElse("")));
    }
}
