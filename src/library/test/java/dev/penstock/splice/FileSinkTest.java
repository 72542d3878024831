package dev.penstock.splice;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.penstock.process.Child;
import dev.penstock.process.Command;
import dev.penstock.process.Outcome;
import dev.penstock.process.StreamEnd.How;
import dev.penstock.process.Teardown;
import dev.penstock.sink.Sink.Answer;
import dev.penstock.testing.Doubling;
import dev.penstock.testing.Native;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real children's output in real files. */
@Timeout(60)
class FileSinkTest {
    @TempDir Path dir;
    private Path file;
    private ExecutorService disk;

    @BeforeEach
    void name() {
        file = dir.resolve("out");
        disk = Executors.newSingleThreadExecutor();
    }

    @AfterEach
    void stop() throws Exception {
        disk.shutdown();
        assertTrue(disk.awaitTermination(10, TimeUnit.SECONDS));
    }

    private static Command writer(long bytes, int chunk) {
        return Command.of(Native.program("writer"), Long.toString(bytes), Integer.toString(chunk));
    }

    /** What {@code native/writer} writes. */
    private static byte[] pattern(int count) {
        StringBuilder text = new StringBuilder();
        for (int line = 0; line * 64 < count; line++) {
            text.append(String.format("line %08d ", line)).append(".".repeat(49)).append('\n');
        }
        return text.substring(0, count).getBytes();
    }

    private FileSink by(FileSink sink, boolean executor) {
        return executor ? sink.writtenBy(disk) : sink;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldSpliceAChildsOutput(boolean executor) throws Exception {
        FileSink sink = by(FileSink.of(file), executor).syncAtEnd();
        Outcome outcome = writer(1_000_000, 4_097).stdout(sink).run().orThrow();
        assertArrayEquals(pattern(1_000_000), Files.readAllBytes(file));
        assertEquals(1_000_000, outcome.stdout().bytes());
        assertEquals(1_000_000, sink.written());
        assertEquals(1_000_000, sink.spliced());
        assertEquals(0, sink.omitted());
        assertTrue(sink.ended());
    }

    /** O_APPEND takes no splice(2). */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldReadAndWriteWhereTheKernelRefuses(boolean executor) throws Exception {
        Files.writeString(file, "before\n");
        FileSink sink = by(FileSink.of(file).appending(), executor);
        Outcome outcome = writer(300_000, 1_000).stdout(sink).run().orThrow();
        assertEquals("before\n" + new String(pattern(300_000)), Files.readString(file));
        assertEquals(300_000, outcome.stdout().bytes());
        assertEquals(300_000, sink.written());
        assertEquals(0, sink.spliced());
    }

    @Test
    void shouldMakeEmptyAndRefuse() throws Exception {
        Files.writeString(file, "before\n");
        Command.of("echo", "new").stdout(FileSink.of(file).truncating()).run().orThrow();
        assertEquals("new\n", Files.readString(file));

        Outcome refused = Command.of("echo", "newer").stdout(FileSink.of(file)).run();
        assertEquals("new\n", Files.readString(file));
        assertFailed(refused, file, "EEXIST");
        Outcome directory = Command.of("echo", "x").stdout(FileSink.of(dir).truncating()).run();
        assertFailed(directory, dir, "EISDIR");
        Path nowhere = dir.resolve("none/out");
        assertFailed(
                Command.of("echo", "x").stdout(FileSink.of(nowhere).truncating()).run(),
                nowhere,
                "ENOENT");
        // Nobody may write there, root neither.
        Path kernels = Path.of("/proc/self/none");
        assertFailed(Command.of("echo", "x").stdout(FileSink.of(kernels)).run(), kernels, "ENOENT");
    }

    private static void assertFailed(Outcome outcome, Path file, String errno) {
        assertEquals(How.FAILED, outcome.stdout().how(), outcome.toString());
        Throwable failure = outcome.stdout().failure().get();
        assertEquals(file.toString(), ((FileSystemException) failure).getFile());
        assertTrue(failure.getMessage().contains(errno), failure.getMessage());
    }

    @Test
    void shouldNotWaitForAFifosReader() throws Exception {
        assertEquals(0, new ProcessBuilder("mkfifo", file.toString()).start().waitFor());
        Outcome none = Command.of("echo", "x").stdout(FileSink.of(file).truncating()).run();
        assertFailed(none, file, "ENXIO");
        Process reader =
                new ProcessBuilder("sh", "-c", "exec sleep 60 < \"$0\"", file.toString()).start();
        // Its opening waits for a writer, and finds one here.
        Outcome one = null;
        while (one == null || isEnxio(one)) {
            one = Command.of("echo", "x").stdout(FileSink.of(file).truncating()).run();
        }
        assertFailed(one, file, "is a FIFO");
        reader.destroyForcibly().waitFor();
    }

    private static boolean isEnxio(Outcome outcome) {
        return outcome.stdout().failure().orElseThrow().getMessage().contains("ENXIO");
    }

    // ---- Limits

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldStopAtItsLimit(boolean executor) throws Exception {
        FileSink sink = by(FileSink.of(file), executor).stopAt(100_001);
        Outcome outcome = writer(Long.MAX_VALUE, 1_000).stdout(sink).run();
        assertArrayEquals(pattern(100_001), Files.readAllBytes(file));
        assertEquals(How.LIMIT_REACHED, outcome.stdout().how(), outcome.toString());
        SizeLimitException e =
                assertInstanceOf(
                        SizeLimitException.class, outcome.stdout().failure().orElseThrow());
        assertEquals(100_001, e.limit());
        assertEquals(file + ": has reached its limit of 100001 bytes", e.getMessage());
        assertEquals(100_001, outcome.stdout().bytes());
        assertTrue(outcome.stdout().leftUnread() > 0);
        assertFalse(outcome.succeeded());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldEndWellAtExactlyItsLimit(boolean executor) throws Exception {
        FileSink sink = by(FileSink.of(file), executor).stopAt(100_000);
        writer(100_000, 999).stdout(sink).run().orThrow();
        assertTrue(sink.ended());
        FileSink rotated = by(FileSink.of(file).truncating(), executor).rotateAt(100_000, 1);
        writer(100_000, 999).stdout(rotated).run().orThrow();
        assertEquals(0, rotated.rotations());
        assertArrayEquals(pattern(100_000), Files.readAllBytes(file));
        assertFalse(Files.exists(dir.resolve("out.1")));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldCutAtItsLimitAndCount(boolean executor) throws Exception {
        FileSink sink = by(FileSink.of(file), executor).cutAt(70_000);
        Outcome outcome = writer(1_000_000, 4_096).stdout(sink).run().orThrow();
        assertArrayEquals(pattern(70_000), Files.readAllBytes(file));
        assertEquals(930_000, sink.omitted());
        assertEquals(1_000_000, outcome.stdout().bytes());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldRotate(boolean executor) throws Exception {
        FileSink sink = by(FileSink.of(file), executor).rotateAt(30_000, 3).syncAtEnd();
        writer(130_000, 1_000).stdout(sink).run().orThrow();
        assertEquals(4, sink.rotations());
        assertEquals(130_000, sink.written());
        assertRotated();
    }

    /** Of 130 000 bytes in files of 30 000 the first file is gone. */
    private void assertRotated() throws IOException {
        byte[] all = pattern(130_000);
        String[] names = {"out.3", "out.2", "out.1", "out"};
        for (int i = 0; i < names.length; i++) {
            int from = 30_000 * (i + 1);
            byte[] part = Arrays.copyOfRange(all, from, Math.min(from + 30_000, 130_000));
            assertArrayEquals(part, Files.readAllBytes(dir.resolve(names[i])), names[i]);
        }
        assertFalse(Files.exists(dir.resolve("out.4")));
    }

    /** The pattern's lines have 64 bytes; 30 000 fall into the middle of one. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldRotateAtTheEndOfALine(boolean executor) throws Exception {
        FileSink sink = by(FileSink.of(file), executor).rotateAtLine(30_000, 3);
        writer(100_000, 1_000).stdout(sink).run().orThrow();
        assertEquals(3, sink.rotations());
        byte[] all = pattern(100_000);
        String[] names = {"out.3", "out.2", "out.1", "out"};
        for (int i = 0; i < names.length; i++) {
            int from = 30_016 * i;
            byte[] part = Arrays.copyOfRange(all, from, Math.min(from + 30_016, 100_000));
            assertArrayEquals(part, Files.readAllBytes(dir.resolve(names[i])), names[i]);
        }
        // A limit that falls between two lines makes a file no longer.
        FileSink exact = by(FileSink.of(file).truncating(), executor).rotateAtLine(640, 1);
        writer(1_280, 7).stdout(exact).run().orThrow();
        assertEquals(1, exact.rotations());
        assertEquals(640, Files.size(file));
        assertEquals(640, Files.size(dir.resolve("out.1")));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldCountWhatAnAppendedFileHeld(boolean executor) throws Exception {
        Files.writeString(file, "x".repeat(90));
        FileSink sink = by(FileSink.of(file).appending(), executor).rotateAt(100, 1);
        Command.of("printf", "%s", "y".repeat(15)).stdout(sink).run().orThrow();
        assertEquals("x".repeat(90) + "y".repeat(10), Files.readString(dir.resolve("out.1")));
        assertEquals("y".repeat(5), Files.readString(file));
    }

    @Test
    void shouldRefuseLimitsThatAreNone() {
        assertThrows(IllegalArgumentException.class, () -> FileSink.of(file).stopAt(0));
        assertThrows(IllegalArgumentException.class, () -> FileSink.of(file).rotateAt(10, 0));
    }

    // ---- As any sink

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldTakeBytesOfAnother(boolean executor) throws Exception {
        Semaphore resumed = new Semaphore(0);
        FileSink sink = by(FileSink.of(file), executor).rotateAt(30_000, 3);
        sink.attach(resumed::release);
        ByteBuffer bytes = ByteBuffer.wrap(pattern(130_000));
        while (bytes.hasRemaining()) {
            if (sink.accept(bytes) == Answer.FULL) {
                resumed.acquire();
            }
        }
        sink.end();
        assertRotated();
        assertEquals(0, sink.spliced());
        assertEquals(130_000, sink.written());
    }

    @Test
    void shouldServeOneStreamAlone() throws Exception {
        FileSink sink = FileSink.of(file).truncating();
        Command echo = Command.of("echo", "x").stdout(sink);
        echo.run().orThrow();
        assertThrows(IllegalStateException.class, echo::run);
        // But what is made of it is another.
        Command.of("echo", "y").stdout(sink.syncAtEnd()).run().orThrow();
        assertEquals("y\n", Files.readString(file));
    }

    // ---- Disks

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldFailOnAFullDevice(boolean executor) throws Exception {
        Path full = Path.of("/dev/full");
        FileSink sink = by(FileSink.of(full).truncating(), executor);
        Outcome outcome = writer(Long.MAX_VALUE, 1_000).stdout(sink).run();
        assertFailed(outcome, full, "ENOSPC");
        assertTrue(sink.failure().isPresent());
    }

    /** What fits is in the file, the rest is counted, and the child does not hang. */
    @ParameterizedTest
    @ValueSource(strings = {"spliced", "read", "spliced elsewhere", "read elsewhere"})
    void shouldFailOnAFullDisk(String how) throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "mount(8) is for root");
        assumeTrue(
                call("mount", "-t", "tmpfs", "-o", "size=64k", "none", dir.toString()) == 0,
                "no mount(2) here");
        try {
            FileSink sink =
                    how.startsWith("read") ? FileSink.of(file).appending() : FileSink.of(file);
            sink = by(sink, how.endsWith("elsewhere"));
            Outcome outcome = writer(10_000_000, 1_000).stdout(sink).run();
            assertFailed(outcome, file, "ENOSPC");
            assertEquals(1 << 16, Files.size(file));
            assertEquals(1 << 16, sink.written());
            assertArrayEquals(pattern(1 << 16), Files.readAllBytes(file));
            assertTrue(outcome.stdout().leftUnread() + sink.omitted() > 0, outcome.toString());
            assertFalse(outcome.succeeded());
        } finally {
            assertEquals(0, call("umount", dir.toString()));
        }
    }

    private static int call(String... words) throws Exception {
        return new ProcessBuilder(words).start().waitFor();
    }

    // ---- Executors

    /** The child waits for the disk; its loop does not. */
    @Test
    void shouldSlowThisChildAlone() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        disk.execute(
                () -> {
                    try {
                        slow.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                });
        FileSink sink = FileSink.of(file).writtenBy(disk);
        try (Child child = writer(1_000_000, 4_096).stdout(sink).start()) {
            Command.of("true").run().orThrow();
            assertEquals(0, sink.written());
            slow.countDown();
            child.await().orThrow();
        }
        assertEquals(1_000_000, Files.size(file));
    }

    @Test
    void shouldFailWhenTheExecutorRefuses() throws Exception {
        Executor closed =
                job -> {
                    throw new RejectedExecutionException("closed");
                };
        Outcome outcome = Command.of("echo").stdout(FileSink.of(file).writtenBy(closed)).run();
        assertInstanceOf(
                RejectedExecutionException.class, outcome.stdout().failure().orElseThrow());
    }

    /** Its job never begins; the timeout ends the child and closes the file all the same. */
    @Test
    void shouldEndThoughTheExecutorNeverComesToIt() throws Exception {
        FileSink sink = FileSink.of(file).truncating();
        Outcome outcome =
                Doubling.of(
                        Duration.ofMillis(100),
                        written -> written.stdout().leftUnread() > 0,
                        time ->
                                writer(Long.MAX_VALUE, 4_096)
                                        .stdout(sink.writtenBy(job -> {}))
                                        .timeout(time)
                                        .teardown(Teardown.kill())
                                        .run());
        assertTrue(outcome.timedOut());
        assertEquals(How.CUT, outcome.stdout().how());
        assertEquals(0, Files.size(file));
    }

    @Test
    void shouldTakeAnExecutorThatRunsItsJobsAtOnce() throws Exception {
        FileSink sink = FileSink.of(file).writtenBy(Runnable::run);
        writer(1_000_000, 4_096).stdout(sink).run().orThrow();
        assertArrayEquals(pattern(1_000_000), Files.readAllBytes(file));
    }

    /** Jobs are at work, mostly, when their stream is cut. */
    @Test
    void shouldCloseItsFileWhenTheStreamIsCutInMidJob() throws Exception {
        for (int i = 0; i < 5; i++) {
            FileSink sink = FileSink.of(file).truncating().writtenBy(disk).cutAt(1 << 20);
            Outcome outcome =
                    writer(Long.MAX_VALUE, 65_536)
                            .stdout(sink)
                            .timeout(Duration.ofMillis(10 + 5 * i))
                            .teardown(Teardown.kill())
                            .run();
            assertTrue(outcome.timedOut());
        }
    }
}
