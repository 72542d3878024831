package dev.penstock.command.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.command.Ran;
import dev.penstock.junit.ExplainHangs;
import dev.penstock.junit.Leaks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program of native/run, with the classes of this build for what passes through a JVM. */
@ExplainHangs(leaks = Leaks.IGNORE)
@Timeout(120)
class RunCommandTest {
    @TempDir Path folder;

    @Test
    void shouldPassTheExitCodeThrough() throws Exception {
        assertEquals(0, run("true").code());
        assertEquals(7, run("sh", "-c", "exit 7").code());
    }

    @Test
    void shouldSay128AndTheSignal() throws Exception {
        assertEquals(128 + 9, run("sh", "-c", "kill -9 $$").code());
        assertEquals(128 + 15, run("sh", "-c", "kill -TERM $$").code());
    }

    @Test
    void shouldSay127ForWhatIsNotThere() throws Exception {
        Ran ran = run("no-such-program-of-penstock");

        assertEquals(127, ran.code());
        assertTrue(
                ran.err().startsWith("penstock: run: ")
                        && ran.err().contains("no-such-program-of-penstock"));
        assertEquals(127, run("/no/such/program").code());
    }

    @Test
    void shouldSay126ForWhatCannotBeRun() throws Exception {
        Path text = Files.writeString(folder.resolve("text"), "not a program\n");

        Ran ran = run(text.toString());

        assertEquals(126, ran.code(), ran.err());
        assertTrue(ran.err().contains(text.toString()), ran.err());
        assertEquals(126, run(folder.toString()).code());
    }

    @Test
    void shouldSay124WhenTimeRunsOut() throws Exception {
        long start = System.nanoTime();

        assertEquals(
                124, Program.penstock("run", "--timeout", "200ms", "--", "sleep", "30").code());

        assertTrue(System.nanoTime() - start < Duration.ofSeconds(10).toNanos());
    }

    @Test
    void shouldKillWhatIgnoresSigterm() throws Exception {
        Ran ran =
                Program.penstock(
                        "run",
                        "--timeout",
                        "200ms",
                        "--kill-after",
                        "100ms",
                        "--",
                        "sh",
                        "-c",
                        "trap '' TERM; while :; do sleep 0.05; done");

        assertEquals(124, ran.code(), ran.err());
    }

    @Test
    void shouldCutLongLinesAndCountThem() throws Exception {
        Ran ran =
                Program.penstock(
                        "run",
                        "--max-line",
                        "10",
                        "--",
                        "sh",
                        "-c",
                        "echo short; echo 0123456789abc; echo 0123456789abcdef >&2; printf end;"
                                + " exit 5");

        assertEquals(5, ran.code());
        assertEquals("short\n0123456789[… 3 bytes cut]\nend", ran.out());
        assertEquals(
                "0123456789[… 6 bytes cut]\n"
                        + "penstock: 2 lines of more than 10 bytes cut: 1 on stdout, 1 on stderr; 9"
                        + " bytes left out\n",
                ran.err());
    }

    @Test
    void shouldPassMuchMoreThanAPipeThrough() throws Exception {
        Ran ran = Program.penstock("run", "--max-line", "1MiB", "--", "seq", "1", "300000");

        assertEquals(0, ran.code());
        assertEquals(300000, ran.out().lines().count());
        assertTrue(ran.out().endsWith("\n299999\n300000\n"));
    }

    @Test
    void shouldKeepHeadAndTail() throws Exception {
        Ran ran = Program.penstock("run", "--capture", "20", "--", "seq", "1", "1000");

        assertEquals(0, ran.code());
        assertEquals("1\n2\n3\n4\n5\n\n[… 3873 bytes omitted …]\n\n999\n1000\n", ran.out());
    }

    @Test
    void shouldKeepBothStreamsWhole() throws Exception {
        Ran ran =
                Program.penstock(
                        "run", "--capture", "1KiB", "--", "sh", "-c", "echo out; echo err >&2");

        assertEquals(new Ran(0, "out\n", "err\n"), ran);
    }

    @Test
    void shouldSetDirectoryAndEnvironment() throws Exception {
        Ran ran =
                Program.penstock(
                        "run",
                        "--capture",
                        "1KiB",
                        "-C",
                        folder.toString(),
                        "-e",
                        "A=b=c",
                        "-e",
                        "B=",
                        "sh",
                        "-c",
                        "pwd -P; echo \"$A|$B\"");

        assertEquals(folder.toAbsolutePath() + "\nb=c|\n", ran.out());
    }

    @Test
    void shouldLeaveTheCommandsOwnOptionsAlone() throws Exception {
        Ran ran =
                Program.penstock(
                        "run", "--capture", "1KiB", "echo", "--timeout", "@file", "-h", "--");

        assertEquals(new Ran(0, "--timeout @file -h --\n", ""), ran);
    }

    @Test
    void shouldNameTheOptionThatIsWrong() throws Exception {
        usage("--timeout", "--timeout", "5x", "true");
        usage("--kill-after", "--kill-after", "soon", "true");
        usage("--signal", "--signal", "NONE", "true");
        usage("--max-line", "--max-line", "long", "true");
        usage("--max-line", "--max-line", "0", "true");
        usage("--capture", "--capture", "2GiB", "true");
        usage("--capture", "--capture", "1", "--max-line", "1", "true");
        usage("--env", "-e", "A", "true");
        usage("--wat", "--wat", "true");
        usage("CMD");
    }

    @Test
    void shouldRunNothingIfItsOutputCannotPass() throws Exception {
        Path made = folder.resolve("made");

        usage("--capture", "--capture", "2GiB", "touch", made.toString());

        assertFalse(Files.exists(made), "the command ran");
    }

    @Test
    void shouldNameADirectoryThatIsNotThere() throws Exception {
        Ran ran = Program.penstock("run", "-C", "/no/such/folder", "true");

        assertEquals(125, ran.code());
        assertEquals("penstock: run: --directory: '/no/such/folder': ENOENT\n", ran.err());
    }

    @Test
    void shouldGiveUpTheOutputThatSomebodyElseHolds() throws Exception {
        Ran ran =
                Program.penstock(
                        "run", "--capture", "1KiB", "--", "sh", "-c", "sleep 20 & echo $!; exit 5");

        try {
            assertEquals(5, ran.code());
            assertEquals(
                    "penstock: run: the command has ended, but 'sleep 20' (pid "
                            + ran.out().strip()
                            + ") still holds its standard output and error: what it writes from"
                            + " now on is lost\n",
                    ran.err());
        } finally {
            ProcessHandle.of(Long.parseLong(ran.out().strip())).ifPresent(ProcessHandle::destroy);
        }
    }

    @Test
    void shouldNameTheHolderSafely() throws Exception {
        String rename =
                "import os; os.execvp('sleep', [b'\\x1b[2J\\n\\xe2\\x80\\xae\\xc2\\x9b\\xff\\xc3\\xa9', b'20'])";
        Ran ran =
                Program.penstock(
                        "run",
                        "--",
                        "sh",
                        "-c",
                        "/usr/bin/python3 -c \"$0\" & echo $!; sleep 1; exit 5",
                        rename);

        try {
            assertEquals(5, ran.code());
            assertTrue(
                    ran.err()
                            .startsWith(
                                    "penstock: run: the command has ended, but"
                                            + " '\\x1b[2J\\x0a\\u{202e}\\u{9b}\\xffé 20' (pid "),
                    ran.err());
        } finally {
            ProcessHandle.of(Long.parseLong(ran.out().strip())).ifPresent(ProcessHandle::destroy);
        }
    }

    @Test
    void shouldEndTheCommandWhoseReaderIsGone() throws Exception {
        Process run =
                Program.start(folder.resolve("errors"), "run", "--max-line", "9", "--", "yes");
        try {
            assertEquals('y', run.getInputStream().read());
            run.getInputStream().close();

            assertEquals(128 + 13, run.waitFor());
        } finally {
            Program.end(run);
        }
    }

    @Test
    void shouldKeepTheOtherOutputGoing() throws Exception {
        Path errors = folder.resolve("errors");
        Process run =
                Program.start(
                        errors,
                        "run",
                        "--max-line",
                        "9",
                        "--",
                        "sh",
                        "-c",
                        "yes; sleep 1; echo later >&2; exit 5");
        try {
            assertEquals('y', run.getInputStream().read());
            run.getInputStream().close();

            assertEquals(5, run.waitFor());
            assertTrue(Files.readString(errors).contains("later\n"), Files.readString(errors));
        } finally {
            Program.end(run);
        }
    }

    @Test
    void shouldRunOutOfTimeThoughOurOwnReaderIsAsleep() throws Exception {
        Path errors = folder.resolve("errors");
        Process run =
                Program.start(errors, "run", "--timeout", "500ms", "--max-line", "9", "--", "yes");
        try {
            assertTrue(run.waitFor(20, TimeUnit.SECONDS), "still there");

            assertEquals(124, run.exitValue());
            assertTrue(Files.readString(errors).contains("its reader takes no more"));
        } finally {
            Program.end(run);
        }
    }

    @Test
    void shouldSendTheJarAloneAway() {
        Ran ran = Ran.penstock("run", "--", "true");

        assertEquals(2, ran.code());
        assertEquals(
                "penstock: run: a command is run by the program 'penstock', which the jar alone is"
                        + " not\n",
                ran.err());
    }

    private static Ran run(String... words) throws Exception {
        String[] args = new String[words.length + 2];
        args[0] = "run";
        args[1] = "--";
        System.arraycopy(words, 0, args, 2, words.length);
        return Program.penstock(args);
    }

    private static void usage(String option, String... options) throws Exception {
        String[] args = new String[options.length + 1];
        args[0] = "run";
        System.arraycopy(options, 0, args, 1, options.length);
        Ran ran = Program.penstock(args);
        assertEquals(2, ran.code(), ran.err());
        assertTrue(
                ran.err().startsWith("penstock: run: ") && ran.err().contains(option), ran.err());
        assertEquals(1, ran.err().lines().count(), ran.err());
    }
}
