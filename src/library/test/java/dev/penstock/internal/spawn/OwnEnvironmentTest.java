package dev.penstock.internal.spawn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.internal.sys.Linux;
import dev.penstock.libc.Libc;
import dev.penstock.process.Command;
import dev.penstock.process.Outcome;
import dev.penstock.sink.Capture;
import dev.penstock.sys.Errno;
import dev.penstock.sys.SyscallException;
import dev.penstock.testing.ChildJvm;
import dev.penstock.testing.Native;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What children inherit is the environment that the C library has, byte for byte. */
@Timeout(60)
class OwnEnvironmentTest {
    private static final Command INHERITED = Command.of(Native.program("inherited"));

    /** The entries that {@code native/inherited.c} reports, a character for each byte. */
    private static Set<String> entries(byte[] report) {
        Set<String> entries = new TreeSet<>();
        for (String line : new String(report, StandardCharsets.ISO_8859_1).split("\n")) {
            if (line.startsWith("env ")) {
                entries.add(line.substring(4));
            }
        }
        return entries;
    }

    private static byte[] output(Command command) throws Exception {
        Capture out = Capture.of(1 << 20);
        Outcome outcome = command.stdout(out).run();
        assertTrue(outcome.succeeded(), outcome + "\n" + out.text() + outcome.stderrTail());
        return out.bytes();
    }

    /** The main of a class, in a JVM inside of another program. */
    private static Command embedded(Class<?> main, String... before) {
        List<String> words = new ArrayList<>(List.of(Native.program("embed")));
        words.addAll(Arrays.asList(before));
        words.add(Path.of(System.getProperty("java.home"), "lib/server/libjvm.so").toString());
        words.add(System.getProperty("java.class.path"));
        words.add(main.getName().replace('.', '/'));
        return Command.of(words);
    }

    @Test
    @Tag("not-under-qemu") // Starts a JVM of the architecture under test.
    void shouldNotPassOnWhatTheProgramAroundTheJvmHasUnset() throws Exception {
        Set<String> entries =
                entries(
                        output(
                                embedded(Reporting.class)
                                        .environment("SECRET", "hidden")
                                        .environment("OPEN", "shown")));
        assertTrue(entries.contains("OPEN=shown"), entries.toString());
        assertTrue(entries.contains("ADDED=1"), entries.toString());
        assertTrue(entries.stream().noneMatch(e -> e.contains("hidden")), entries.toString());
    }

    /** Shows what a child of its own inherits. */
    static final class Reporting {
        private Reporting() {}

        public static void main(String[] arguments) throws Exception {
            System.out.write(output(INHERITED));
            System.out.flush();
        }
    }

    @Test
    @Tag("not-under-qemu") // Starts a JVM of the architecture under test.
    void shouldPassNamesAndBytesThatAShellWouldDrop() throws Exception {
        Command jvm =
                Command.of(ChildJvm.command(Reporting.class))
                        .environment("my.key", "1")
                        .environment("a-b", "2")
                        .environment("BASH_FUNC_f%%", "() { echo; }")
                        .environment("é", "\udcff\udc80")
                        .environment("\udce9", "3");
        for (String locale : List.of("C", "C.UTF-8")) {
            Set<String> entries = entries(output(jvm.environment("LC_ALL", locale)));
            for (String expected :
                    List.of(
                            "my.key=1",
                            "a-b=2",
                            "BASH_FUNC_f%%=() { echo; }",
                            "Ã©=ÿ\u0080",
                            "é=3")) {
                assertTrue(entries.contains(expected), expected + " in " + entries);
            }
        }
    }

    @Test
    @Tag("not-under-qemu") // Starts a JVM of the architecture under test.
    void shouldReadAWholeEnvironmentWhileAnotherThreadChangesIt() throws Exception {
        Command churning = embedded(Racing.class, "--churn");
        for (int i = 0; i < 40; i++) {
            churning = churning.environment("STAYS_" + i, "value " + i);
        }
        output(churning);
    }

    /** Reads it again and again, until it has been seen to change. */
    static final class Racing {
        private static final int READS = 300;

        private Racing() {}

        public static void main(String[] arguments) throws Exception {
            int changed = 0;
            Set<Integer> sizes = new TreeSet<>();
            for (int i = 0; i < READS || changed == 0 || sizes.size() < 2; i++) {
                List<byte[]> read = OwnEnvironment.read(Linux.libc());
                sizes.add(read.size());
                Set<String> entries = new TreeSet<>();
                for (byte[] entry : read) {
                    entries.add(new String(entry, StandardCharsets.ISO_8859_1));
                }
                for (int stays = 0; stays < 40; stays++) {
                    String expected = "STAYS_" + stays + "=value " + stays;
                    assertTrue(entries.contains(expected), expected + " in " + entries);
                }
                for (String entry : entries) {
                    assertTrue(entry.matches("(?s)[A-Za-z_0-9]+=.*"), entry);
                    changed += entry.startsWith("CHURN_") ? 1 : 0;
                }
            }
        }
    }

    @Test
    void shouldTryAgainAfterAFailure() throws Exception {
        SyscallException e =
                assertThrows(SyscallException.class, () -> OwnEnvironment.read(failing("pipe")));
        assertEquals(Errno.EMFILE, e.errno());
        assertTrue(OwnEnvironment.read(Linux.libc()).size() > 0);
    }

    /** A C library in which a call fails for want of a descriptor. */
    private static Libc failing(String call) {
        return (Libc)
                Proxy.newProxyInstance(
                        Libc.class.getClassLoader(),
                        new Class<?>[] {Libc.class},
                        (proxy, method, arguments) -> {
                            if (method.getName().equals(call)) {
                                return -Errno.EMFILE;
                            }
                            try {
                                return method.invoke(Linux.libc(), arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }
}
