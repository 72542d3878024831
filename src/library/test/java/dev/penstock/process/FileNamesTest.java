package dev.penstock.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.sink.Capture;
import dev.penstock.sink.Spool;
import dev.penstock.splice.FileSink;
import dev.penstock.sys.Errno;
import dev.penstock.testing.ChildJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A path is the file that it was got for, whatever the locale and the name's bytes. */
@Timeout(60)
class FileNamesTest {

    @ParameterizedTest
    @ValueSource(strings = {"C", "C.UTF-8"})
    @Tag("not-under-qemu") // Starts a JVM of the architecture under test.
    void shouldUseTheVeryFileInThisLocale(String locale, @TempDir Path dir) throws Exception {
        String make =
                "for name in \"$(printf 'f\\351')\" \"$(printf 'f\\303\\251')\"; do"
                        + " printf '012' > \"$name\"; mkdir \"$name.d\"; done";
        Command.of("sh", "-c", make).directory(dir).run().orThrow();
        Capture out = Capture.of(1 << 16);
        Outcome outcome =
                Command.of(ChildJvm.command(InLocale.class, dir.toString()))
                        .environment("LC_ALL", locale)
                        .stdout(out)
                        .mergeStderr()
                        .run();
        assertTrue(outcome.succeeded(), outcome + "\n" + out.text());
    }

    /** A JVM of another locale. */
    static final class InLocale {
        private InLocale() {}

        public static void main(String[] arguments) throws Exception {
            Path dir = Path.of(arguments[0]);
            List<Path> listed;
            try (Stream<Path> files = Files.list(dir)) {
                listed = files.toList();
            }
            assertEquals(4, listed.size());
            List<Path> made = new ArrayList<>();
            for (Path path : listed) {
                if (Files.isDirectory(path)) {
                    useDirectory(path);
                } else {
                    useFile(dir, path);
                    made.add(path);
                }
            }
            // Nothing was made under another name: two files, their directories, and two put aside.
            assertEquals(
                    "6", output(Command.of("sh", "-c", "ls -1 | wc -l").directory(dir)).trim());
            for (String missing : List.of("/nö/such", "./nö", "nö/such")) {
                for (Path file : made) {
                    explains(Command.of(missing).directory(file.getParent()));
                }
            }
        }

        private static void useFile(Path dir, Path file) throws Exception {
            Command echo = Command.of("echo", "3");
            echo.stdout(Output.append(file)).run().orThrow();
            assertEquals("0123\n", output(Command.of("cat").stdin(Input.file(file))));
            assertEquals("12", output(Command.of("cat").stdin(Input.file(file, 1, 2))));
            echo.stdout(FileSink.of(file).appending()).run().orThrow();
            assertEquals("0123\n3\n", Files.readString(file, StandardCharsets.US_ASCII));
            echo.stdout(Output.file(file)).run().orThrow();
            assertEquals("3\n", Files.readString(file, StandardCharsets.US_ASCII));
            FileSink rotating = FileSink.of(file).appending().rotateAt(2, 1);
            Command.of("echo", "rest").stdout(rotating).run().orThrow();
            assertEquals("\n", output(Command.of("cat").stdin(Input.file(file))).substring(0, 1));
            // A relative name is the same file.
            Path relative = Path.of("").toAbsolutePath().relativize(file);
            assertEquals("\n", output(Command.of("cat").stdin(Input.file(relative))));
            assertEquals(dir, file.getParent());
        }

        private static void useDirectory(Path directory) throws Exception {
            Command touch = Command.of("touch", "here").directory(directory);
            touch.run().orThrow();
            Files.delete(directory.resolve("here"));
            touch.confine(Confinement.none().umask(0_22)).run().orThrow();
            Files.delete(directory.resolve("here"));
            try (Spool spool = Spool.of(0).directory(directory)) {
                Command.of("echo", "spooled").stdout(spool).run().orThrow();
                byte[] read = spool.newInputStream().readAllBytes();
                assertEquals("spooled\n", new String(read, StandardCharsets.US_ASCII));
            }
            try (Stream<Path> left = Files.list(directory)) {
                assertEquals(0, left.count());
            }
            explains(Command.of("./not/here").directory(directory));
            explains(Command.of("true").directory(directory.resolve("none")));
            for (Output output : List.of(Output.file(directory), Output.append(directory))) {
                Command command = Command.of("true").stdout(output);
                SpawnException e = assertThrows(SpawnException.class, command::run);
                assertEquals(Errno.EISDIR, e.errno());
            }
        }

        /** Directly and through the launcher. */
        private static void explains(Command command) {
            for (Command each : List.of(command, command.confine(Confinement.none().umask(0_22)))) {
                SpawnException e = assertThrows(SpawnException.class, each::run);
                assertTrue(e.getMessage().contains("ENOENT: no such "), e.getMessage());
            }
        }

        private static String output(Command command) throws Exception {
            Capture out = Capture.of(1 << 16);
            command.stdout(out).run().orThrow();
            return out.text();
        }
    }

    @Test
    void shouldTakeTheEmptyPathForTheDirectoryThatThisProcessIsIn() throws Exception {
        Capture out = Capture.of(1 << 12);
        Command.of("pwd").directory(Path.of("")).stdout(out).run().orThrow();
        assertEquals(Path.of("").toRealPath() + "\n", out.text());
    }

    @Test
    void shouldRefuseAPathInAZipFile(@TempDir Path dir) throws IOException {
        Path victim = Files.writeString(dir.resolve("victim"), "precious");
        try (FileSystem zip =
                FileSystems.newFileSystem(dir.resolve("a.zip"), Map.of("create", "true"))) {
            Path inside = zip.getPath(victim.toString());
            Command command = Command.of("true");
            Spool spool = Spool.of(0);
            for (Executable taker :
                    List.<Executable>of(
                            () -> command.directory(inside),
                            () -> Input.file(inside),
                            () -> Input.file(inside, 0, 1),
                            () -> Output.file(inside),
                            () -> Output.append(inside),
                            () -> FileSink.of(inside),
                            () -> FileSink.of(inside).truncating(),
                            () -> FileSink.of(inside).appending(),
                            () -> spool.directory(inside))) {
                ProviderMismatchException e = assertThrows(ProviderMismatchException.class, taker);
                assertTrue(
                        e.getMessage()
                                .contains("'" + inside + "' is in a file system of Java's (jar)"),
                        e.getMessage());
            }
        }
        assertEquals("precious", Files.readString(victim));
    }
}
