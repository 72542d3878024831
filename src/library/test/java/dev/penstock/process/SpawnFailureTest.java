package dev.penstock.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.internal.sys.Linux;
import dev.penstock.libc.Fcntl;
import dev.penstock.libc.Libc;
import dev.penstock.sys.Errno;
import dev.penstock.sys.SyscallException;
import dev.penstock.testing.Native;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A child that cannot be started: the error names program, step and reason, and nothing is left
 * behind.
 */
@Timeout(60)
@Tag("not-under-qemu") // qemu-user runs vfork as fork, so that posix_spawn does not hear of a
// failed exec.
class SpawnFailureTest {

    private static SpawnException failure(Command command, String step, int errno, String reason) {
        SpawnException e = assertThrows(SpawnException.class, command::run);
        assertEquals(command.program(), e.program());
        assertEquals(step, e.step(), e.getMessage());
        assertEquals(Errno.name(errno), Errno.name(e.errno()), e.getMessage());
        assertTrue(e.getMessage().contains(reason), e.getMessage());
        return e;
    }

    @Test
    void shouldNameAProgramThatIsNotThere() {
        SpawnException e =
                failure(
                        Command.of("ffmpg", "-i"),
                        "exec",
                        Errno.ENOENT,
                        "no such program 'ffmpg' on PATH");
        assertEquals(
                "cannot start 'ffmpg': exec: ENOENT: no such program 'ffmpg' on PATH",
                e.getMessage());
        failure(Command.of("/no/such"), "exec", Errno.ENOENT, "no such file '/no/such'");
    }

    @Test
    void shouldNameTheDirectoryThatIsWrong(@TempDir Path dir) throws Exception {
        Path file = Files.writeString(dir.resolve("file"), "");
        failure(
                Command.of("true").directory(dir.resolve("none")),
                "chdir",
                Errno.ENOENT,
                "no such directory");
        failure(Command.of("true").directory(file), "chdir", Errno.ENOTDIR, "is not a directory");
    }

    @Test
    void shouldTellWhyAFileCannotBeExecuted(@TempDir Path dir) throws Exception {
        Path plain = Files.writeString(dir.resolve("plain"), "hello");
        failure(Command.of(plain.toString()), "exec", Errno.EACCES, "has no execute permission");
        failure(Command.of(dir.toString()), "exec", Errno.EACCES, "is a directory");
        Files.setPosixFilePermissions(plain, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(plain, "#!/no/such/shell -e\n");
        failure(Command.of(plain.toString()), "exec", Errno.ENOENT, "interpreter '/no/such/shell'");
        failure(
                Command.of("./plain").directory(dir),
                "exec",
                Errno.ENOENT,
                "interpreter '/no/such/shell'");
    }

    @Test
    void shouldCountArgumentsThatAreTooLarge() {
        failure(Command.of("true", "x".repeat(200_000)), "exec", Errno.E2BIG, "bytes in");
    }

    @Test
    void shouldNameAFileThatCannotBeOpened(@TempDir Path dir) {
        Path none = dir.resolve("none/out");
        failure(
                Command.of("true").stdout(Output.file(none)),
                "open",
                Errno.ENOENT,
                "'" + none + "'");
        failure(Command.of("true").stdin(Input.file(none)), "open", Errno.ENOENT, "'" + none + "'");
        failure(Command.of("true").stderr(Output.file(dir)), "open", Errno.EISDIR, "'" + dir + "'");
    }

    @Test
    void shouldNameADescriptorThatIsNotOpen() {
        SpawnException e =
                failure(
                        Command.of("true").stdout(Output.descriptor(9999)),
                        "fcntl(F_GETFD)",
                        Errno.EBADF,
                        "cannot start 'true': fcntl(F_GETFD): EBADF");
        assertTrue(e.getMessage().endsWith("(fd 9999)"), e.getMessage());
        assertEquals(9999, ((SyscallException) e.getCause()).fd());
    }

    @Test
    void shouldLeaveNothingWhenDescriptorsRunOutAnywhereInASpawn() throws Exception {
        Command command = Command.of(Native.program("echo2")).stdin(Input.text("x"));
        assertRunsOut(command, 9, 6);
        Command launched =
                command.confine(Confinement.none().umask(0_22)).descriptor(3, 0).descriptor(40, 1);
        assertRunsOut(launched, 14, 10);
    }

    private static void assertRunsOut(Command command, int enough, int least) throws Exception {
        command.run().orThrow();
        int failures = 0;
        // Fewer and fewer are left: each round fails one descriptor earlier.
        for (int free = 0; free < enough; free++) {
            // Another thread of this JVM may give a descriptor back in between, so that one more is
            // left than was meant.
            boolean failed = false;
            for (int attempt = 0; attempt < 3 && !failed; attempt++) {
                failed = runsOut(command, free);
            }
            failures += failed ? 1 : 0;
        }
        assertTrue(failures >= least, failures + " failures");
    }

    private static boolean runsOut(Command command, int free) throws Exception {
        try (Occupied occupied = new Occupied(free)) {
            assertNotNull(occupied);
            Outcome outcome = command.run();
            assertTrue(outcome.succeeded(), outcome.toString());
            return false;
        } catch (SpawnException e) {
            assertEquals(command.program(), e.program());
            assertEquals("EMFILE", Errno.name(e.errno()), e.getMessage());
            return true;
        }
    }

    /** Lowers this process's limit of descriptors for a while, so that a few are left. */
    private static final class Occupied implements AutoCloseable {
        private final List<Integer> taken = new ArrayList<>();
        private final String limit;

        Occupied(int free) throws Exception {
            Libc libc = Linux.libc();
            limit = limits();
            setLimit("1024:" + limit.split(":")[1]);
            for (int fd = libc.dup(0); fd >= 0; fd = libc.dup(0)) {
                taken.add(fd);
            }
            for (int i = 0; i < free; i++) {
                libc.close(taken.remove(taken.size() - 1));
            }
        }

        private static String limits() throws Exception {
            for (String line : Files.readAllLines(Path.of("/proc/self/limits"))) {
                if (line.startsWith("Max open files")) {
                    String[] words = line.split("\\s+");
                    return words[3] + ":" + words[4];
                }
            }
            throw new IllegalStateException("no limit of open files");
        }

        private static void setLimit(String limit) throws IOException {
            String self = String.valueOf(ProcessHandle.current().pid());
            Command prlimit = Command.of("prlimit", "--pid", self, "--nofile=" + limit);
            try (Child child = prlimit.start()) {
                child.outcome().join().orThrow();
            }
        }

        @Override
        public void close() throws IOException {
            for (int fd : taken) {
                assertEquals(0, Linux.libc().close(fd));
            }
            setLimit(limit);
            assertTrue(Linux.libc().fcntl(0, Fcntl.F_GETFD, 0) >= 0);
        }
    }
}
