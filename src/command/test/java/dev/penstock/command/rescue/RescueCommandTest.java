package dev.penstock.command.rescue;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.command.Ran;
import dev.penstock.command.inspect.Hung;
import dev.penstock.internal.procfs.PipeWait;
import dev.penstock.testing.Eventually;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RescueCommandTest {
    private static final int TOTAL = 300_000;

    @TempDir private Path folder;
    private Path written;
    private Path read;
    private Path go;
    private byte[] bytes;

    @BeforeEach
    void write() throws Exception {
        bytes = new byte[TOTAL];
        new Random(42).nextBytes(bytes);
        written = Files.write(folder.resolve("written"), bytes);
        read = folder.resolve("read");
        go = folder.resolve("go");
    }

    /** A parent that reads only when its child has ended; fd 3 is its end of the child's output. */
    private Hung deadlock() throws Exception {
        return deadlock("cat", written.toString());
    }

    private Hung deadlock(String... child) throws Exception {
        StringBuilder words = new StringBuilder();
        for (String word : child) {
            words.append("'").append(word).append("',");
        }
        return Hung.python(
                        "import os, time, subprocess as s\n"
                                + "r, w = os.pipe2(0)\n"
                                + "os.dup2(r, 3); os.set_inheritable(3, False)\n"
                                + "p = s.Popen(["
                                + words
                                + "], stdout=w, close_fds=True)\n"
                                + "[os.close(fd) for fd in {r, w} if fd != 3]\n"
                                + "code = p.wait()\n"
                                // Else it would read what is drained at that moment.
                                + "while not os.path.exists('"
                                + go
                                + "'): time.sleep(.01)\n"
                                + "open('"
                                + read
                                + "', 'wb').write(open(3, 'rb').read())\n"
                                + "raise SystemExit(code)")
                .awaitPipe(PipeWait.ROOM);
    }

    private void goOn(Hung hung) throws Exception {
        Files.createFile(go);
        assertEquals(0, hung.awaitExit());
    }

    private static Ran rescue(Hung hung, String... options) {
        List<String> words = new ArrayList<>(List.of("rescue", Integer.toString(hung.pid()), "3"));
        words.addAll(List.of(options));
        return Ran.penstock(words.toArray(String[]::new));
    }

    private static Map<String, Object> json(int code, Hung hung, String... options)
            throws Exception {
        List<String> words = new ArrayList<>(List.of(options));
        words.add("--json");
        Ran ran = rescue(hung, words.toArray(String[]::new));
        assertEquals(code, ran.code(), ran.err() + ran.out());
        return ran.json();
    }

    /** Drained and read, one after the other, are what was written. */
    private void assertNothingLost(byte[] drained) throws Exception {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(drained);
        all.write(Files.readAllBytes(read));
        assertArrayEquals(bytes, all.toByteArray());
    }

    @Test
    void shouldDrainUntilTheWriterHasEnded() throws Exception {
        try (Hung hung = deadlock()) {
            Path into = folder.resolve("drained");

            Ran ran = rescue(hung, "--drain", into.toString(), "--yes");

            assertEquals(0, ran.code(), ran.err() + ran.out());
            goOn(hung);
            assertEquals(TOTAL, Files.size(into));
            assertNothingLost(Files.readAllBytes(into));
            assertTrue(ran.out().contains("The real reader will not see"), ran.out());
            assertTrue(ran.out().contains("Drained 300 000 bytes into"), ran.out());
        }
    }

    @Test
    void shouldLeaveTheRestToTheReader() throws Exception {
        try (Hung hung = deadlock()) {
            Path into = folder.resolve("drained");

            Map<String, Object> json =
                    json(0, hung, "--drain", into.toString(), "--bytes", "240000", "--yes");

            assertEquals(240_000L, field(json, "drained").get("stored"));
            assertEquals("bytes", field(json, "drained").get("ended"));
            goOn(hung);
            assertNothingLost(Files.readAllBytes(into));
            assertEquals(TOTAL - 240_000, Files.size(read));
        }
    }

    @Test
    void shouldSayThatTooLittleHasNotFreedIt() throws Exception {
        try (Hung hung = deadlock()) {
            Path into = folder.resolve("drained");

            Ran ran =
                    rescue(hung, "--drain", into.toString(), "--bytes", "5000", "--yes", "--json");

            assertEquals(1, ran.code(), ran.err());
            assertTrue(ran.json().get("stuck") != null, ran.out());
            assertTrue(ran.err().contains("! The real reader will not see"), ran.err());
            Map<String, Object> rest =
                    json(0, hung, "--drain", into + "2", "--until", "unblocked", "--yes");
            assertEquals(TOTAL - 5_000L, field(rest, "drained").get("stored"));
            goOn(hung);
            assertEquals(0, Files.size(read));
            assertArrayEquals(Arrays.copyOf(bytes, 5_000), Files.readAllBytes(into));
        }
    }

    @Test
    void shouldDrainToStandardOutput() throws Exception {
        byte[] text = "0123456789abcde\n".repeat(20_000).getBytes();
        Files.write(written, text);
        try (Hung hung = deadlock()) {
            Ran ran = rescue(hung, "--drain", "-", "--yes");

            assertEquals(0, ran.code(), ran.err());
            assertEquals(text.length, ran.out().length());
            assertTrue(new String(text).equals(ran.out()));
            assertTrue(ran.err().contains("! The real reader"), ran.err());
            goOn(hung);
        }
    }

    @Test
    void shouldTakeNothingByPeeking() throws Exception {
        try (Hung hung = deadlock()) {
            Map<String, Object> json = json(0, hung, "--peek", "1MiB");
            byte[] peeked = Base64.getDecoder().decode((String) json.get("peeked"));
            assertEquals(65_536, peeked.length);
            assertArrayEquals(Arrays.copyOf(bytes, 65_536), peeked);
            assertEquals(65_536L, json.get("unread"));

            assertEquals(65_536L, json(0, hung, "--peek", "10").get("unread"));
            assertFalse(rescue(hung, "--peek").out().contains("\u0000"));

            Path into = folder.resolve("drained");
            json(0, hung, "--drain", into.toString(), "--yes");
            goOn(hung);
            assertNothingLost(Files.readAllBytes(into));
        }
    }

    @Test
    void shouldShowWhatWouldMoveTheCursorEscaped() throws Exception {
        try (Hung hung = deadlock("sh", "-c", "printf \"\\033[2Jhé\\001\\n\"; cat " + written)) {
            Ran ran = rescue(hung, "--peek", "10");

            assertTrue(ran.out().contains("\\x1b[2Jhé\\x01"), ran.out());
            assertFalse(ran.out().contains("\u001b"), ran.out());
        }
    }

    @Test
    void shouldShowBytesAsTheyAre() throws Exception {
        try (Hung hung = deadlock("seq", "20000")) {
            Ran ran = rescue(hung, "--peek", "8", "--raw");

            assertEquals("1\n2\n3\n4\n", ran.out());
            assertEquals("", ran.err());
            assertEquals(0, ran.code());
        }
    }

    @Test
    void shouldFreeByGrowing() throws Exception {
        try (Hung hung = deadlock()) {
            Map<String, Object> grown = json(0, hung, "--grow", "512KiB", "--yes");

            assertEquals(524_288L, field(grown, "grown").get("capacity"));
            assertEquals(true, field(grown, "grown").get("progressed"));
            goOn(hung);
            assertNothingLost(new byte[0]);
        }
    }

    @Test
    void shouldSayThatItIsFullAgain() throws Exception {
        try (Hung hung = deadlock()) {
            Ran ran = rescue(hung, "--grow", "128KiB", "--yes");

            assertEquals(1, ran.code(), ran.out());
            assertTrue(ran.out().contains("131 072 bytes are in it now, 65 536 were"), ran.out());
            assertTrue(ran.out().contains("The writer went on, filled it"), ran.out());
        }
    }

    @Test
    void shouldDoNothingBeforeItIsToldTo() throws Exception {
        try (Hung hung = deadlock()) {
            Path into = folder.resolve("drained");

            Ran drain = rescue(hung, "--drain", into.toString());
            Ran grow = rescue(hung, "--grow", "1MiB");

            assertEquals(1, drain.code(), drain.err());
            assertTrue(drain.out().contains("Nothing has been done"), drain.out());
            assertFalse(Files.exists(into));
            assertEquals(1, grow.code(), grow.err());
            Map<String, Object> look = json(1, hung);
            assertEquals(65_536L, look.get("capacity"));
            assertEquals(65_536L, look.get("unread"));
        }
    }

    /** Node's pipes are such; either end may be named. */
    @Test
    void shouldFreeAWriterOfASocket() throws Exception {
        try (Hung hung =
                Hung.python(
                        "import os, socket, subprocess as s, time\n"
                                + "a, b = socket.socketpair()\n"
                                + "w, r = os.dup(a.fileno()), os.dup(b.fileno())\n"
                                + "a.close(); b.close(); os.dup2(r, 3); os.close(r)\n"
                                + "p = s.Popen(['cat', '"
                                + written
                                + "'], stdout=w)\n"
                                + "os.close(w)\n"
                                + "code = p.wait()\n"
                                + "while not os.path.exists('"
                                + go
                                + "'): time.sleep(.01)\n"
                                + "rest = socket.socket(fileno=3).makefile('rb').read()\n"
                                + "open('"
                                + read
                                + "', 'wb').write(rest)\n"
                                + "raise SystemExit(code)")) {
            String writer = Integer.toString(hung.awaitNamed("cat"));
            Eventually.await("a stuck writer", () -> rescue(hung, "--json").code() == 1);

            Map<String, Object> json = json(0, hung, "--peek", "100000");
            byte[] peeked = Base64.getDecoder().decode((String) json.get("peeked"));
            assertArrayEquals(Arrays.copyOf(bytes, 100_000), peeked);
            assertEquals("socket", json.get("kind"));

            Path into = folder.resolve("drained");
            Ran ran = Ran.penstock("rescue", writer, "1", "--drain", into.toString(), "--yes");

            assertEquals(0, ran.code(), ran.err() + ran.out());
            goOn(hung);
            assertNothingLost(Files.readAllBytes(into));
            assertEquals(TOTAL, Files.size(into));
        }
    }

    @Test
    void shouldFreeAWriterOfAFifo() throws Exception {
        Path fifo = folder.resolve("fifo");
        try (Hung hung =
                new Hung(
                        "bash",
                        "-c",
                        "mkfifo "
                                + fifo
                                + "; cat "
                                + written
                                + " >"
                                + fifo
                                + " & exec 3<"
                                + fifo
                                + "; wait $!; while ! [ -e "
                                + go
                                + " ]; do sleep .01; done"
                                + "; cat <&3 >"
                                + read)) {
            hung.awaitPipe(PipeWait.ROOM);
            Path into = folder.resolve("drained");

            Map<String, Object> json = json(0, hung, "--drain", into.toString(), "--yes");

            assertEquals("fifo", json.get("kind"));
            assertEquals("end", field(json, "drained").get("ended"));
            goOn(hung);
            assertNothingLost(Files.readAllBytes(into));
        }
    }

    @Test
    void shouldRefuseWhatItCannotDo() throws Exception {
        try (Hung hung = deadlock()) {
            String pid = Integer.toString(hung.pid());
            assertRefused("there is no process 999999999", "999999999", "1");
            assertRefused("has no descriptor 77; it has 0, 1, 2, 3", pid, "77");
            assertRefused("is /dev/null, a device: only a pipe", pid, "0");
            assertRefused("'x' is not a descriptor's number", pid, "x");
            assertRefused("name a process and one of its descriptors", "--peek", pid, "3");
            assertRefused("three things", pid, "3", "--peek", "--grow", "1MiB");
            assertRefused("has 65536 bytes already", pid, "3", "--grow", "4096", "--yes");
            assertRefused("there is such a file", pid, "3", "--drain", written.toString());
            assertRefused(
                    "/no/such/x: there is no such folder",
                    pid,
                    "3",
                    "--drain",
                    "/no/such/x",
                    "--yes");
        }
    }

    private static void assertRefused(String reason, String... words) {
        List<String> all = new ArrayList<>(List.of("rescue"));
        all.addAll(List.of(words));
        Ran ran = Ran.penstock(all.toArray(String[]::new));
        assertEquals(2, ran.code(), ran.out() + ran.err());
        assertTrue(ran.err().contains(reason), ran.err());
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> field(Map<String, Object> json, String name) {
        return (Map<String, Object>) json.get(name);
    }
}
