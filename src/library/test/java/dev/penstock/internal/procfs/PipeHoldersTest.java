package dev.penstock.internal.procfs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipeHoldersTest {
    @TempDir Path root;
    private Path closed;

    @AfterEach
    void reopen() throws IOException {
        if (closed != null) {
            Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void shouldNameEveryHolderOfEitherEnd() throws IOException {
        process(10, "/bin/dd\0bs=1\0", 'S', 1, "pipe:[8999]", "01");
        process(11, "java\0-jar\0x.jar\0", 'S', 5, "pipe:[8999]", "02004000");
        process(12, "other\0", 'S', 1, "pipe:[9000]", "01");

        PipeHolders found = PipeHolders.find(new ProcFs(root), 8999);

        PipeHolder writer = new PipeHolder(10, 1, End.WRITE, false, false);
        PipeHolder reader = new PipeHolder(11, 5, End.READ, true, false);
        assertEquals(List.of(writer, reader), found.holders());
        assertEquals(List.of(writer), found.writers());
        assertEquals(List.of(reader), found.readers());
        assertEquals(Map.of(10, "dd bs=1", 11, "java -jar x.jar"), found.commands());
        assertEquals(0, found.unreadable());
    }

    @Test
    void shouldLeaveOutADescriptorThatIsClosedInTheMiddle() throws IOException {
        process(10, "dd\0", 'S', 1, "pipe:[8999]", "01");
        Files.delete(root.resolve("10/fdinfo/1"));

        assertEquals(List.of(), PipeHolders.find(new ProcFs(root), 8999).holders());
    }

    @Test
    void shouldNotCountAProcessThatEndsInTheMiddle() throws IOException {
        Files.createDirectories(root.resolve("10"));

        assertEquals(0, PipeHolders.find(new ProcFs(root), 8999).unreadable());
    }

    @Test
    void shouldCountThoseThatMayNotBeLookedAt() throws IOException {
        assumeFalse("root".equals(System.getProperty("user.name")), "root may look at everything");
        process(10, "sshd\0", 'S', 1, "pipe:[8999]", "01");
        closed = root.resolve("10/fd");
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));

        PipeHolders found = PipeHolders.find(new ProcFs(root), 8999);

        assertEquals(List.of(), found.holders());
        assertEquals(1, found.unreadable());
    }

    @Test
    void shouldNotCountAZombie() throws IOException {
        assumeFalse("root".equals(System.getProperty("user.name")), "root may look at everything");
        process(10, "", 'Z', 1, "pipe:[8999]", "01");
        closed = root.resolve("10/fd");
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));

        assertEquals(0, PipeHolders.find(new ProcFs(root), 8999).unreadable());
    }

    @Test
    void shouldFindARealPipeBetweenTwoProcesses() throws Exception {
        int self = (int) ProcessHandle.current().pid();
        Process child = new ProcessBuilder("sleep", "30").start();
        try {
            long inode =
                    new FdLink(1, Files.readSymbolicLink(fd(child, 1)).toString())
                            .pipeInode()
                            .orElseThrow();

            PipeHolders found = PipeHolders.find(inode);

            // Another test's spawn, or the JDK's own helper, may hold the write end for a moment
            // too.
            assertTrue(
                    found.writers()
                            .contains(
                                    new PipeHolder((int) child.pid(), 1, End.WRITE, false, false)),
                    found.toString());
            assertEquals("sleep 30", found.commands().get((int) child.pid()));
            assertEquals(List.of(self), found.readers().stream().map(PipeHolder::pid).toList());
            int ownFd = found.readers().get(0).fd();
            assertEquals(inode, ProcFs.pipeInode(ownFd).orElseThrow());
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    private static Path fd(Process process, int fd) {
        return Path.of("/proc/" + process.pid() + "/fd/" + fd);
    }

    private void process(int pid, String cmdline, char state, int fd, String target, String flags)
            throws IOException {
        Path folder = root.resolve(Integer.toString(pid));
        Files.createDirectories(folder.resolve("fd"));
        Files.createDirectories(folder.resolve("fdinfo"));
        Files.writeString(folder.resolve("stat"), ProcFsTest.stat(pid, "x", state, 1));
        Files.writeString(folder.resolve("cmdline"), cmdline);
        Files.createSymbolicLink(folder.resolve("fd/" + fd), Path.of(target));
        Files.writeString(folder.resolve("fdinfo/" + fd), "pos:\t0\nflags:\t" + flags + "\n");
    }
}
