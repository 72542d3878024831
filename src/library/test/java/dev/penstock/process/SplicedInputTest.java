package dev.penstock.process;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.internal.loop.EpollSets;
import dev.penstock.internal.splice.PipeSource;
import dev.penstock.pipe.Pipe;
import dev.penstock.sink.Capture;
import dev.penstock.testing.Eventually;
import dev.penstock.testing.Workers;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Input that the kernel moves: parts of files, and other pipes. */
@Timeout(60)
class SplicedInputTest {
    /** Longer than any test may take: reaching it is the failure. */
    private static final Duration NEVER = Duration.ofHours(1);

    @TempDir private Path dir;

    private final Capture out = Capture.of(2 << 20);

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    private Outcome cat(Input input) throws Exception {
        return Command.of("cat").stdin(input).stdout(out).run();
    }

    @Test
    void shouldFeedAWholeFile() throws Exception {
        Path file = Files.write(dir.resolve("f"), random(1_500_000));
        Outcome outcome = cat(Input.file(file, 0, Input.TO_THE_END)).orThrow();
        assertArrayEquals(random(1_500_000), out.bytes());
        assertEquals(1_500_000, outcome.stdin().bytes());
    }

    @Test
    void shouldFeedAPartOfAFileToAnyNumberOfChildren() throws Exception {
        byte[] bytes = random(900_000);
        Input part = Input.file(Files.write(dir.resolve("f"), bytes), 5_001, 700_003);
        cat(part).orThrow();
        assertArrayEquals(Arrays.copyOfRange(bytes, 5_001, 705_004), out.bytes());
        assertEquals(700_003, Command.of("wc").stdin(part).run().orThrow().stdin().bytes());
    }

    @Test
    void shouldFeedNothingOfAFileOrBeyondItsEnd() throws Exception {
        Path file = Files.write(dir.resolve("f"), random(10));
        assertEquals(0, cat(Input.file(file, 3, 0)).orThrow().stdin().bytes());
        Input beyond = Input.file(file, 11, Input.TO_THE_END);
        assertEquals(0, Command.of("cat").stdin(beyond).run().orThrow().stdin().bytes());
    }

    @Test
    void shouldFailWhereTheFileIsShorterThanSaid() throws Exception {
        Path file = Files.write(dir.resolve("f"), random(10));
        Outcome outcome = cat(Input.file(file, 4, 20));
        assertArrayEquals(Arrays.copyOfRange(random(10), 4, 10), out.bytes());
        assertEquals(StreamEnd.How.FAILED, outcome.stdin().how());
        assertInstanceOf(EOFException.class, outcome.stdin().failure().orElseThrow());
        assertEquals(
                "'" + file + "' ended 14 bytes too early",
                outcome.stdin().failure().orElseThrow().getMessage());
    }

    @Test
    void shouldNameAFileThatCannotBeOpenedOrRead() throws Exception {
        Path none = dir.resolve("none");
        SpawnException e = assertThrows(SpawnException.class, () -> cat(Input.file(none, 0, 1)));
        assertTrue(e.getMessage().contains(none.toString()), e.getMessage());
        Throwable failure = cat(Input.file(dir, 0, 1)).stdin().failure().get();
        assertTrue(failure.getMessage().startsWith("'" + dir + "': "), String.valueOf(failure));
        assertThrows(IllegalArgumentException.class, () -> Input.file(dir, -1, 1));
        assertThrows(IllegalArgumentException.class, () -> Input.file(dir, 1, -1));
    }

    /** The check for leaks, which stands around every test, looks for the descriptor. */
    @Test
    @Tag("not-under-qemu")
    void shouldCloseTheFileOfAChildThatCannotBeStarted() throws Exception {
        Path file = Files.write(dir.resolve("f"), random(10));
        Command none = Command.of("/no/such/program").stdin(Input.file(file, 0, 10));
        assertThrows(SpawnException.class, none::start);
    }

    /** One that no file system splices, or not always: then it is read. */
    @Test
    void shouldFeedAFileOfProc() throws Exception {
        Path status = Path.of("/proc/self/cmdline");
        cat(Input.file(status, 1, Input.TO_THE_END)).orThrow();
        byte[] all = Files.readAllBytes(status);
        assertArrayEquals(Arrays.copyOfRange(all, 1, all.length), out.bytes());
    }

    @Test
    void shouldEndQuietlyWhereTheReaderHasEnough() throws Exception {
        Path file = Files.write(dir.resolve("f"), random(1_500_000));
        Command head = Command.of("head", "-c", "10");
        Outcome outcome = head.stdin(Input.file(file, 0, Input.TO_THE_END)).run().orThrow();
        assertEquals(StreamEnd.How.READER_GONE, outcome.stdin().how());
        assertTrue(outcome.stdin().bytes() < 1_500_000, outcome.toString());
    }

    @Test
    void shouldCarryAPipeOnToAChild() throws Exception {
        byte[] bytes = random(1_200_000);
        try (Pipe pipe = Pipe.open();
                Workers workers = new Workers()) {
            workers.start(
                    () -> {
                        ByteBuffer rest = ByteBuffer.wrap(bytes);
                        while (rest.hasRemaining()) {
                            if (pipe.writer().write(rest) == 0) {
                                Thread.sleep(1);
                            }
                        }
                        pipe.writer().close();
                    });
            Outcome outcome = cat(Input.channel(pipe.reader())).orThrow();
            workers.join();
            assertEquals(bytes.length, outcome.stdin().bytes());
            assertArrayEquals(bytes, out.bytes());
            assertTrue(pipe.readEnd().isOpen(), "it is the user's");
        }
    }

    @Test
    void shouldWaitForAPipeInTheLoopAndForNothingElse() throws Exception {
        try (Pipe pipe = Pipe.open();
                Child child =
                        Command.of("cat").stdin(Input.channel(pipe.reader())).stdout(out).start()) {
            int fd = pipe.readEnd().number();
            Eventually.await("waiting", () -> EpollSets.hold(fd));
            pipe.writer().write(ByteBuffer.wrap("one".getBytes(StandardCharsets.US_ASCII)));
            Eventually.await("the first", () -> out.text().equals("one"));
            pipe.writer().write(ByteBuffer.wrap("two".getBytes(StandardCharsets.US_ASCII)));
            Eventually.await("the second", () -> out.text().equals("onetwo"));
            pipe.writer().close();
            child.await().orThrow();
            assertFalse(EpollSets.hold(fd));
        }
    }

    @Test
    void shouldLeaveThePipeWhenItsChildIsGone() throws Exception {
        try (Pipe pipe = Pipe.open()) {
            Command command = Command.of("true").stdin(Input.channel(pipe.reader()));
            Outcome outcome = command.outputGrace(NEVER).run().orThrow();
            assertEquals(StreamEnd.How.READER_GONE, outcome.stdin().how());
            assertFalse(EpollSets.hold(pipe.readEnd().number()));
            pipe.writer().write(ByteBuffer.allocate(3));
            assertEquals(3, pipe.reader().unread(), "nobody took it");
        }
    }

    @Test
    void shouldServeOneChild() throws Exception {
        try (Pipe pipe = Pipe.open()) {
            pipe.writer().close();
            Command command = Command.of("cat").stdin(Input.source(new PipeSource(pipe.reader())));
            command.run().orThrow();
            IOException e = assertThrows(IOException.class, () -> command.run().orThrow());
            assertTrue(e.getMessage().contains("has served a stream before"), e.toString());
        }
    }
}
