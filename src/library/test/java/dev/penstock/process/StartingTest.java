package dev.penstock.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.pipe.Pipe;
import dev.penstock.testing.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a child is at its birth: a script without {@code #!}, its number, its variables. */
@Timeout(60)
class StartingTest {
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldRunScriptWithoutInterpreterLineByShell(boolean launcher, @TempDir Path directory)
            throws Exception {
        Path script = script(directory, "echo \"$0|$1|$2\"\n");
        Command command = Command.of(script.toString(), "a b", "'");
        if (launcher) {
            command = command.confine(Confinement.none().umask(022));
        }
        assertEquals(script + "|a b|'", command.text());
    }

    @Test
    void shouldSayWhichFilePathGives(@TempDir Path directory) throws Exception {
        Path script = script(directory, "echo \"$0\"\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rw-r--r--"));
        String java = System.getProperty("java.home") + "/bin/java";
        String found =
                Command.of(
                                "env",
                                "PATH=" + directory + ":/usr/bin:/bin",
                                java,
                                "-Ddev.penstock.binding=jni",
                                "-cp",
                                System.getProperty("java.class.path"),
                                StartingTest.class.getName(),
                                script.getFileName().toString())
                        .text();
        assertTrue(found.contains("EACCES: '" + script + "', which PATH gives"), found);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertEquals(
                script.toString(),
                Command.of(
                                "env",
                                "PATH=" + directory + ":/usr/bin:/bin",
                                java,
                                "-Ddev.penstock.binding=jni",
                                "-cp",
                                System.getProperty("java.class.path"),
                                StartingTest.class.getName(),
                                script.getFileName().toString())
                        .text());
    }

    /** For a JVM with another PATH: runs a program and prints what it prints, or the failure. */
    public static void main(String[] arguments) throws Exception {
        try {
            System.out.println(Command.of(List.of(arguments)).text());
        } catch (SpawnException e) {
            System.out.println(e.getMessage());
        }
    }

    private static Path script(Path directory, String text) throws Exception {
        Path script = Files.writeString(directory.resolve("penstock-script"), text);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        return script;
    }

    @Test
    void shouldCallHookBeforeTheChildIsReaped() throws Exception {
        for (int i = 0; i < 20; i++) {
            AtomicReference<ProcessHandle> seen = new AtomicReference<>();
            AtomicReference<Child> hooked = new AtomicReference<>();
            Command command =
                    Command.of("true")
                            .whenStarted(
                                    child -> {
                                        awaitZombie(child.pid());
                                        hooked.set(child);
                                        seen.set(ProcessHandle.of(child.pid()).orElseThrow());
                                    });
            try (Child child = command.start()) {
                assertSame(child, hooked.get());
                assertEquals(child.pid(), seen.get().pid());
                assertTrue(child.await().succeeded());
            }
        }
    }

    private static void awaitZombie(long pid) {
        try {
            Eventually.await(
                    "the child's end",
                    () -> Files.readString(Path.of("/proc/" + pid + "/stat")).contains(") Z "));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldEndTheChildWhoseHookThrows() throws Exception {
        AtomicReference<Child> hooked = new AtomicReference<>();
        Command command =
                Command.of("sleep", "60")
                        .whenStarted(
                                child -> {
                                    hooked.set(child);
                                    throw new IllegalStateException("no");
                                });
        assertThrows(IllegalStateException.class, command::start);
        assertTrue(ProcessHandle.of(hooked.get().pid()).isEmpty());
    }

    @Test
    void shouldGiveArgumentsToScriptAsTheyAre() throws Exception {
        String evil = "a b'\"$(exit 9)`exit 9`*;";
        assertEquals(evil + "|x", Command.shell("printf '%s|%s' \"$1\" \"$2\"", evil, "x").text());
    }

    @Test
    void shouldBePastedIntoShell() throws Exception {
        Command command =
                Command.of(
                        "printf", "%s|", "a b", "", "'", "\"", "$HOME", "*", "~", "A=b", "é", "#");
        assertEquals(command.text(), Command.shell(command.toString()).text());
        assertEquals("'A=b' c", Command.of("A=b", "c").toString());
    }

    @Test
    void shouldPassExactlyTheseVariables() throws Exception {
        Command env = Command.of("/usr/bin/env").environment("GONE", "1");
        assertEquals("", env.environmentOnly(Map.of()).text());
        assertEquals("=C:=x=y", env.environmentOnly(Map.of("=C:", "x=y")).text());
        assertEquals("A=", env.environmentOnly(Map.of("A", "")).text());
        for (String name : List.of("", "=", "A=", "=A=", "A\0")) {
            assertThrows(
                    IllegalArgumentException.class, () -> env.environmentOnly(Map.of(name, "1")));
        }
    }

    @Test
    void shouldSizeThePipeThatTheOutputIsGiven() throws Exception {
        try (Pipe pipe = Pipe.open()) {
            int before = pipe.reader().capacity();
            Command command =
                    Command.of("true").stdout(Output.pipe(pipe)).pipeCapacity(before << 2);
            Child child = command.start();
            assertEquals(before << 2, pipe.reader().capacity());
            assertTrue(child.await().succeeded());
        }
    }
}
