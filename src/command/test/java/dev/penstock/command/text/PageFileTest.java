package dev.penstock.command.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.command.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PageFileTest {
    @TempDir Path folder;

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void shouldBeTheOwnersAlone() throws Exception {
        Path file = folder.resolve("page.html");

        PageFile.write("--html", file, "é");

        assertEquals("é", Files.readString(file));
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(List.of("page.html"), names());
    }

    @Test
    void shouldReplaceAnotherFileAndLeaveItsOtherNameAlone() throws Exception {
        Path file = Files.writeString(folder.resolve("page.html"), "before");
        Path other = Files.createLink(folder.resolve("other"), file);

        PageFile.write("--html", file, "now");

        assertEquals("now", Files.readString(file));
        assertEquals("before", Files.readString(other));
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void shouldFollowNoLink() throws Exception {
        Path precious = Files.writeString(folder.resolve("precious"), "mine");
        Path link = Files.createSymbolicLink(folder.resolve("page.html"), precious);
        Path log = Files.writeString(folder.resolve("log"), "5 pipe([3, 4]) = 0\n5 close(3) = 0\n");

        Ran trace = Ran.penstock("trace", "--timeline", link.toString(), log.toString());
        Ran inspect =
                Ran.penstock(
                        "inspect",
                        "--for",
                        "10ms",
                        "--html",
                        link.toString(),
                        Long.toString(ProcessHandle.current().pid()));

        assertEquals(2, trace.code(), trace.err());
        assertEquals(
                "penstock: trace: --timeline "
                        + link
                        + ": cannot be made: it is not a regular file\n",
                trace.err());
        assertEquals(2, inspect.code(), inspect.err());
        assertTrue(inspect.err().contains("it is not a regular file"), inspect.err());
        assertEquals("mine", Files.readString(precious));
        assertEquals(List.of("log", "page.html", "precious"), names());
    }

    @Test
    void shouldNameAFolderThatIsNotThere() {
        IOException e =
                assertThrows(
                        IOException.class,
                        () -> PageFile.write("--html", folder.resolve("no/page.html"), "x"));

        assertEquals("--html " + folder + "/no/page.html: there is no such folder", e.getMessage());
    }
}
