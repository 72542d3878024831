package dev.penstock.command.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.command.Ran;
import dev.penstock.internal.procfs.PipeWait;
import dev.penstock.internal.procfs.ProcFs;
import dev.penstock.testing.Eventually;
import java.io.FileInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is looked at is afterwards as it was before, and goes on as it would have. */
class UndisturbedTest {
    private static final ProcFs PROC = ProcFs.open();
    private static final String AWAIT_USR1 =
            "signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1]);"
                    + " signal.sigwait([signal.SIGUSR1])";

    @TempDir Path folder;

    @Test
    void shouldLeaveDescriptorsAndContentsAndSleepersAlone() throws Exception {
        try (Hung hung =
                Hung.python(
                        "import os, subprocess as s\n"
                                + "r, w = os.pipe()\n"
                                + "c = s.Popen(['dd', 'if=/dev/zero', 'bs=4097', 'count=64'],"
                                + " stdout=w)\n"
                                + "os.close(w); c.wait()")) {
            hung.awaitPipe(PipeWait.ROOM);
            int writer = hung.awaitNamed("dd");
            Eventually.await(
                    "waiting for its child",
                    () ->
                            PROC.wchan(hung.pid(), hung.pid())
                                    .known()
                                    .equals(Optional.of("do_wait")));
            Map<Integer, String> descriptors = descriptors(hung.pid());
            long runs = runs(hung.pid()) + runs(writer);
            int unread = available(hung.pid());
            assertTrue(unread > 0);

            for (int i = 0; i < 5; i++) {
                Ran ran = Ran.penstock("inspect", "--for", "40ms", "" + hung.pid());
                assertTrue(ran.out().startsWith("DEADLOCK"), ran.out());
            }

            assertEquals(descriptors, descriptors(hung.pid()));
            assertEquals(unread, available(hung.pid()));
            assertEquals(runs, runs(hung.pid()) + runs(writer), "somebody was woken");
            assertEquals('S', PROC.stat(writer).known().orElseThrow().state());
        }
    }

    /** Not only afterwards: at any moment while it is looked at, all is as it was. */
    @Test
    void shouldNotBeSeenByTheTargetWhileItLooks() throws Exception {
        try (Hung hung =
                Hung.python(
                        "import os, subprocess as s\n"
                                + "r, w = os.pipe()\n"
                                + "c = s.Popen(['dd', 'if=/dev/zero', 'bs=4097', 'count=64'],"
                                + " stdout=w)\n"
                                + "os.close(w); c.wait()")) {
            hung.awaitPipe(PipeWait.ROOM);
            int writer = hung.awaitNamed("dd");
            Eventually.await(
                    "waiting for its child",
                    () -> PROC.wchan(hung.pid()).known().equals(Optional.of("do_wait")));
            String before = seen(hung.pid(), writer);
            Thread looker =
                    new Thread(
                            () -> {
                                for (int i = 0; i < 5; i++) {
                                    Ran.penstock("inspect", "--for", "20ms", "" + hung.pid());
                                }
                            });
            looker.start();
            int samples = 0;
            try {
                for (; looker.isAlive(); samples++) {
                    assertEquals(before, seen(hung.pid(), writer), "at sample " + samples);
                }
            } finally {
                looker.join();
            }
            assertTrue(samples > 10, samples + " samples");
        }
    }

    /** Both ends' descriptors, what is in the pipe, and how often each was woken. */
    private static String seen(int reader, int writer) throws Exception {
        return descriptors(reader)
                + " "
                + descriptors(writer)
                + " "
                + available(reader)
                + " bytes, woken "
                + runs(reader)
                + " and "
                + runs(writer);
    }

    /** While it is being looked at without a break, the reader goes: the writer must be told. */
    @Test
    void shouldLetTheWriterHaveItsEpipe() throws Exception {
        Path done = folder.resolve("done");
        try (Hung hung =
                Hung.python(
                        "import os, subprocess as s, signal, time\n"
                                + "r, w = os.pipe()\n"
                                + "c = s.Popen(['python3', '-c', '''\nimport os, signal\n"
                                + "signal.signal(signal.SIGPIPE, signal.SIG_IGN)\n"
                                + "try:\n    while True: os.write(1, bytes(4096))\n"
                                + "except BrokenPipeError: open(\""
                                + done
                                + "\", \"x\").close()\n"
                                + "'''], stdout=w)\n"
                                + "os.close(w)\n"
                                + AWAIT_USR1
                                + "\n"
                                + "os.close(r); c.wait(); signal.pause()")) {
            hung.awaitPipe(PipeWait.ROOM);
            inspectAndMeanwhile(hung, () -> usr1(hung.pid()));
            Eventually.await("EPIPE", () -> Files.exists(done));
        }
    }

    /** Likewise the writer goes, and the reader must see the end. */
    @Test
    void shouldLetTheReaderHaveItsEnd() throws Exception {
        Path done = folder.resolve("done");
        try (Hung hung =
                Hung.python(
                        "import os, subprocess as s, signal\n"
                                + "r, w = os.pipe()\n"
                                + "c = s.Popen(['sh', '-c', 'cat && : > "
                                + done
                                + "'], stdin=r)\n"
                                + "os.close(r)\n"
                                + AWAIT_USR1
                                + "\n"
                                + "os.close(w); c.wait(); signal.pause()")) {
            hung.awaitNamed("cat");
            hung.awaitPipe(PipeWait.BYTES);
            inspectAndMeanwhile(hung, () -> usr1(hung.pid()));
            Eventually.await("the end of file", () -> Files.exists(done));
        }
    }

    /** Who opens a FIFO waits for a partner, and we are none. */
    @Test
    void shouldNotBePartnerOfAFifo() throws Exception {
        Path fifo = folder.resolve("fifo");
        new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor();
        try (Hung hung = new Hung("sh", "-c", "echo hello > " + fifo + "; exec sleep 77")) {
            Eventually.await(
                    "waiting for a partner",
                    () -> PROC.wchan(hung.pid()).known().orElse("").matches(".*partner|fifo_open"));
            long runs = runs(hung.pid());

            Ran ran = Ran.penstock("inspect", "--for", "40ms", "" + hung.pid());

            assertEquals(0, ran.code(), ran.err());
            String waits = "open of FIFO " + fifo + " to write, for somebody to open its other end";
            assertTrue(ran.out().replaceAll("\\s+", " ").contains(waits), ran.out());
            assertEquals(runs, runs(hung.pid()));
        }
    }

    private static void inspectAndMeanwhile(Hung hung, Callable<Boolean> act) throws Exception {
        Thread looker =
                new Thread(
                        () -> {
                            for (int i = 0; i < 10; i++) {
                                Ran.penstock("inspect", "--for", "1ms", "" + hung.pid());
                            }
                        });
        looker.start();
        try {
            Thread.sleep(30);
            assertTrue(act.call());
        } finally {
            looker.join();
        }
    }

    private static boolean usr1(int pid) throws Exception {
        return new ProcessBuilder("kill", "-USR1", "" + pid).start().waitFor() == 0;
    }

    private static Map<Integer, String> descriptors(int pid) {
        Map<Integer, String> descriptors = new TreeMap<>();
        PROC.fds(pid)
                .known()
                .orElseThrow()
                .forEach(link -> descriptors.put(link.fd(), link.target()));
        descriptors.values().removeIf(target -> target.startsWith("/"));
        return descriptors;
    }

    private static long runs(int pid) {
        return PROC.runs(pid, pid).known().orElseThrow();
    }

    /** Fd 3 is the read end: opened and closed without reading. */
    private static int available(int pid) throws Exception {
        try (FileInputStream pipe = new FileInputStream("/proc/" + pid + "/fd/3")) {
            return pipe.available();
        }
    }
}
