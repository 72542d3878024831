package dev.penstock.diagnosis.stall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.penstock.internal.procfs.Architecture;
import dev.penstock.internal.procfs.End;
import dev.penstock.internal.procfs.PipeHolder;
import dev.penstock.internal.procfs.ProcFs;
import dev.penstock.internal.procfs.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a tree of files, so that every kernel and every permission can be had. */
class WriterSearchTest {
    private static final int PID = 71;
    private static final PipeHolder HOLDER = new PipeHolder(PID, 1, End.WRITE, false, false);
    private static final boolean ARM =
            Architecture.current().equals(Optional.of(Architecture.AARCH64));
    private static final int READ = ARM ? 63 : 0;
    private static final int WRITE = ARM ? 64 : 1;

    @TempDir Path root;

    @BeforeEach
    void aWriterInAFullPipe() throws IOException {
        task(PID, 'S', "anon_pipe_write", call(WRITE, 1, 4096));
        Files.writeString(root.resolve(PID + "/cmdline"), "seq\0001\0009\0");
    }

    @Test
    void shouldFindTheWriter() {
        SleepingWrite found = find().orElseThrow();

        assertEquals(PID, found.pid());
        assertEquals(PID, found.tid());
        assertEquals("seq 1 9", found.command());
        assertEquals(new Reading.Known<>("anon_pipe_write"), found.wchan());
        assertEquals(
                new Reading.Known<>(new SleepingWrite.WriteCall("write", 1, OptionalLong.of(4096))),
                found.call());
    }

    @Test
    void shouldFindItInAnyThreadAndAnyHolder() throws IOException {
        task(PID, 'S', "futex_wait_queue", call(ARM ? 98 : 202, 0, 0));
        task(72, 'S', "pipe_write", call(WRITE, 1, 1));

        assertEquals(72, find().orElseThrow().tid());
        assertEquals(
                PID,
                search().find(List.of(new PipeHolder(9, 1, End.WRITE, false, false), HOLDER))
                        .orElseThrow()
                        .pid());
    }

    @Test
    void shouldLeaveOutAWriteToAnotherDescriptor() throws IOException {
        task(PID, 'S', "anon_pipe_write", call(WRITE, 2, 4096));

        assertEquals(Optional.empty(), find());
    }

    @Test
    void shouldLeaveOutWhoeverReadsRunsOrWaitsForAnotherWriter() throws IOException {
        task(PID, 'S', "anon_pipe_read", call(READ, 1, 4096));
        assertEquals(Optional.empty(), find());
        task(PID, 'R', "0", "running");
        assertEquals(Optional.empty(), find());
        task(PID, 'D', "anon_pipe_write", call(WRITE, 1, 4096));
        assertEquals(Optional.empty(), find());
    }

    @Test
    void shouldTrustTheKernelFunctionWhereTheCallMayNotBeSeen() throws IOException {
        Files.delete(folder(PID).resolve("syscall"));

        assertInstanceOf(Reading.Unknown.class, find().orElseThrow().call());
    }

    @Test
    void shouldTrustTheCallWhereTheKernelFunctionMayNotBeSeen() throws IOException {
        task(PID, 'S', "0", call(WRITE, 1, 4096));

        assertInstanceOf(Reading.Unknown.class, find().orElseThrow().wchan());
    }

    /** Up to Linux 5.4 readers and writers slept in one function. */
    @Test
    void shouldNotTrustAnOldKernelsFunctionAlone() throws IOException {
        task(PID, 'S', "pipe_wait", call(WRITE, 1, 4096));
        assertEquals(PID, find().orElseThrow().pid());
        Files.delete(folder(PID).resolve("syscall"));
        assertEquals(Optional.empty(), find());
    }

    @Test
    void shouldFindNobodyAmongNone() {
        assertEquals(Optional.empty(), search().find(List.of()));
    }

    private WriterSearch search() {
        return new WriterSearch(new ProcFs(root));
    }

    private Optional<SleepingWrite> find() {
        return search().find(List.of(HOLDER));
    }

    private Path folder(int tid) {
        return root.resolve(PID + "/task/" + tid);
    }

    private void task(int tid, char state, String wchan, String syscall) throws IOException {
        Path folder = Files.createDirectories(folder(tid));
        Files.writeString(
                folder.resolve("stat"),
                tid + " (seq) " + state + " 1 71 71 0 -1 4194304" + " 0".repeat(43) + "\n");
        Files.writeString(folder.resolve("wchan"), wchan);
        Files.writeString(folder.resolve("syscall"), syscall + "\n");
    }

    private static String call(int number, int fd, int count) {
        return number
                + " 0x"
                + fd
                + " 0x7f00 0x"
                + Integer.toHexString(count)
                + " 0x0 0x0 0x0 0x7ffd00000000 0x7f1200000000";
    }
}
