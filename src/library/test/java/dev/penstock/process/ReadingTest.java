package dev.penstock.process;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.loop.EventLoop;
import dev.penstock.pipe.Pipe;
import dev.penstock.sys.Signal;
import dev.penstock.testing.Eventually;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A child's output in the user's hands. */
@Timeout(60)
class ReadingTest {
    private static Command shell(String script) {
        return Command.of("sh", "-c", script).stdout(Output.interactive());
    }

    private static String rest(OutputChannel output) throws IOException {
        return new String(output.stream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void shouldReadBothStreamsToTheirEnds() throws Exception {
        Command command = shell("echo out; echo err >&2").stderr(Output.interactive());
        try (Child child = command.start()) {
            assertEquals("out\n", rest(child.stdout()));
            assertEquals("err\n", rest(child.stderr()));
            Outcome outcome = child.await();
            assertTrue(outcome.succeeded());
            assertEquals(4, outcome.stdout().bytes());
            assertEquals(-1, child.stdout().read(ByteBuffer.allocate(1)));
        }
        try (Child child = Command.of("true").start()) {
            assertThrows(IllegalStateException.class, child::stdout);
        }
    }

    @Test
    void shouldKeepWhatLiesInThePipeAtTheExit() throws Exception {
        try (Child child = shell("echo kept").start()) {
            assertTrue(child.await().succeeded());
            assertEquals(5, child.stdout().available());
            assertEquals("kept\n", rest(child.stdout()));
        }
    }

    @Test
    void shouldKeepItThoughGrandchildHoldsThePipe() throws Exception {
        Command command = shell("sleep 60 & echo $!").outputGrace(Duration.ZERO);
        try (Child child = command.start()) {
            Outcome outcome = child.await();
            assertTrue(outcome.succeeded());
            assertEquals(StreamEnd.How.CUT, outcome.stdout().how());
            InputStream stream = child.stdout().stream();
            byte[] kept = stream.readNBytes((int) child.stdout().available());
            IOException cut = assertThrows(IOException.class, stream::read);
            assertInstanceOf(StreamCutException.class, cut.getCause());
            long sleeper = Long.parseLong(new String(kept, StandardCharsets.UTF_8).strip());
            ProcessHandle.of(sleeper).ifPresent(ProcessHandle::destroyForcibly);
            Eventually.await("the end of sleep", () -> ProcessHandle.of(sleeper).isEmpty());
        }
    }

    @Test
    void shouldEndUnlessSomebodyWaits() throws Exception {
        Command command = shell("sleep 60 & echo $!; exec >&-; wait");
        try (Child child = command.start()) {
            Eventually.await("output", () -> child.stdout().available() > 0);
            assertTrue(child.stdout().endUnlessAwaited());
            long sleeper = Long.parseLong(rest(child.stdout()).strip());
            ProcessHandle.of(sleeper).ifPresent(ProcessHandle::destroyForcibly);
            child.await();
        }
    }

    @Test
    void shouldHoldTheChildBackWithoutOverflow() throws Exception {
        try (Child child = shell("head -c 1000000 /dev/zero").start()) {
            Eventually.await("a full pipe", () -> child.stdout().available() >= 65536);
            assertTrue(child.isAlive());
            assertEquals(0, child.stdout().bytes());
            assertEquals(1_000_000, child.stdout().stream().readAllBytes().length);
        }
    }

    @Test
    void shouldKeepWhatNobodyReadsInMemoryAndFile(@TempDir Path directory) throws Exception {
        Overflow overflow = Overflow.of(10_000, 1 << 30).directory(directory);
        Command command = Command.of("seq", "1", "200000").stdout(Output.interactive(overflow));
        try (Child child = command.start()) {
            assertTrue(child.await().succeeded());
            try (Stream<Path> files = Files.list(directory)) {
                assertEquals(0, files.count());
            }
            String[] lines = rest(child.stdout()).split("\n");
            assertEquals(200_000, lines.length);
            for (int i = 0; i < lines.length; i++) {
                assertEquals(String.valueOf(i + 1), lines[i]);
            }
        }
    }

    @Test
    void shouldBlockDropOrFailWhenFull() throws Exception {
        Overflow small = Overflow.of(1000, 2000);
        String script = "head -c 1000000 /dev/zero; echo $? >&2";
        try (Child child =
                Command.of("sh", "-c", script).stdout(Output.interactive(small)).start()) {
            Eventually.await(
                    "a full pipe",
                    () -> child.stdout().bytes() == 3000 && child.stdout().available() > 60000);
            assertTrue(child.isAlive());
            assertEquals(3000, child.stdout().bytes());
            assertEquals(1_000_000, child.stdout().stream().readAllBytes().length);
            assertEquals(0, child.stdout().droppedBytes());
        }
        Overflow dropping = small.whenFull(Overflow.WhenFull.DROP);
        try (Child child =
                Command.of("sh", "-c", script).stdout(Output.interactive(dropping)).start()) {
            assertTrue(child.await().succeeded());
            int read = child.stdout().stream().readAllBytes().length;
            assertTrue(read >= 3000, () -> "read " + read);
            assertEquals(1_000_000, read + child.stdout().droppedBytes());
        }
        Overflow failing = small.whenFull(Overflow.WhenFull.FAIL);
        try (Child child =
                Command.of("head", "-c", "1000000", "/dev/zero")
                        .stdout(Output.interactive(failing))
                        .start()) {
            Outcome outcome = child.await();
            assertEquals(new Exit.Killed(Signal.PIPE, false), outcome.exit());
            InputStream stream = child.stdout().stream();
            assertEquals(3000, stream.readNBytes(3000).length);
            IOException why = assertThrows(IOException.class, stream::read);
            assertTrue(why.getMessage().contains("nobody has read 3000 bytes"), why::getMessage);
        }
    }

    @Test
    void shouldWakeReaderByClosing() throws Exception {
        try (Child child = shell("sleep 60").start()) {
            AtomicReference<IOException> thrown = new AtomicReference<>();
            Thread reader = reader(child.stdout(), thrown);
            child.stdout().close();
            reader.join();
            assertEquals("Stream closed", thrown.get().getMessage());
            assertTrue(child.isAlive());
            assertThrows(IOException.class, () -> child.stdout().stream().available());
        }
    }

    @Test
    void shouldEndReadByInterruptAndLoseNothing() throws Exception {
        try (Child child =
                Command.of("cat").stdin(Input.interactive()).stdout(Output.interactive()).start()) {
            AtomicReference<IOException> thrown = new AtomicReference<>();
            Thread reader = reader(child.stdout(), thrown);
            reader.interrupt();
            reader.join();
            assertInstanceOf(InterruptedIOException.class, thrown.get());
            assertTrue(child.isAlive());
            child.stdin().stream().write("on\n".getBytes(StandardCharsets.UTF_8));
            child.stdin().close();
            assertEquals("on\n", rest(child.stdout()));
        }
    }

    private static Thread reader(OutputChannel from, AtomicReference<IOException> thrown)
            throws Exception {
        Thread reader =
                new Thread(
                        () ->
                                thrown.set(
                                        assertThrows(
                                                IOException.class, () -> from.stream().read())));
        reader.start();
        Eventually.await(
                "a reader",
                () ->
                        reader.getState() == Thread.State.WAITING
                                || reader.getState() == Thread.State.TIMED_WAITING);
        return reader;
    }

    @Test
    void shouldCloseThePipeAtOnce() throws Exception {
        Command command =
                Command.of("sh", "-c", "read x; echo out; echo $? >&2")
                        .stdin(Input.interactive())
                        .stdout(Output.interactive())
                        .stderr(Output.interactive());
        try (Child child = command.start()) {
            child.stdout().close();
            child.stdin().stream().write('\n');
            assertFalse(child.await().succeeded());
        }
    }

    @Test
    void shouldReadAnyPipe() throws Exception {
        byte[] bytes = "abc".getBytes(StandardCharsets.UTF_8);
        try (Pipe pipe = Pipe.open();
                OutputChannel output =
                        OutputChannel.open(EventLoop.common(), pipe.reader(), Overflow.NONE)) {
            assertFalse(output.awaitBytes(Duration.ofMillis(1)));
            pipe.writer().write(ByteBuffer.wrap(bytes));
            assertTrue(output.awaitBytes(Duration.ofSeconds(30)));
            byte[] read = new byte[10];
            assertEquals(3, output.stream().read(read));
            assertArrayEquals(bytes, Arrays.copyOf(read, 3));
            pipe.writer().close();
            assertEquals(-1, output.stream().read());
        }
    }

    @Test
    void shouldEndInTimeoutWithWhatCame() throws Exception {
        Command command = shell("echo first; sleep 60").timeout(Duration.ofMillis(300));
        try (Child child = command.start()) {
            assertTrue(child.await().timedOut());
            InputStream stream = child.stdout().stream();
            assertEquals("first\n", new String(stream.readNBytes(6), StandardCharsets.UTF_8));
        }
    }
}
