package dev.penstock.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.penstock.internal.loop.Loops;
import dev.penstock.loop.EventLoop;
import dev.penstock.sink.Capture;
import dev.penstock.sink.QueueSink;
import dev.penstock.sys.Errno;
import dev.penstock.sys.Signal;
import dev.penstock.sys.SyscallException;
import dev.penstock.testing.Workers;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Input that the user writes while the child runs. */
@Timeout(60)
class InteractiveTest {
    /** Longer than any test may take: reaching it is the failure. */
    private static final Duration NEVER = Duration.ofHours(1);

    private static Command interactive(String... words) {
        return Command.of(words[0], Arrays.copyOfRange(words, 1, words.length))
                .stdin(Input.interactive())
                .outputGrace(NEVER);
    }

    private static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void assertReaderGone(IOException e) {
        assertTrue(e instanceof SyscallException s && s.errno() == Errno.EPIPE, e.toString());
    }

    /** Writes until the pipe is full, and says how much that was. */
    private static long fill(InputChannel in) throws IOException {
        while (in.write(ByteBuffer.allocate(4096)) > 0) {
            continue;
        }
        return in.bytes();
    }

    @Test
    void shouldHaveADialogueLineByLine() throws Exception {
        QueueSink<String> answers = QueueSink.ofLines(100, 10);
        String calculator = "import sys\nfor line in sys.stdin: print(eval(line), flush=True)";
        Command command = interactive("python3", "-c", calculator).stdout(answers);
        try (Child child = command.start()) {
            PrintStream ask = new PrintStream(child.stdin().stream(), true);
            for (int i = 0; i < 200; i++) {
                ask.println(i + "*" + i);
                assertEquals(String.valueOf(i * i), answers.take());
            }
            ask.close();
            assertNull(answers.take());
            Outcome outcome = child.await().orThrow();
            assertEquals(StreamEnd.How.COMPLETE, outcome.stdin().how());
            assertEquals(child.stdin().bytes(), outcome.stdin().bytes());
        }
    }

    /** Programs made for people at a terminal. */
    @ParameterizedTest
    @ValueSource(strings = {"bc", "python3 -q -i"})
    void shouldTalkToAnInterpreter(String words) throws Exception {
        QueueSink<String> answers = QueueSink.ofLines(100, 10);
        Command command = interactive(words.split(" ")).stdout(answers);
        try (Child child = startIfInstalled(command)) {
            PrintStream ask = new PrintStream(child.stdin().stream(), true);
            ask.println("n = 7");
            for (int i = 0; i < 20; i++) {
                ask.println("n = n * 3 + 1");
                ask.println("n");
            }
            long n = 7;
            for (int i = 0; i < 20; i++) {
                n = n * 3 + 1;
                assertEquals(String.valueOf(n), answers.take());
            }
            ask.println("6 * 7");
            assertEquals("42", answers.take());
            ask.close();
            assertNull(answers.take());
            child.await().orThrow();
        }
    }

    private static Child startIfInstalled(Command command) throws IOException {
        try {
            return command.start();
        } catch (SpawnException e) {
            if (e.errno() != Errno.ENOENT) {
                throw e;
            }
            return abort("it is not installed: " + e.getMessage());
        }
    }

    @Test
    void shouldEndTheChildsInputWhenClosed() throws Exception {
        Capture out = Capture.of(100);
        try (Child child = interactive("cat").stdout(out).start()) {
            assertEquals(5, child.stdin().write(text("hello")));
            assertTrue(child.stdin().isOpen());
            child.stdin().close();
            child.stdin().close();
            assertFalse(child.stdin().isOpen());
            child.await().orThrow();
            assertEquals("hello", out.text());
            assertThrows(ClosedChannelException.class, () -> child.stdin().write(text("x")));
            assertThrows(ClosedChannelException.class, () -> child.stdin().awaitRoom());
        }
    }

    @Test
    void shouldAnswerNothingWhenThePipeIsFullAndWaitOnlyWhereAsked() throws Exception {
        try (Child child = interactive("sleep", "1000").start()) {
            InputChannel in = child.stdin();
            long capacity = fill(in);
            assertTrue(capacity >= 4096, "capacity " + capacity);
            assertFalse(in.awaitRoom(Duration.ofMillis(20)));
            assertEquals(0, in.write(text("x")));
        }
    }

    @Test
    void shouldWaitForASlowReaderAndLoseNothing() throws Exception {
        Capture out = Capture.of(100);
        Command command = interactive("sh", "-c", "sleep 0.1; wc -c").stdout(out);
        try (Child child = command.start()) {
            OutputStream in = child.stdin().stream();
            in.write('x');
            in.write(new byte[1_000_000]);
            in.write(new byte[10], 3, 4);
            in.flush();
            in.close();
            assertEquals(1_000_005, child.await().orThrow().stdin().bytes());
        }
        assertEquals("1000005", out.text().strip());
    }

    @Test
    void shouldSayHowMuchWasWrittenWhenInterrupted() throws Exception {
        AtomicReference<InterruptedIOException> caught = new AtomicReference<>();
        try (Child child = interactive("sleep", "1000").start();
                Workers workers = new Workers()) {
            InputChannel in = child.stdin();
            Thread writer =
                    workers.start(
                            () ->
                                    caught.set(
                                            assertThrows(
                                                    InterruptedIOException.class,
                                                    () -> in.stream().write(new byte[1 << 20]))));
            Workers.awaitBlocked(writer);
            writer.interrupt();
            workers.join();
            assertEquals(in.bytes(), caught.get().bytesTransferred);
            assertTrue(in.bytes() > 0);
            assertTrue(in.isOpen(), "an interrupt closes nothing");
        }
    }

    @Test
    void shouldTellAWriterThatWaitsThatTheChildIsGone() throws Exception {
        AtomicReference<IOException> caught = new AtomicReference<>();
        try (Child child = interactive("sleep", "1000").start();
                Workers workers = new Workers()) {
            InputChannel in = child.stdin();
            Thread writer =
                    workers.start(
                            () ->
                                    caught.set(
                                            assertThrows(
                                                    IOException.class,
                                                    () -> in.stream().write(new byte[1 << 20]))));
            Workers.awaitBlocked(writer);
            child.signal(Signal.TERM);
            workers.join();
            Outcome outcome = child.await();
            assertReaderGone(caught.get());
            assertReaderGone(assertThrows(IOException.class, () -> child.stdin().write(text("x"))));
            assertReaderGone(assertThrows(IOException.class, () -> child.stdin().awaitRoom()));
            assertEquals(StreamEnd.How.READER_GONE, outcome.stdin().how());
            assertEquals(child.stdin().bytes(), outcome.stdin().bytes());
            child.stdin().close();
        }
    }

    @Test
    void shouldNotWaitForAnInputThatNobodyCloses() throws Exception {
        try (Child child = interactive("true").start()) {
            Outcome outcome = child.await().orThrow();
            assertEquals(StreamEnd.How.READER_GONE, outcome.stdin().how());
            assertFalse(child.stdin().isOpen());
        }
    }

    /** The grandchild has the read end still. */
    @Test
    void shouldCutAnInputThatOutlivesTheChild() throws Exception {
        Command command =
                interactive("sh", "-c", "exec 3<&0; sleep 1000 <&3 3<&- >/dev/null 2>&1 & exit 0");
        try (Child child = command.outputGrace(Duration.ofMillis(50)).start()) {
            Outcome outcome = child.await();
            Holder holder = outcome.stdin().holders().get(0);
            assertTrue(ProcessHandle.of(holder.pid()).orElseThrow().destroyForcibly());
            assertEquals(StreamEnd.How.CUT, outcome.stdin().how());
            IOException e =
                    assertThrows(IOException.class, () -> child.stdin().write(text("late")));
            assertTrue(e.getMessage().startsWith("standard input was cut"), e.toString());
        }
    }

    @Test
    void shouldEndWithItsLoop() throws Exception {
        EventLoop loop = EventLoop.start("closing");
        AtomicReference<IOException> caught = new AtomicReference<>();
        try (Workers workers = new Workers()) {
            Child child = interactive("sleep", "1000").start(loop);
            Thread writer =
                    workers.start(
                            () ->
                                    caught.set(
                                            assertThrows(
                                                    IOException.class,
                                                    () ->
                                                            child.stdin().stream()
                                                                    .write(new byte[1 << 20]))));
            Workers.awaitBlocked(writer);
            // The channel is registered in a turn of the loop; a loop closed before says so
            // instead.
            Loops.turn(loop);
            loop.close();
            workers.join();
            child.await();
            child.stdin().close();
        }
        assertReaderGone(caught.get());
    }

    @Test
    void shouldBeWrittenByTheLoopItselfButNotWaitedForThere() throws Exception {
        try (EventLoop loop = EventLoop.start("own")) {
            Capture out = Capture.of(100);
            try (Child child = interactive("cat").stdout(out).start(loop)) {
                Loops.call(loop, () -> child.stdin().write(text("from the loop")));
                assertThrows(
                        IllegalStateException.class,
                        () ->
                                Loops.call(
                                        loop,
                                        () -> {
                                            child.stdin().awaitRoom();
                                            return null;
                                        }));
                Loops.call(
                        loop,
                        () -> {
                            child.stdin().close();
                            return null;
                        });
                child.await().orThrow();
            }
            assertEquals("from the loop", out.text());
        }
    }

    /** What fits PIPE_BUF is not torn apart, whoever else writes. */
    @Test
    void shouldKeepSmallWritesOfSeveralThreadsWhole() throws Exception {
        QueueSink<String> lines = QueueSink.ofLines(100, 1000);
        try (Child child = interactive("cat").stdout(lines).start();
                Workers workers = new Workers()) {
            for (char c = 'a'; c < 'd'; c++) {
                byte[] line = (String.valueOf(c).repeat(50) + "\n").getBytes();
                workers.start(
                        () -> {
                            for (int i = 0; i < 3000; i++) {
                                child.stdin().stream().write(line);
                            }
                        });
            }
            Workers closing = new Workers();
            closing.start(
                    () -> {
                        workers.join();
                        child.stdin().close();
                    });
            int count = 0;
            for (String line = lines.take(); line != null; line = lines.take(), count++) {
                assertEquals(line.substring(0, 1).repeat(50), line);
            }
            closing.close();
            assertEquals(9000, count);
        }
    }

    @Test
    void shouldHaveNoChannelWhereTheInputIsNotInteractive() throws Exception {
        try (Child child = Command.of("true").start()) {
            IllegalStateException e = assertThrows(IllegalStateException.class, child::stdin);
            assertEquals("the input of true is not interactive", e.getMessage());
        }
    }
}
