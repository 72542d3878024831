package dev.penstock.command.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.penstock.command.Ran;
import dev.penstock.diagnosis.model.Wait;
import dev.penstock.internal.procfs.PipeWait;
import dev.penstock.internal.procfs.ProcFs;
import dev.penstock.internal.procfs.TaskStat;
import dev.penstock.testing.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectCommandTest {
    @TempDir Path folder;

    private static final String WRITER = "['sh', '-c', 'head -c 200000 /dev/zero; :']";

    @Test
    void shouldProveTheClassicDeadlock() throws Exception {
        try (Hung hung =
                Hung.python(
                        "import subprocess as s; s.Popen(" + WRITER + ", stdout=s.PIPE).wait()")) {
            hung.awaitPipe(PipeWait.ROOM);

            Map<String, Object> json = inspect(1, hung);

            assertEquals("DEADLOCK", json.get("verdict"));
            Map<String, Object> finding = finding(json);
            assertEquals(true, finding.get("closed"));
            assertEquals((long) hung.pid(), culprit(finding).get("pid"));
            assertEquals("reader", culprit(finding).get("role"));
            assertEquals(3, ((List<?>) finding.get("chain")).size());
        }
    }

    @Test
    void shouldFindWhoKeepsAnEndOpen() throws Exception {
        try (Hung hung =
                Hung.python(
                        "import subprocess as s; s.Popen(['sh', '-c', 'sleep 77 & :'],"
                                + " stdout=s.PIPE).stdout.read()")) {
            hung.awaitPipe(PipeWait.BYTES);
            int sleeper = hung.awaitNamed("sleep");

            Map<String, Object> json = inspect(3, hung);

            assertEquals("ORPHAN-WRITER", json.get("verdict"));
            assertEquals((long) sleeper, culprit(finding(json)).get("pid"));
            assertEquals(1L, culprit(finding(json)).get("fd"));
        }
    }

    @Test
    void shouldSeeThatNobodyReads() throws Exception {
        try (Hung hung =
                Hung.python(
                        "import subprocess as s, signal; s.Popen("
                                + WRITER
                                + ", stdout=s.PIPE); signal.pause()")) {
            hung.awaitPipe(PipeWait.ROOM);

            Map<String, Object> json = inspect(3, hung);

            assertEquals("UNREAD", json.get("verdict"));
            assertEquals((long) hung.pid(), culprit(finding(json)).get("pid"));
            assertEquals(false, finding(json).get("closed"));
        }
    }

    @Test
    void shouldNotTakeSlownessForAStall() throws Exception {
        try (Hung hung =
                Hung.python(
                        "import subprocess as s, time\n"
                                + "p = s.Popen(['cat', '/dev/zero'], stdout=s.PIPE)\n"
                                + "while True: p.stdout.read(4096); time.sleep(.01)")) {
            hung.awaitPipe(PipeWait.ROOM);

            // IDLE is what a look says that finds the writer awake, just after a read.
            Object verdict = "IDLE";
            while (verdict.equals("IDLE")) {
                verdict = inspect(0, hung).get("verdict");
            }
            assertEquals("SLOW", verdict);
        }
    }

    @Test
    void shouldLetAnIdlePipelineBe() throws Exception {
        try (Hung hung = new Hung("sh", "-c", "sleep 77 | cat")) {
            hung.awaitPipe(PipeWait.BYTES);

            assertEquals("IDLE", inspect(0, hung).get("verdict"));
        }
    }

    @Test
    void shouldTellPeopleTheVerdictFirst() throws Exception {
        try (Hung hung =
                Hung.python(
                        "import subprocess as s; s.Popen(" + WRITER + ", stdout=s.PIPE).wait()")) {
            hung.awaitPipe(PipeWait.ROOM);

            Ran ran = Ran.penstock("inspect", "--for", "100ms", Integer.toString(hung.pid()));

            assertEquals(1, ran.code(), ran.err());
            assertTrue(ran.out().startsWith("DEADLOCK  head ("), ran.out());
            assertTrue(ran.out().contains("[####################] 65 536 of 65 536"), ran.out());
            assertTrue(ran.out().contains("waits for sh ("), ran.out());
            for (String line : ran.out().split("\n")) {
                assertTrue(line.length() <= 96, line);
            }
        }
    }

    @Test
    void shouldSeeThatAPolledSocketIsNotRead() throws Exception {
        try (Hung hung =
                Hung.python(
                        "import os, select, signal, socket\n"
                                + "a, b = socket.socketpair()\n"
                                + "if os.fork() == 0: a.close(); signal.pause()\n"
                                + "b.close(); a.setblocking(False)\n"
                                + "try:\n    while True: a.send(bytes(4096))\n"
                                + "except BlockingIOError: pass\n"
                                + "p = select.poll(); p.register(a, select.POLLOUT); p.poll()")) {
            Eventually.await(
                    "polling",
                    () ->
                            ProcFs.open()
                                    .wchan(hung.pid())
                                    .known()
                                    .orElse("")
                                    .matches(".*(poll|schedule).*"));

            Map<String, Object> json = inspect(3, hung);

            assertEquals("SOCKET", json.get("verdict"));
            assertEquals("peer", culprit(finding(json)).get("role"));
        }
    }

    @Test
    void shouldDraw() throws Exception {
        Path page = folder.resolve("page.html");
        try (Hung hung =
                Hung.python(
                        "import subprocess as s; s.Popen(" + WRITER + ", stdout=s.PIPE).wait()")) {
            hung.awaitPipe(PipeWait.ROOM);
            String pid = Integer.toString(hung.pid());

            Ran dot = Ran.penstock("inspect", pid, "--for", "50ms", "--dot");
            Ran html = Ran.penstock("inspect", pid, "--for", "50ms", "--html", page.toString());

            assertEquals(1, dot.code(), dot.err());
            assertTrue(dot.out().startsWith("digraph inspection {\n"), dot.out());
            assertTrue(dot.out().contains("n0_0 -> n0_1"), dot.out());
            assertEquals(1, html.code(), html.err());
            assertTrue(html.out().startsWith("DEADLOCK"), html.out());
        }
        String text = Files.readString(page);
        assertTrue(text.contains("prefers-color-scheme: dark"), text);
        assertFalse(text.contains("http:") || text.contains("https:"), "something is fetched");
        assertTrue(text.contains("class=\"plot\""), "no fill over time");
        assertTrue(
                text.matches(
                        "(?s).*<p class=\"origin\">[^<]+, 20[0-9-]+T[0-9:]+(Z|[+-][0-9:]+), by [^<]+,"
                                + " penstock [^<]+</p>.*"),
                text);
        assertTrue(text.matches("(?s).*pid [0-9]+, started [0-9]+ (s|min) ago.*"), text);
        assertTrue(
                text.matches("(?s).*<pre>penstock rescue [0-9]+ 1 --grow 1MiB --yes</pre>.*"),
                text);
        assertTrue(text.contains("width=device-width, initial-scale=1"), text);
    }

    /** Chromium is Debian's name for it; it is not on every machine. */
    @Test
    void shouldShowInABrowser() throws Exception {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/chromium")),
                "SKIPPED: there is no /usr/bin/chromium (apt-get install chromium)");
        Path page = folder.resolve("page.html");
        try (Hung hung =
                Hung.python(
                        "import subprocess as s; s.Popen(" + WRITER + ", stdout=s.PIPE).wait()")) {
            hung.awaitPipe(PipeWait.ROOM);
            Ran.penstock("inspect", "" + hung.pid(), "--for", "50ms", "--html", page.toString());
        }
        Process chromium =
                new ProcessBuilder(
                                "/usr/bin/chromium",
                                "--headless",
                                "--no-sandbox",
                                "--disable-gpu",
                                "--user-data-dir=" + folder.resolve("profile"),
                                "--dump-dom",
                                page.toUri().toString())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            chromium.getOutputStream().close();
            String dom = new String(chromium.getInputStream().readAllBytes());

            assertEquals(0, chromium.waitFor());
            assertTrue(dom.contains("<span class=\"bad\">DEADLOCK</span>"), dom);
            // One for the chain, one for the fill; all that was opened was closed.
            assertEquals(3, dom.split("<svg ").length, dom);
            assertFalse(dom.contains("parsererror"), dom);
        } finally {
            chromium.destroyForcibly().waitFor();
            chromium.getInputStream().close();
        }
    }

    @Test
    void shouldWatchUntilAllHaveEnded() throws Exception {
        try (Hung hung = new Hung("sleep", "3")) {
            Ran ran = Ran.penstock("inspect", "" + hung.pid(), "--for", "20ms", "--watch", "50ms");

            assertEquals(0, ran.code(), ran.err());
            assertTrue(ran.out().split("IDLE").length > 2, ran.out());
        }
    }

    /** docs/inspect-json.md names every field, and kind of wait. */
    @Test
    void shouldPrintWhatIsDocumented() throws Exception {
        String page = Files.readString(Path.of("docs/inspect-json.md"));
        try (Hung hung =
                Hung.python(
                        "import subprocess as s; s.Popen(" + WRITER + ", stdout=s.PIPE).wait()")) {
            hung.awaitPipe(PipeWait.ROOM);

            Map<String, Object> json = inspect(1, hung);

            assertEquals("penstock-inspect/2", json.get("schema"));
            assertDocumented(page, json);
        }
        for (Class<?> kind : Wait.class.getPermittedSubclasses()) {
            String name = kind.getSimpleName().replaceAll("(?<=.)([A-Z])", "-$1");
            assertTrue(page.contains("`" + name.toLowerCase(Locale.ROOT) + "`"), name);
        }
    }

    private static void assertDocumented(String page, Object value) {
        if (value instanceof Map<?, ?> object) {
            object.forEach(
                    (name, inner) -> {
                        assertTrue(page.contains("`" + name + "`"), name + " is not documented");
                        assertDocumented(page, inner);
                    });
        } else if (value instanceof List<?> array) {
            array.forEach(inner -> assertDocumented(page, inner));
        }
    }

    @Test
    void shouldRefuseWhatItCannotDo() {
        assertEquals(
                "penstock: inspect: there is no process 999999999\n",
                Ran.penstock("inspect", "999999999").err());
        assertEquals(
                "penstock: inspect: 'x1' is not a process id; by its name a process is found with"
                        + " --name: penstock inspect --name x1\n",
                Ran.penstock("inspect", "x1").err());
        assertEquals(2, Ran.penstock("inspect").code());
        assertEquals(2, Ran.penstock("inspect", "--all", "1").code());
        assertEquals(2, Ran.penstock("inspect", "--for", "0ms", "1").code());
        assertEquals(2, Ran.penstock("inspect", "--name", "(", "--for", "1ms").code());
        assertEquals(
                "penstock: inspect: no process has such a command line: ^no such$\n",
                Ran.penstock("inspect", "--name", "^no such$", "--for", "1ms").err());
    }

    /** Processes that come and go while all are looked at are nothing to speak of. */
    @Test
    void shouldBearProcessesThatVanish() throws Exception {
        try (Hung churn = new Hung("sh", "-c", "while :; do (:) & (:) | (:); done")) {
            for (int i = 0; i < 3; i++) {
                Ran ran = Ran.penstock("inspect", "--all", "--for", "20ms");
                assertTrue(List.of(0, 1, 3, 4).contains(ran.code()), ran.err());
                assertEquals("", ran.err());
            }
            assertTrue(ProcFs.open().stat(churn.pid()).known().isPresent());
        }
    }

    /** Thread 2 of the kernel, kthreadd, is to be seen on machines, and in no container. */
    @Test
    void shouldKnowAThreadOfTheKernel() {
        assumeTrue(
                ProcFs.open().stat(2).map(TaskStat::kernelThread).known().orElse(false),
                "SKIPPED: no thread of the kernel is to be seen here");
        assertEquals(
                "penstock: inspect: 2 is a thread of the kernel, and has no pipes\n",
                Ran.penstock("inspect", "2").err());
    }

    /** wait4(2) names a child by the number that it has in the container. */
    @Test
    void shouldKnowChildrenOfAContainerByTheirNumbersHere() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "SKIPPED: needs root");
        try (Hung hung =
                new Hung(
                        "unshare",
                        "--pid",
                        "--fork",
                        "--kill-child",
                        "/usr/bin/python3",
                        "-c",
                        "import subprocess as s; s.Popen(" + WRITER + ", stdout=s.PIPE).wait()")) {
            hung.awaitPipe(PipeWait.ROOM);

            Map<String, Object> json = inspect(1, hung);

            assertEquals("DEADLOCK", json.get("verdict"));
        }
    }

    @Test
    void shouldTellOfManyInALineEach() throws Exception {
        try (Hung hung =
                Hung.python(
                        "import subprocess as s, signal\n"
                                + "for i in range(5): s.Popen("
                                + WRITER
                                + ", stdout=s.PIPE)\n"
                                + "signal.pause()")) {
            hung.awaitPipe(PipeWait.ROOM);
            Eventually.await(
                    "five writers asleep",
                    () ->
                            Ran.penstock("inspect", "--for", "50ms", "" + hung.pid())
                                    .out()
                                    .contains("\n5 findings. What proves each:\n"));

            String out = Ran.penstock("inspect", "--for", "50ms", "" + hung.pid()).out();

            String[] lines = out.substring(0, out.indexOf("\n\n")).split("\n");
            assertTrue(lines[0].startsWith("UNREAD  head ("), out);
            assertTrue(lines.length >= 5, out);
        }
    }

    @Test
    void shouldPrintNoNameThatDrivesATerminal() throws Exception {
        // A FIFO, a program and a thread, named by somebody who means harm.
        String code =
                "import ctypes, os, signal\n"
                        + "os.chdir('%s')\n".formatted(folder)
                        + "name = b'\\x1b[2J\\xe2\\x80\\xae\\xc2\\x9bx'\n"
                        + "os.mkfifo(name)\n"
                        + "fd = os.open(name, os.O_RDWR)\n"
                        + "if os.fork() == 0:\n"
                        + "    os.dup2(fd, 1)\n"
                        + "    os.execvp('head', [name, '-c', '200000', '/dev/zero'])\n"
                        + "ctypes.CDLL(None).prctl(15, name)\n"
                        + "signal.pause()";
        try (Hung hung = Hung.python(code)) {
            hung.awaitPipe(PipeWait.ROOM);
            String pid = Integer.toString(hung.pid());
            Path page = folder.resolve("page.html");

            Ran text = Ran.penstock("inspect", "--for", "100ms", "--html", page.toString(), pid);
            Ran dot = Ran.penstock("inspect", "--for", "100ms", "--dot", pid);
            Ran json = Ran.penstock("inspect", "--for", "100ms", "--json", pid);
            Ran rescue = Ran.penstock("rescue", pid, "3");

            assertTrue(text.out().contains("\\x1b[2J\\u{202e}"), text.out());
            assertTrue(dot.out().contains("\\\\x1b[2J"), dot.out());
            assertTrue(rescue.out().contains("\\x1b[2J"), rescue.out() + rescue.err());
            String html = Files.readString(page);
            assertTrue(html.contains("\\x1b[2J"), html);
            for (String out : List.of(text.out(), dot.out(), json.out(), html, rescue.out())) {
                assertTrue(
                        out.chars()
                                .noneMatch(
                                        c -> Character.isISOControl(c) && c != '\n' || c == 0x202E),
                        out);
            }
        }
    }

    /** What was seen is not lost with a page that cannot be made. */
    @Test
    void shouldPrintBeforeItFailsToWriteThePage() throws Exception {
        try (Hung hung =
                Hung.python(
                        "import subprocess as s; s.Popen(" + WRITER + ", stdout=s.PIPE).wait()")) {
            hung.awaitPipe(PipeWait.ROOM);
            Path page = folder.resolve("nonexistent").resolve("page.html");

            Ran ran =
                    Ran.penstock(
                            "inspect", "--for", "50ms", "--html", page.toString(), "" + hung.pid());

            assertEquals(2, ran.code());
            assertTrue(ran.out().startsWith("DEADLOCK  "), ran.out());
            assertEquals(
                    "penstock: inspect: --html " + page + ": there is no such folder\n", ran.err());
        }
    }

    @Test
    void shouldJudgeThoseOfAListThatAreThere() throws Exception {
        try (Hung hung = new Hung("sh", "-c", "sleep 77 | cat")) {
            hung.awaitPipe(PipeWait.BYTES);

            Ran ran = Ran.penstock("inspect", "--for", "50ms", "999999999", "" + hung.pid());

            assertEquals(0, ran.code(), ran.err());
            assertTrue(ran.out().startsWith("IDLE  sh (" + hung.pid() + ")"), ran.out());
            assertEquals("penstock: inspect: there is no process 999999999\n", ran.err());
        }
    }

    /** A shell, sudo or a watcher has the expression among its own arguments. */
    @Test
    void shouldNotTakeWhoStartedItForTheOneThatIsMeant() {
        ProcessHandle parent = ProcessHandle.current().parent().orElseThrow();
        String command =
                String.join(" ", ProcFs.open().cmdline((int) parent.pid()).known().orElseThrow());
        String whole = "^" + Pattern.quote(command) + "$";

        Ran ran = Ran.penstock("inspect", "--for", "1ms", "--name", whole);

        assertEquals(2, ran.code(), ran.out());
        assertTrue(ran.err().contains("no process has such a command line"), ran.err());
    }

    @Test
    void shouldSayWhoHoldsTheOtherEndsOfWhatIsPolled() throws Exception {
        try (Hung hung =
                Hung.python(
                        "import select, signal, subprocess as s\n"
                                + "p = s.Popen(['sleep', '77'], stdout=s.PIPE)\n"
                                + "q = select.poll(); q.register(p.stdout, select.POLLIN)\n"
                                + "q.poll()")) {
            int sleeper = hung.awaitNamed("sleep");
            Eventually.await(
                    "polling",
                    () ->
                            ProcFs.open()
                                    .wchan(hung.pid())
                                    .known()
                                    .orElse("")
                                    .matches(".*(poll|schedule).*"));

            Ran ran = Ran.penstock("inspect", "--for", "50ms", "" + hung.pid());

            assertTrue(ran.out().startsWith("IDLE  python3 ("), ran.out());
            String joined = ran.out().replaceAll("\\s+", " ");
            assertTrue(
                    joined.matches(
                            ".*- it polls fd [0-9]+, pipe:\\[[0-9]+\\], for bytes: its write end is"
                                    + " held by sleep \\("
                                    + sleeper
                                    + "\\) as fd 1.*"),
                    ran.out());
        }
    }

    @Test
    void shouldNotTakeAThreadsNumberForItsPlace() throws Exception {
        try (Hung hung =
                Hung.python(
                        "import threading, time\n"
                                + "t = threading.Thread(target=time.sleep, args=(77,))\n"
                                + "t.start(); t.join()")) {
            Eventually.await(
                    "two threads",
                    () -> ProcFs.open().threads(hung.pid()).known().orElse(List.of()).size() == 2);

            Ran ran = Ran.penstock("inspect", "--for", "50ms", "" + hung.pid());

            assertTrue(
                    ran.out()
                            .replaceAll("\\s+", " ")
                            .contains(
                                    "(pid "
                                            + hung.pid()
                                            + ", thread "
                                            + hung.pid()
                                            + ", one of 2)"),
                    ran.out());
        }
    }

    /** The shell waits for a child that waits for another, which waits in turn. */
    @Test
    void shouldSayWhyOthersAreTold() throws Exception {
        String code = "import subprocess as s; s.Popen(%s, stdout=s.PIPE).wait()".formatted(WRITER);
        try (Hung hung = new Hung("sh", "-c", "python3 -c \"$0\"; :", code)) {
            hung.awaitPipe(PipeWait.ROOM);

            Ran ran = Ran.penstock("inspect", "--for", "100ms", "" + hung.pid());

            assertTrue(ran.out().startsWith("DEADLOCK  head ("), ran.out());
            assertTrue(
                    ran.out()
                            .replaceAll("\\s+", " ")
                            .contains(
                                    "- sh ("
                                            + hung.pid()
                                            + ") waits for one of these, which is why they are"
                                            + " told"),
                    ran.out());
        }
    }

    @Test
    void shouldFailOnWhatAScriptAsksFor() throws Exception {
        try (Hung hung =
                Hung.python(
                        "import subprocess as s, signal; s.Popen("
                                + WRITER
                                + ", stdout=s.PIPE); signal.pause()")) {
            hung.awaitPipe(PipeWait.ROOM);
            String pid = Integer.toString(hung.pid());

            Ran proven = Ran.penstock("inspect", "--for", "50ms", "--fail-on", "proven", pid);
            Ran suspected = Ran.penstock("inspect", "--for", "50ms", "--fail-on=suspected", pid);

            assertEquals(0, proven.code(), proven.err());
            assertTrue(proven.out().startsWith("UNREAD  "), proven.out());
            assertEquals(3, suspected.code(), suspected.err());
        }
        assertEquals(
                "penstock: inspect: --fail-on is suspected or proven, not 'all'\n",
                Ran.penstock("inspect", "--all", "--fail-on", "all").err());
    }

    private static Map<String, Object> inspect(int code, Hung hung) throws Exception {
        Ran ran = Ran.penstock("inspect", "--json", "--for", "100ms", Integer.toString(hung.pid()));
        assertEquals(code, ran.code(), ran.err() + ran.out());
        return ran.json();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> finding(Map<String, Object> json) {
        return (Map<String, Object>) ((List<?>) json.get("findings")).get(0);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> culprit(Map<String, Object> finding) {
        return (Map<String, Object>) finding.get("culprit");
    }
}
