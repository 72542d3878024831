package dev.penstock.command.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.command.Ran;
import dev.penstock.internal.procfs.PipeWait;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each verdict's cure, pasted as it is printed, frees those who hang. */
@Timeout(60)
class RemedyTest {
    private static final String WRITER = "['sh', '-c', 'head -c 200000 /dev/zero; :']";

    @Test
    void shouldFreeADeadlock() throws Exception {
        try (Hung hung =
                Hung.python(
                        "import subprocess as s\n"
                                + "c = s.Popen("
                                + WRITER
                                + ", stdout=s.PIPE)\n"
                                + "c.wait(); exit(len(c.stdout.read()) != 200000)")) {
            hung.awaitPipe(PipeWait.ROOM);
            Map<String, Object> cure = cure(hung.pid());
            String command = command(cure, "penstock rescue ");

            assertTrue(command.endsWith(" --grow 1MiB --yes"), command);
            Ran rescued = Ran.penstock(command.substring("penstock ".length()).split(" "));

            assertEquals(0, rescued.code(), rescued.out() + rescued.err());
            assertEquals(0, hung.awaitExit());
            assertTrue(((String) cure.get("change")).startsWith("in python3: child.communicate()"));
        }
    }

    @Test
    void shouldEndWhoKeepsAPipeOpen() throws Exception {
        try (Hung hung =
                Hung.python(
                        "import subprocess as s; s.Popen(['sh', '-c', 'sleep 77 & :'],"
                                + " stdout=s.PIPE).stdout.read()")) {
            hung.awaitPipe(PipeWait.BYTES);
            hung.awaitNamed("sleep");
            Map<String, Object> cure = cure(hung.pid());

            paste(command(cure, "kill "));

            assertEquals(0, hung.awaitExit());
            assertTrue(effects(cure).contains("rescue cannot help: the pipe is empty"));
        }
    }

    @Test
    void shouldContinueAReaderThatIsStopped() throws Exception {
        try (Hung hung =
                new Hung(
                        "sh", "-c", "head -c 200000 /dev/zero | sh -c 'kill -STOP $$; exec cat'")) {
            hung.awaitPipe(PipeWait.ROOM);

            paste(command(cure(hung.pid()), "kill -CONT "));

            assertEquals(0, hung.awaitExit());
        }
    }

    /**
     * Words of both that never left their programs: nothing is full, and nothing can be rescued.
     */
    @Test
    void shouldNotOfferToRescueFromEmptyPipes() throws Exception {
        try (Hung hung =
                Hung.python(
                        "import os\n"
                                + "a, b = os.pipe(); c, d = os.pipe()\n"
                                + "if os.fork() == 0: os.close(b); os.close(c); os.read(a, 1)\n"
                                + "os.close(a); os.close(d); os.read(c, 1)")) {
            hung.awaitPipe(PipeWait.BYTES);
            Map<String, Object> cure = cure(hung.pid());

            assertTrue(effects(cure).contains("nothing in it is full"), cure.toString());
            assertTrue(((String) cure.get("change")).contains("flush=True"), cure.toString());

            Ran rescue = Ran.penstock("rescue", "" + hung.pid(), "5");
            assertTrue(rescue.out().contains("Nothing can be rescued here"), rescue.out());
        }
    }

    private static void paste(String command) throws Exception {
        Process shell = new ProcessBuilder("sh", "-c", command).inheritIO().start();
        assertEquals(0, shell.waitFor(), command);
    }

    /** Asks again where the first look came before the other one had fallen asleep. */
    @SuppressWarnings("unchecked")
    private static Map<String, Object> cure(int pid) throws Exception {
        Map<String, Object> json;
        do {
            json = Ran.penstock("inspect", "--json", "--for", "50ms", "" + pid).json();
        } while (json.get("stalled").equals(false));
        Map<String, Object> finding = (Map<String, Object>) ((List<?>) json.get("findings")).get(0);
        return (Map<String, Object>) finding.get("cure");
    }

    private static String command(Map<String, Object> cure, String begin) {
        for (Object action : (List<?>) cure.get("actions")) {
            Object command = ((Map<?, ?>) action).get("command");
            if (command != null && ((String) command).startsWith(begin)) {
                return (String) command;
            }
        }
        throw new AssertionError("no " + begin + "in " + cure);
    }

    private static String effects(Map<String, Object> cure) {
        StringBuilder effects = new StringBuilder();
        for (Object action : (List<?>) cure.get("actions")) {
            effects.append(((Map<?, ?>) action).get("effect")).append('\n');
        }
        return effects.toString();
    }
}
