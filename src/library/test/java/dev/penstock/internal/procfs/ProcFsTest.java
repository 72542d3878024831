package dev.penstock.internal.procfs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tree of files as {@code /proc} has them, with what no live process can be made to show. */
class ProcFsTest {
    @TempDir Path root;
    private ProcFs proc;

    @BeforeEach
    void fill() throws IOException {
        proc = new ProcFs(root);
        write("uptime", "1 1\n");
        write("10/stat", stat(10, "dd", 'S', 1));
        write("10/wchan", "anon_pipe_write");
        write("10/syscall", "1 0x1 0x5 0x1000 0x0 0x0 0x0 0x7ffd00000000 0x7f6c\n");
        write("10/cmdline", "/bin/dd\0bs=4096\0");
        write(
                "10/io",
                "rchar: 76608\n"
                        + "wchar: 65536\n"
                        + "syscr: 27\n"
                        + "syscw: 16\n"
                        + "read_bytes: 90112\n"
                        + "write_bytes: 0\n");
        write("10/fdinfo/1", "pos:\t0\nflags:\t01\nmnt_id:\t16\nino:\t8999\n");
        link("10/fd/0", "anon_inode:[eventfd]");
        link("10/fd/1", "pipe:[8999]");
        link("10/fd/12", "socket:[77]");
        write("10/task/10/stat", stat(10, "dd", 'S', 1));
        write("10/task/11/stat", stat(11, "dd-2", 'R', 1));
        write("10/task/11/wchan", "0");
    }

    @Test
    void shouldListProcessesAndNothingElse() throws IOException {
        write("9/stat", stat(9, "sh", 'S', 1));

        assertEquals(List.of(9, 10), proc.processes());
    }

    @Test
    void shouldReadWhatATaskSleepsIn() {
        assertEquals(new Reading.Known<>("anon_pipe_write"), proc.wchan(10));
        assertEquals(
                new Reading.Known<>(new TaskSyscall.Inside(1, List.of(1L, 5L, 4096L, 0L, 0L, 0L))),
                proc.syscall(10));
        assertEquals(new Reading.Known<>(new TaskIo(76608, 65536, 27, 16)), proc.io(10));
    }

    @Test
    void shouldReadOneThread() {
        assertEquals(new Reading.Known<>(List.of(10, 11)), proc.threads(10));
        assertEquals("dd-2", proc.stat(10, 11).known().orElseThrow().comm());
    }

    @Test
    void shouldReadDescriptorsByNumber() {
        assertEquals(
                new Reading.Known<>(
                        List.of(
                                new FdLink(0, "anon_inode:[eventfd]"),
                                new FdLink(1, "pipe:[8999]"),
                                new FdLink(12, "socket:[77]"))),
                proc.fds(10));
        assertEquals(OptionalLong.of(8999), new FdLink(1, "pipe:[8999]").pipeInode());
        assertEquals(OptionalLong.empty(), new FdLink(1, "socket:[8999]").pipeInode());
        assertEquals(End.WRITE, proc.fdInfo(10, 1).known().flatMap(FdInfo::end).orElseThrow());
    }

    @Test
    void shouldTellTheEndsApart() {
        assertEquals(End.READ, FdInfo.parse("flags:\t00\n").end().orElseThrow());
        assertEquals(End.READ, FdInfo.parse("pos:\t0\nflags:\t02004000\n").end().orElseThrow());
        assertEquals(End.WRITE, FdInfo.parse("flags:\t02000001\n").end().orElseThrow());
        assertEquals(End.BOTH, FdInfo.parse("flags:\t0100002\n").end().orElseThrow());
        assertTrue(FdInfo.parse("flags:\t012000000\n").end().isEmpty(), "O_PATH holds no end");
        assertThrows(IllegalArgumentException.class, () -> FdInfo.parse("pos:\t0\n"));
    }

    @Test
    void shouldNotTakeZeroForAFunction() {
        var wchan = assertInstanceOf(Reading.Unknown.class, proc.wchan(10, 11));

        assertEquals(Reading.Why.UNTOLD, wchan.why());
    }

    @Test
    void shouldSayThatAProcessIsGone() {
        var stat = assertInstanceOf(Reading.Unknown.class, proc.stat(4711));

        assertEquals(Reading.Why.GONE, stat.why());
        assertEquals("process 4711 is gone", stat.reason());
        assertEquals("unknown: process 4711 is gone", proc.wchan(4711).text());
        assertEquals("unknown: process 4711 is gone", proc.command(4711));
        assertInstanceOf(Reading.Unknown.class, proc.fds(4711));
    }

    @Test
    void shouldSayWhichFileMayNotBeRead() throws IOException {
        assumeFalse("root".equals(System.getProperty("user.name")), "root may read everything");
        Path file = root.resolve("10/syscall");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));

        var call = assertInstanceOf(Reading.Unknown.class, proc.syscall(10));

        assertEquals(Reading.Why.DENIED, call.why());
        assertEquals(file + ": permission denied", call.reason());
    }

    @Test
    void shouldSayWhichFileIsOfAnUnknownForm() throws IOException {
        write("10/io", "rchar: 1\n");

        var io = assertInstanceOf(Reading.Unknown.class, proc.io(10));

        assertEquals(Reading.Why.UNTOLD, io.why());
        assertEquals(
                root.resolve("10/io") + " is not of the known form: no line 'wchar:'", io.reason());
    }

    @Test
    void shouldShowTheNameWhereThereAreNoArguments() throws IOException {
        write("2/stat", stat(2, "kthreadd", 'S', 0));
        write("2/cmdline", "");

        assertEquals("[kthreadd]", proc.command(2));
        assertEquals("dd bs=4096", proc.command(10));
    }

    @Test
    void shouldFindChildrenByTheirParent() throws IOException {
        write("20/stat", stat(20, "a) S 10 (", 'Z', 10));
        write("21/stat", stat(21, "b", 'S', 20));
        write("22/stat", stat(22, "c", 'S', 10));

        assertEquals(List.of(20, 22), proc.children(10));
    }

    @Test
    void shouldFindNoPipeBehindAFileOfItsOwn() throws IOException {
        assertThrows(NoSuchFileException.class, () -> ProcFs.pipeInode(1_000_000));
    }

    private void write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void link(String path, String target) throws IOException {
        Path link = root.resolve(path);
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(link, Path.of(target));
    }

    static String stat(int pid, String comm, char state, int parent) {
        return pid
                + " ("
                + comm
                + ") "
                + state
                + " "
                + parent
                + " 9 9 0 -1 4194304 105 0 0 0 0 0 0 0 20 0 1 0 4711 2990080\n";
    }
}
