package dev.penstock.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.command.inspect.Hung;
import dev.penstock.internal.procfs.PipeWait;
import dev.penstock.testing.ChildJvm;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the command makes of the terminal, the locale and a reader that leaves. */
@Timeout(60)
class AppearanceTest {
    /** Runs its arguments in a terminal of so many columns, and passes on what comes out. */
    private static final String IN_A_TERMINAL =
            """
            import fcntl, os, pty, struct, sys, termios
            pid, master = pty.fork()
            if pid == 0:
                size = struct.pack('HHHH', 50, int(sys.argv[1]), 0, 0)
                fcntl.ioctl(1, termios.TIOCSWINSZ, size)
                os.execvp(sys.argv[2], sys.argv[2:])
            while True:
                try:
                    piece = os.read(master, 65536)
                except OSError:
                    break
                if not piece:
                    break
                os.write(1, piece)
            sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
            """;

    @Test
    void shouldBeAsWideAsTheTerminal() throws Exception {
        int narrow = widest(inTerminal(62, "inspect", "--help").out());
        int wide = widest(inTerminal(140, "inspect", "--help").out());

        assertTrue(narrow <= 62, "" + narrow);
        assertTrue(wide > 100 && wide <= 140, "" + wide);
        assertTrue(widest(inTerminal(62, "limits").out()) <= 62);
    }

    @Test
    void shouldWrapAFindingAsWideAsTheTerminal() throws Exception {
        try (Hung hung = new Hung("sh", "-c", "head -c 200000 /dev/zero | sleep 77")) {
            hung.awaitPipe(PipeWait.ROOM);
            String pid = Integer.toString(hung.pid());

            String narrow = inTerminal(60, "inspect", "--for", "50ms", pid).out();
            String wide = inTerminal(130, "inspect", "--for", "50ms", pid).out();

            assertTrue(widest(narrow) <= 60, narrow);
            assertTrue(widest(wide) > 60 && widest(wide) <= 130, wide);
            assertTrue(wide.split("\n").length < narrow.split("\n").length, wide);
        }
    }

    @Test
    void shouldColourWhereItIsWanted() throws Exception {
        String escape = "\u001b[";

        assertTrue(inTerminal(80, "inspect", "--help").out().contains(escape));
        assertFalse(inTerminal(80, "inspect", "--color=never", "--help").out().contains(escape));
        assertTrue(run(Map.of(), "inspect", "--color=always", "--help").out().contains(escape));
        assertTrue(run(Map.of("FORCE_COLOR", "1"), "inspect", "--help").out().contains(escape));
        assertFalse(run(Map.of(), "inspect", "--help").out().contains(escape));
    }

    @Test
    void shouldPrintAsciiWhereTheLocaleHasNothingElse() throws Exception {
        try (Hung hung = new Hung("sh", "-c", "sleep 77 | cat")) {
            hung.awaitPipe(PipeWait.BYTES);
            String pid = Integer.toString(hung.pid());

            String plain = run(Map.of("LC_ALL", "C"), "inspect", "--for", "1ms", pid).out();
            String utf8 = run(Map.of("LC_ALL", "C.UTF-8"), "inspect", "--for", "1ms", pid).out();

            assertTrue(plain.chars().allMatch(c -> c < 0x80), plain);
            assertTrue(plain.contains("  `- "), plain);
            assertTrue(utf8.contains("  └─ "), utf8);
        }
    }

    /** {@code penstock inspect PID | head -1} in a script with pipefail. */
    @Test
    void shouldKeepTheExitCodeWhenTheReaderLeaves() throws Exception {
        try (Hung hung =
                new Hung(
                        "bash",
                        "-c",
                        "exec 3< <(exec head -c 200000 /dev/zero); wait $!; exit 0")) {
            hung.awaitPipe(PipeWait.ROOM);
            Process jvm =
                    builder(Map.of(), "inspect", "--for", "50ms", "" + hung.pid())
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            try {
                jvm.getInputStream().close();

                assertEquals(1, jvm.waitFor());
            } finally {
                jvm.destroyForcibly().waitFor();
                jvm.getOutputStream().close();
            }
        }
    }

    private static int widest(String out) {
        int widest = 0;
        for (String line : out.split("\r?\n")) {
            String shown = line.replaceAll("\u001b\\[[0-9;]*m", "");
            widest = Math.max(widest, shown.codePointCount(0, shown.length()));
        }
        return widest;
    }

    private static Ran inTerminal(int columns, String... args) throws Exception {
        List<String> words = new ArrayList<>(List.of("python3", "-c", IN_A_TERMINAL, "" + columns));
        words.addAll(ChildJvm.command(Penstock.class, args));
        return run(new ProcessBuilder(words), Map.of("TERM", "xterm"));
    }

    private static Ran run(Map<String, String> environment, String... args) throws Exception {
        return run(builder(Map.of(), args), environment);
    }

    private static ProcessBuilder builder(Map<String, String> environment, String... args) {
        ProcessBuilder builder = new ProcessBuilder(ChildJvm.command(Penstock.class, args));
        environment(builder, environment);
        return builder;
    }

    private static void environment(ProcessBuilder builder, Map<String, String> environment) {
        for (String name :
                List.of(
                        "NO_COLOR",
                        "FORCE_COLOR",
                        "CLICOLOR_FORCE",
                        "COLUMNS",
                        "LC_ALL",
                        "LC_CTYPE")) {
            builder.environment().remove(name);
        }
        builder.environment().put("LANG", "C.UTF-8");
        builder.environment().putAll(environment);
    }

    private static Ran run(ProcessBuilder builder, Map<String, String> environment)
            throws Exception {
        environment(builder, environment);
        Process process = builder.redirectErrorStream(true).start();
        try {
            process.getOutputStream().close();
            String out =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ran(process.waitFor(), out, "");
        } finally {
            process.destroyForcibly().waitFor();
            process.getInputStream().close();
        }
    }
}
