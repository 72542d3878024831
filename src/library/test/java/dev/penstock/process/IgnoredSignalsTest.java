package dev.penstock.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.internal.sys.Linux;
import dev.penstock.internal.sys.SignalAction;
import dev.penstock.internal.sys.Signals;
import dev.penstock.sink.Capture;
import dev.penstock.sys.Signal;
import dev.penstock.testing.ChildJvm;
import dev.penstock.testing.Native;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a JVM was made to ignore: its children get what {@link ProcessBuilder}'s do. */
@Timeout(60)
@Tag("not-under-qemu") // Starts JVMs of the architecture under test.
class IgnoredSignalsTest {
    /** Not a shell's trap: dash cannot ignore SIGCHLD. */
    private static final String IGNORING =
            "import os, signal, sys\n"
                    + "for name in sys.argv[1].split():\n"
                    + "    signal.signal(getattr(signal, 'SIG' + name), signal.SIG_IGN)\n"
                    + "os.execvp(sys.argv[2], sys.argv[2:])";

    private static final String ALL = "HUP INT QUIT TERM USR1 USR2 PIPE CHLD ALRM XFSZ XCPU";

    /** What the JVM prints, started by a wrapper. */
    private static List<String> lines(Class<?> main, String... wrapper) throws Exception {
        List<String> words = new ArrayList<>(List.of(wrapper));
        words.addAll(ChildJvm.command(main));
        Capture out = Capture.of(1 << 16);
        Capture err = Capture.of(1 << 16);
        Outcome outcome = Command.of(words).stdout(out).stderr(err).run();
        assertTrue(outcome.succeeded(), outcome + "\n" + err.text());
        return out.text().lines().toList();
    }

    private static long bit(Signal signal) {
        return 1L << (signal.number() - 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nohup", "background", "all"})
    void shouldStayIgnoredAsWithProcessBuilder(String wrapper) throws Exception {
        String[] words =
                switch (wrapper) {
                    case "nohup" -> new String[] {"nohup"};
                    case "background" -> new String[] {"sh", "-c", "\"$@\" & wait $!", "sh"};
                    default -> new String[] {"python3", "-c", IGNORING, ALL};
                };
        List<String> ignored = lines(Reporting.class, words);
        assertEquals(ignored.get(0), ignored.get(1));
        assertEquals(ignored.get(0), ignored.get(2));
        assertEquals("0", ignored.get(3));
        long asProcessBuilder = Long.parseLong(ignored.get(0), 16);
        long expected =
                switch (wrapper) {
                    case "nohup" -> bit(Signal.HUP);
                    case "background" -> bit(Signal.INT);
                    default -> bit(Signal.HUP) | bit(Signal.TERM) | bit(Signal.USR1);
                };
        assertEquals(expected, expected & asProcessBuilder);
        long byDefault = bit(Signal.PIPE) | bit(Signal.of("CHLD"));
        assertEquals(0, byDefault & asProcessBuilder);
    }

    /**
     * What children ignore: those of ProcessBuilder, ours, ours through the launcher, and ours with
     * all signals at their default.
     */
    static final class Reporting {
        private Reporting() {}

        public static void main(String[] arguments) throws Exception {
            String program = Native.program("inherited");
            Command command = Command.of(program);
            List<String> reports = new ArrayList<>();
            // Ours before the JDK's, which sets SIGCHLD back.
            for (Command each :
                    List.of(
                            command,
                            command.confine(Confinement.none().umask(0_22)),
                            command.defaultSignals())) {
                Capture out = Capture.of(1 << 20);
                each.stdout(out).run().orThrow();
                reports.add(out.text());
            }
            Process process = new ProcessBuilder(program).start();
            byte[] report = process.getInputStream().readAllBytes();
            assertEquals(0, process.waitFor());
            reports.add(0, new String(report, StandardCharsets.ISO_8859_1));
            for (String each : reports) {
                String line = each.lines().filter(l -> l.startsWith("ignored ")).findAny().get();
                System.out.println(Long.toHexString(Long.parseUnsignedLong(line.substring(8), 16)));
            }
        }
    }

    @Test
    void shouldKeepExitCodesWhereSigchldIsIgnored() throws Exception {
        assertEquals(
                List.of("exited with 7", "exited with 8"),
                lines(Exiting.class, "python3", "-c", IGNORING, "CHLD"));
    }

    /** Prints how two children end. */
    static final class Exiting {
        private Exiting() {}

        public static void main(String[] arguments) throws Exception {
            for (int code = 7; code <= 8; code++) {
                Outcome outcome = Command.of("sh", "-c", "exit " + code).run();
                System.out.println(outcome.exit());
            }
        }
    }

    @Test
    void shouldReplaceNoHandlerOfSigchld() throws Exception {
        assertEquals(List.of("exited with 7"), lines(Handling.class));
    }

    /** A JVM in which somebody has a handler for SIGCHLD, and wants to hear of no zombie. */
    static final class Handling {
        /** The JDK's own, which does nothing: it interrupts threads in system calls. */
        private static final int HARMLESS = Signals.SIGRTMAX - 2;

        private Handling() {}

        public static void main(String[] arguments) throws Exception {
            // Brings that handler into being.
            Files.newByteChannel(Path.of("/dev/null")).close();
            long handler = new SignalAction(Linux.libc(), HARMLESS).handler();
            assertNotEquals(SignalAction.SIG_DFL, handler);
            SignalAction before = new SignalAction(Linux.libc(), Signals.SIGCHLD);
            int flags = before.flags();
            before.set(handler, flags | SignalAction.SA_NOCLDWAIT);
            System.out.println(Command.of("sh", "-c", "exit 7").run().exit());
            SignalAction after = new SignalAction(Linux.libc(), Signals.SIGCHLD);
            assertEquals(handler, after.handler());
            assertEquals(flags, after.flags() & ~0x0400_0000);
        }
    }
}
