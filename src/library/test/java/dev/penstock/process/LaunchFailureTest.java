package dev.penstock.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.sys.Errno;
import dev.penstock.sys.Signal;
import dev.penstock.testing.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The launcher says itself which step failed; nothing of the child is left. */
@Timeout(60)
class LaunchFailureTest {
    private static final Confinement CONFINED = Confinement.none().umask(0_22);

    private static SpawnException failure(Command command, String step, int errno, String reason) {
        SpawnException e = assertThrows(SpawnException.class, command::run);
        assertEquals(command.program(), e.program());
        assertEquals(step, e.step(), e.getMessage());
        assertEquals(Errno.name(errno), Errno.name(e.errno()), e.getMessage());
        assertTrue(e.getMessage().contains(reason), e.getMessage());
        return e;
    }

    @Test
    void shouldNameTheLimitThatMayNotBeSet() {
        // Not even root may have more than fs.nr_open.
        Confinement tooMany = CONFINED.limit(Resource.CORE, 0).limit(Resource.NOFILE, 1L << 40);
        SpawnException e =
                failure(
                        Command.of("true").confine(tooMany),
                        "setrlimit(RLIMIT_NOFILE)",
                        Errno.EPERM,
                        "not permitted");
        assertEquals(
                "cannot start 'true': setrlimit(RLIMIT_NOFILE): EPERM: not permitted",
                e.getMessage());
    }

    @Test
    void shouldNameATerminalThatIsNone() {
        failure(
                Command.of("true").controllingTerminal(),
                "ioctl(TIOCSCTTY)",
                Errno.ENOTTY,
                "not a terminal");
    }

    @Test
    void shouldNameTheDirectory(@TempDir Path dir) throws Exception {
        Path file = Files.createFile(dir.resolve("file"));
        Command command = Command.of("true").confine(CONFINED);
        failure(command.directory(dir.resolve("none")), "chdir", Errno.ENOENT, "no such directory");
        failure(command.directory(file), "chdir", Errno.ENOTDIR, "is not a directory");
    }

    @Test
    void shouldNameTheProgram(@TempDir Path dir) throws Exception {
        failure(
                Command.of("ffmpg").confine(CONFINED),
                "exec",
                Errno.ENOENT,
                "no such program 'ffmpg' on PATH");
        Path plain = Files.writeString(dir.resolve("plain"), "hello");
        Command command = Command.of(plain.toString()).confine(CONFINED);
        failure(command, "exec", Errno.EACCES, "has no execute permission");
        Files.setPosixFilePermissions(plain, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(plain, "#!/no/such/shell\n");
        failure(command, "exec", Errno.ENOENT, "interpreter '/no/such/shell'");
        // A file that may not be executed does not hide the next one on PATH, as with execvp(3).
        failure(
                Command.of("./plain").directory(dir).confine(CONFINED),
                "exec",
                Errno.ENOENT,
                "interpreter");
    }

    @Test
    @Tag("not-under-qemu") // qemu-user's posix_spawn does not hear of a failed exec.
    void shouldCountArgumentsThatAreTooLarge() {
        failure(
                Command.of("true", "x".repeat(200_000)).confine(CONFINED),
                "exec",
                Errno.E2BIG,
                "bytes in");
    }

    @Test
    void shouldNameADescriptorThatIsNotOpen() {
        for (Command command : List.of(Command.of("true"), Command.of("true").confine(CONFINED))) {
            SpawnException e =
                    failure(
                            command.descriptor(5, 9999),
                            "fcntl(F_GETFD)",
                            Errno.EBADF,
                            "(fd 9999)");
            assertEquals("true", e.program());
        }
    }

    @Test
    @Tag("not-under-qemu") // Starts a JVM of the architecture under test.
    void shouldTouchNothingWhereThereIsNoLauncher(@TempDir Path dir) throws Exception {
        Path kept = Files.writeString(dir.resolve("kept"), "kept");
        List<String> jvm = ChildJvm.command(WithoutLauncher.class, kept.toString());
        jvm.add(1, "-Dpenstock.launcher.machine=none");
        dev.penstock.sink.Capture out = dev.penstock.sink.Capture.of(1 << 12);
        Command.of(jvm).stdout(out).stderr(Output.inherit()).run().orThrow();
        assertEquals(
                "cannot start 'true': launcher: ENOSYS: this build carries no launch-none (`make`"
                        + " builds it where there is a compiler); needed for"
                        + " setrlimit(RLIMIT_CORE), umask, prctl(PR_SET_PDEATHSIG)\n"
                        + "without it: exited with 0\n",
                out.text());
        assertEquals("kept", Files.readString(kept));
    }

    /** The JVM of a build without a compiler. */
    static final class WithoutLauncher {
        public static void main(String[] arguments) throws Exception {
            Command command = Command.of("true");
            try {
                command.stdout(Output.file(Path.of(arguments[0])))
                        .confine(CONFINED.limit(Resource.CORE, 0))
                        .parentDeathSignal(Signal.KILL)
                        .run();
            } catch (SpawnException e) {
                System.out.println(e.getMessage());
            }
            System.out.println("without it: " + command.run().exit());
        }
    }
}
