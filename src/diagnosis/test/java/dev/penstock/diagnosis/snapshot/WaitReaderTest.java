package dev.penstock.diagnosis.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.diagnosis.model.Wait;
import dev.penstock.internal.procfs.ProcFs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is left to see under Yama's ptrace_scope 1: states, descriptors and kernel functions, but no
 * system call and no memory. (Yama is not in every kernel, so these are files.)
 */
class WaitReaderTest {
    @TempDir Path root;

    @BeforeEach
    void fill() throws IOException {
        write("stat", "10 (dd) S 1 9 9 0 -1 4194304 1 0 0 0 0 0 0 0 20 0 1 0 4711 1 1\n");
        write("task/10/schedstat", "1 2 3\n");
        write("task/10/wchan", "anon_pipe_write");
        descriptor(0, "socket:[4]", "02");
        descriptor(1, "pipe:[5]", "01");
        descriptor(3, "pipe:[6]", "00");
    }

    @Test
    void shouldKnowTheOnlyPipeThatFits() throws IOException {
        Wait.Room room = assertInstanceOf(Wait.Room.class, read());

        assertEquals("pipe:[5]", room.pipe());
        assertEquals(1, room.fd());
        assertTrue(room.inferred());
    }

    @Test
    void shouldKnowAReaderToo() throws IOException {
        write("task/10/wchan", "pipe_read");

        assertEquals(new Wait.Bytes("read", 3, "pipe:[6]", true), read());
    }

    @Test
    void shouldNotGuessWhereSeveralFit() throws IOException {
        descriptor(2, "pipe:[7]", "01");

        Wait.Unknown unknown = assertInstanceOf(Wait.Unknown.class, read());
        assertTrue(unknown.reason().contains("2 pipes"), unknown.reason());
    }

    @Test
    void shouldKnowTwoDescriptorsOfOnePipe() throws IOException {
        descriptor(2, "pipe:[5]", "01");

        assertEquals("pipe:[5]", assertInstanceOf(Wait.Room.class, read()).pipe());
    }

    /** A shell that waits for a command from a FIFO is no reader of its coprocess's pipe. */
    @Test
    void shouldNotTakeAPipeForTheFifo(@TempDir Path folder) throws Exception {
        String fifo = folder.resolve("control").toString();
        assertEquals(0, new ProcessBuilder("mkfifo", fifo).start().waitFor());
        descriptor(4, fifo, "02");

        write("task/10/wchan", "anon_pipe_read");
        Wait.Unknown unknown = assertInstanceOf(Wait.Unknown.class, read());
        assertTrue(unknown.reason().contains("2 pipes"), unknown.reason());

        Files.delete(root.resolve("10/fd/3"));
        assertEquals(new Wait.Bytes("read", 4, fifo, true), read());
    }

    @Test
    void shouldNotLeaveOutADescriptorThatCannotBeAsked() throws IOException {
        Files.createSymbolicLink(root.resolve("10/fd/4"), Path.of("pipe:[7]"));
        write("task/10/wchan", "pipe_read");

        assertInstanceOf(Wait.Unknown.class, read());
    }

    /** A call that is in no table of ours is told by its number, and in words. */
    @Test
    void shouldTellPeopleOfACallThatItDoesNotKnow() throws IOException {
        write("task/10/wchan", "some_function");
        write("task/10/syscall", "9435 0x1 0x2 0x3 0x4 0x5 0x6 0x7ffc00000000 0x7f0000000000\n");

        Wait.Unknown unknown = assertInstanceOf(Wait.Unknown.class, read());
        assertEquals(
                "it sleeps in the kernel's some_function, which does not say what it waits for, in"
                        + " system call number 9435",
                unknown.reason());
    }

    @Test
    void shouldTellOtherWaitsByTheirFunctions() throws IOException {
        write("task/10/wchan", "do_wait");
        assertEquals(new Wait.ChildExit("wait4", 0), read());
        write("task/10/wchan", "ep_poll");
        Wait.Events events = assertInstanceOf(Wait.Events.class, read());
        assertTrue(events.timed() && events.polled().known().isEmpty(), "free, as not known");
        write("task/10/wchan", "futex_do_wait");
        assertEquals(new Wait.Futex(true, true), read());
        write("task/10/wchan", "wait_for_partner");
        assertEquals(new Wait.Partner("", false), read());
        write("task/10/wchan", "n_tty_read");
        assertInstanceOf(Wait.Unknown.class, read());
    }

    /** As it is when they end while the others are looked at. */
    @Test
    void shouldPassOverWhoIsGone() throws IOException {
        Files.createDirectories(root.resolve("11/task/11"));
        write("task/12/stat", "");
        Files.delete(root.resolve("10/task/10/wchan"));

        ProcessTable table = ProcessTable.take(new ProcFs(root));

        assertEquals(1, table.all().size());
        assertEquals(List.of(), table.unreadable());
        assertInstanceOf(Wait.Unknown.class, read());
    }

    @Test
    void shouldSayWhatIsMissing() throws IOException {
        write("task/10/wchan", "0");

        assertTrue(assertInstanceOf(Wait.Unknown.class, read()).reason().contains("syscall"));
    }

    private Wait read() throws IOException {
        ProcFs proc = new ProcFs(root);
        ProcessView process = ProcessTable.take(proc).process(10).orElseThrow();
        return new WaitReader(proc).read(process, process.tasks().get(0));
    }

    private void descriptor(int fd, String target, String flags) throws IOException {
        Path link = root.resolve("10/fd/" + fd);
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(link, Path.of(target));
        write("fdinfo/" + fd, "pos:\t0\nflags:\t" + flags + "\n");
    }

    private void write(String name, String text) throws IOException {
        Path file = root.resolve("10").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
