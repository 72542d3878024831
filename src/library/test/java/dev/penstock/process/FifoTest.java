package dev.penstock.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.loop.EventLoop;
import dev.penstock.sink.Capture;
import dev.penstock.sys.Errno;
import dev.penstock.sys.Signal;
import dev.penstock.testing.Eventually;
import dev.penstock.testing.Native;
import dev.penstock.testing.Workers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A file that cannot be opened at once: the child waits for it, and nobody else does. */
@Timeout(60)
@Tag("not-under-qemu") // Not tried there as a whole; the steps of the launcher are.
class FifoTest {
    @TempDir Path dir;
    private Path fifo;

    @BeforeEach
    void make() throws Exception {
        fifo = dir.resolve("fifo");
        Command.of("mkfifo", fifo.toString()).run().orThrow();
    }

    private static void waits(Child child) throws Exception {
        // wait_for_partner in fs/pipe.c: asleep in open(2).
        Eventually.await(
                child + " sleeps",
                () -> Files.readString(Path.of("/proc/" + child.pid() + "/stat")).contains(") S "));
    }

    @Test
    void shouldBeUnderTheTimeoutWhileItWaits() throws Exception {
        Command command = Command.of("cat").timeout(Duration.ofMillis(100));
        Outcome reader = command.stdin(Input.file(fifo)).run();
        assertTrue(reader.timedOut(), reader.toString());
        assertEquals(new Exit.Killed(Signal.TERM, false), reader.exit());
        Outcome writer = command.stdout(Output.file(fifo)).run();
        assertTrue(writer.timedOut(), writer.toString());
    }

    @Test
    void shouldBeEndedWhileItWaits() throws Exception {
        for (Command each :
                List.of(
                        Command.of("cat").stdin(Input.file(fifo)),
                        Command.of("cat").stderr(Output.append(fifo)),
                        Command.of("cat").stdin(Input.file(fifo)).parentDeathSignal(Signal.KILL))) {
            Child child = each.start();
            try (child) {
                waits(child);
                assertFalse(child.outcome().isDone());
            }
            assertEquals(EndedBy.CLOSE, child.await().endedBy());
        }
    }

    @Test
    void shouldEndAtAnInterrupt() throws Exception {
        Thread main = Thread.currentThread();
        Workers workers = new Workers();
        workers.start(
                () -> {
                    Eventually.await("waits", () -> main.getState() == Thread.State.TIMED_WAITING);
                    main.interrupt();
                });
        assertThrows(
                InterruptedException.class, () -> Command.of("cat").stdin(Input.file(fifo)).run());
        workers.join();
    }

    @Test
    void shouldNotHoldUpTheLoop() throws Exception {
        try (EventLoop loop = EventLoop.start("test")) {
            CompletableFuture<Child> started = new CompletableFuture<>();
            loop.execute(
                    () -> {
                        try {
                            started.complete(Command.of("cat").stdin(Input.file(fifo)).start(loop));
                        } catch (Throwable t) {
                            started.completeExceptionally(t);
                        }
                    });
            try (Child child = started.get()) {
                assertTrue(Command.of("true").run(loop).succeeded());
                assertFalse(child.outcome().isDone());
            }
        }
    }

    @Test
    void shouldCarryEverythingOnceBothSidesAreThere() throws Exception {
        Capture out = Capture.of(1 << 20);
        Command reader = Command.of("cat").stdin(Input.file(fifo)).stdout(out);
        try (Child reading = reader.start()) {
            waits(reading);
            String text = "x".repeat(100_000);
            Command.of("cat").stdin(Input.text(text)).stdout(Output.file(fifo)).run().orThrow();
            reading.await().orThrow();
            assertEquals(text, out.text());
        }
    }

    @Test
    void shouldTakeErrorAndOutputTogether() throws Exception {
        Capture out = Capture.of(1 << 10);
        Command writer = Command.of("sh", "-c", "echo out; echo err >&2; echo out");
        try (Child writing = writer.stdout(Output.file(fifo)).mergeStderr().start()) {
            waits(writing);
            Command.of("cat", fifo.toString()).stdout(out).run().orThrow();
            writing.await().orThrow();
        }
        assertEquals("out\nerr\nout\n", out.text());
    }

    @Test
    void shouldGiveTheChildWhatItAskedForAndNothingElse() throws Exception {
        Command command =
                Inherited.COMMAND
                        .argv0("name")
                        .directory(dir)
                        .environment("A", "ä")
                        .stdin(Input.file(Path.of("").toAbsolutePath().relativize(fifo)))
                        .confine(Confinement.none().umask(0_27));
        Workers workers = new Workers();
        workers.start(() -> Command.of("true").stdout(Output.file(fifo)).run().orThrow());
        Inherited child = Inherited.of(command);
        workers.join();
        assertEquals(List.of("0", "1", "2"), child.descriptors());
        assertEquals(fifo.toRealPath().toString(), child.get("fd 0"));
        assertEquals("name", child.get("arg 0"));
        assertEquals("ä", child.get("env A"));
        assertEquals("0027", child.get("umask"));
        assertEquals(dir.toRealPath().toString(), child.get("cwd"));
    }

    @Test
    void shouldSayAtOnceThatAProgramIsNotThere() throws Exception {
        Path plain = Files.writeString(dir.resolve("plain"), "");
        Object[][] wrong = {
            {"ffmpg", Errno.ENOENT, "no such program 'ffmpg' on PATH"},
            {"/no/such", Errno.ENOENT, "no such file '/no/such'"},
            {plain.toString(), Errno.EACCES, "no execute permission"},
            {dir.toString(), Errno.EACCES, "is a directory"},
        };
        for (Object[] each : wrong) {
            Command command = Command.of((String) each[0]).stdin(Input.file(fifo));
            SpawnException e = assertThrows(SpawnException.class, command::start);
            assertEquals("exec", e.step());
            assertEquals(each[1], e.errno());
            assertTrue(e.getMessage().contains((String) each[2]), e.getMessage());
        }
        Command nowhere = Command.of("true").stdin(Input.file(fifo)).directory(dir.resolve("none"));
        assertEquals("chdir", assertThrows(SpawnException.class, nowhere::start).step());
    }

    @Test
    void shouldTellLaterAsAShellTellsIt() throws Exception {
        Path script = Files.writeString(dir.resolve("script"), "#!/nowhere/sh\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        Capture err = Capture.of(1 << 10);
        Command command = Command.of(script.toString()).stdin(Input.file(fifo)).stderr(err);
        try (Child child = command.start()) {
            Command.of("true").stdout(Output.file(fifo)).run().orThrow();
            assertEquals(new Exit.Exited(127), child.await().exit());
        }
        assertEquals("penstock-launch: cannot exec " + script + ": errno 002\n", err.text());
    }

    @Test
    void shouldReadNoPartOfAFifo() {
        Command command = Command.of("cat").stdin(Input.file(fifo, 0, 1));
        SpawnException e = assertThrows(SpawnException.class, command::start);
        assertEquals("open", e.step());
        assertEquals(Errno.ESPIPE, e.errno());
    }

    @Test
    void shouldWaitForAFileUnderALease() throws Exception {
        Path leased = Files.writeString(dir.resolve("leased"), "content");
        // Gives its lease up when it is told to by a line.
        String holder =
                "import fcntl, os, signal, sys\n"
                        + "signal.signal(signal.SIGIO, signal.SIG_IGN)\n"
                        + "fd = os.open(sys.argv[1], os.O_RDONLY)\n"
                        + "fcntl.fcntl(fd, fcntl.F_SETLEASE, fcntl.F_WRLCK)\n"
                        + "print('leased', flush=True)\n"
                        + "sys.stdin.readline()\n"
                        + "fcntl.fcntl(fd, fcntl.F_SETLEASE, fcntl.F_UNLCK)\n";
        Capture ready = Capture.of(100);
        Capture out = Capture.of(100);
        Command lease = Command.of("python3", "-c", holder, leased.toString());
        try (Child holding = lease.stdin(Input.interactive()).stdout(ready).start()) {
            Eventually.await("a lease", () -> ready.text().startsWith("leased"));
            Command command = Command.of("cat").stdin(Input.file(leased)).stdout(out);
            try (Child child = command.start()) {
                waits(child);
                holding.stdin().write(StandardCharsets.UTF_8.encode("\n"));
                child.await().orThrow();
                assertEquals("content", out.text());
            }
            holding.stdin().close();
            holding.await().orThrow();
        }
    }

    @Test
    void shouldLeaveOtherFilesAsTheyWere() throws Exception {
        Path file = dir.resolve("file");
        Command flags =
                Command.of("sh", "-c", "grep flags /proc/self/fdinfo/0 /proc/self/fdinfo/2")
                        .stdin(Input.file(Path.of(Native.program("inherited"))))
                        .stderr(Output.append(file));
        Capture out = Capture.of(1 << 10);
        flags.stdout(out).run().orThrow();
        // Neither O_NONBLOCK nor O_PATH; O_APPEND and O_WRONLY, and O_LARGEFILE on any 64 bits.
        List<String> lines = out.text().lines().toList();
        long read = Long.parseLong(lines.get(0).replaceAll(".*\\s", ""), 8);
        long append = Long.parseLong(lines.get(1).replaceAll(".*\\s", ""), 8);
        assertEquals(0, read & 0_10006003);
        assertEquals(0_2001, append & 0_10006003);
    }
}
