package dev.penstock.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.penstock.sink.Capture;
import dev.penstock.sink.QueueSink;
import dev.penstock.testing.ChildJvm;
import dev.penstock.testing.PublicClassPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A child that has become another user's, by a set-user-ID program, and may not be signalled. */
@Timeout(60)
class OutOfReachTest {
    private static final Path SETPRIV = Path.of("/usr/bin/setpriv");

    @Test
    @Tag("not-under-qemu") // Starts a JVM of the architecture under test.
    void shouldNotWaitForAChildThatMayNotBeSignalled() throws Exception {
        boolean root = (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
        assumeTrue(root, "only root may make a set-user-ID program of root's");
        assumeTrue(Files.isExecutable(SETPRIV), "no " + SETPRIV);
        Path directory = Files.createTempDirectory("penstock");
        Path program = directory.resolve("become-root");
        Capture out = Capture.of(1000);
        try (PublicClassPath classes = PublicClassPath.copy()) {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.copy(SETPRIV, program);
            Files.setAttribute(program, "unix:mode", 0_4755);
            List<String> jvm = ChildJvm.command(classes.text(), Nobody.class, program.toString());
            Outcome outcome =
                    Command.of(jvm)
                            .directory(Path.of("/"))
                            .confine(Confinement.none().identity(Identity.of(65534, 65534)))
                            .stdout(out)
                            .mergeStderr()
                            .run();
            assertTrue(outcome.succeeded(), outcome + "\n" + out.text());
        } finally {
            Files.delete(program);
            Files.delete(directory);
        }
        String[] told = out.text().lines().toArray(String[]::new);
        ProcessHandle child = ProcessHandle.of(Long.parseLong(told[0])).orElseThrow();
        assertTrue(child.destroyForcibly());
        assertEquals(
                "CANCEL: ended, status lost: cannot be signalled:"
                        + " pidfd_send_signal(fd N): EPERM: not permitted",
                told[1].replaceAll("fd \\d+", "fd N"));
        assertEquals("CUT", told[2]);
    }

    /** The JVM of a user that may not signal root's processes. */
    static final class Nobody {
        public static void main(String[] arguments) throws Exception {
            QueueSink<String> lines = QueueSink.ofLines(100, 10);
            Command command =
                    Command.of(
                            arguments[0],
                            "--reuid=0",
                            "--regid=0",
                            "--clear-groups",
                            "sh",
                            "-c",
                            "echo x; exec sleep 1000");
            Child child = command.stdout(lines).start();
            System.out.println(child.pid());
            lines.take();
            child.outcome().cancel(false);
            Outcome outcome = child.await();
            System.out.println(outcome.endedBy() + ": " + outcome.exit());
            System.out.println(outcome.stdout().how());
        }
    }
}
