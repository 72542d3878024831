package dev.penstock.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.internal.pump.PipeBudget;
import dev.penstock.loop.EventLoop;
import dev.penstock.pipe.Pipe;
import dev.penstock.sink.Capture;
import dev.penstock.sink.FlowSink;
import dev.penstock.sink.Sink;
import dev.penstock.source.BlockingStream;
import dev.penstock.source.Bytes;
import dev.penstock.source.Source;
import dev.penstock.sys.Signal;
import dev.penstock.testing.Eventually;
import dev.penstock.testing.Native;
import java.io.ByteArrayInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.SequenceInputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Feeding a child, and reading it meanwhile. */
@Timeout(60)
class FeedingTest {
    /** Longer than any test may take: reaching it is the failure. */
    private static final Duration NEVER = Duration.ofHours(1);

    /** A checksum of all that it was given. */
    private static final class Sum implements Sink {
        final CRC32C crc = new CRC32C();
        long bytes;

        @Override
        public Answer accept(ByteBuffer chunk) {
            bytes += chunk.remaining();
            crc.update(chunk);
            return Answer.MORE;
        }

        @Override
        public void end() {}

        @Override
        public void fail(Throwable cause) {}
    }

    /** Noise of a certain length, and its checksum. */
    private static final class Noise implements Source {
        final CRC32C crc = new CRC32C();
        private final byte[] chunk = new byte[50_000];
        private final Random random = new Random(7);
        private long left;

        Noise(long bytes) {
            left = bytes;
        }

        @Override
        public Answer fill(ByteBuffer into) {
            random.nextBytes(chunk);
            int count = (int) Math.min(left, Math.min(chunk.length, into.remaining()));
            crc.update(chunk, 0, count);
            into.put(chunk, 0, count);
            left -= count;
            return left > 0 ? Answer.MORE : Answer.END;
        }
    }

    @Test
    void shouldEchoAHundredMebibytesToBothStreams() throws Exception {
        Noise in = new Noise(100 << 20);
        Sum out = new Sum();
        Sum err = new Sum();
        Outcome outcome =
                Command.of(Native.program("echo2"))
                        .stdin(Input.source(in))
                        .stdout(out)
                        .stderr(err)
                        .run()
                        .orThrow();
        assertEquals(100 << 20, outcome.stdin().bytes());
        assertEquals(100 << 20, out.bytes);
        assertEquals(100 << 20, err.bytes);
        assertEquals(in.crc.getValue(), out.crc.getValue());
        assertEquals(in.crc.getValue(), err.crc.getValue());
    }

    @Test
    void shouldEncodeTextAsAsked() throws Exception {
        Capture out = Capture.of(100);
        Input text = Input.text("grün", StandardCharsets.UTF_16BE);
        Command.of("od", "-An", "-tx1").stdin(text).stdout(out).run().orThrow();
        assertEquals("00 67 00 72 00 fc 00 6e", out.text().strip());
    }

    @Test
    void shouldNotWaitForASourceWhoseChildHasExited() throws Exception {
        AtomicReference<Throwable> closed = new AtomicReference<>();
        Source never =
                new Source() {
                    @Override
                    public Answer fill(ByteBuffer into) {
                        return Answer.EMPTY;
                    }

                    @Override
                    public void close(Throwable cause) {
                        closed.set(cause);
                    }
                };
        Outcome outcome =
                Command.of("true").stdin(Input.source(never)).outputGrace(NEVER).run().orThrow();
        assertEquals(StreamEnd.How.READER_GONE, outcome.stdin().how());
        assertTrue(closed.get().getMessage().contains("EPIPE"), String.valueOf(closed));
    }

    @Test
    void shouldReportASourceThatThrows() throws Exception {
        Capture out = Capture.of(100);
        Source broken =
                into -> {
                    into.put((byte) 'x');
                    throw new ArithmeticException("broken");
                };
        Outcome outcome = Command.of("cat").stdin(Input.source(broken)).stdout(out).run();
        assertTrue(outcome.succeeded(), "it saw the end of its input");
        assertEquals(StreamEnd.How.FAILED, outcome.stdin().how());
        assertInstanceOf(ArithmeticException.class, outcome.stdin().failure().orElseThrow());
        assertEquals(
                "cat exited with 0; stdin: 0 bytes, then java.lang.ArithmeticException: broken,"
                        + " 1 bytes left",
                outcome.toString());
    }

    /** What a process ignores, as the kernel has it: a mask in hex. */
    private static String ignored(String status) {
        return status.lines().filter(line -> line.startsWith("SigIgn")).findFirst().orElseThrow();
    }

    @Test
    @Tag("not-under-qemu")
    void shouldLeaveSigpipeAsItIsHereAndAtItsDefaultInTheChild() throws Exception {
        String before = ignored(Files.readString(Path.of("/proc/self/status")));
        Capture out = Capture.of(10_000);
        Outcome outcome =
                Command.of("sh", "-c", "exec 0<&-; cat /proc/self/status; kill -PIPE $$")
                        .stdin(Input.source(new Noise(1 << 20)))
                        .stdout(out)
                        .run();
        assertEquals(StreamEnd.How.READER_GONE, outcome.stdin().how());
        // Other signals that were ignored when this JVM was started are ignored in the child too.
        long mask = Long.parseUnsignedLong(ignored(out.text()).substring("SigIgn:\t".length()), 16);
        assertEquals(0, mask & 1L << Signal.PIPE.number() - 1, out.text());
        assertEquals(
                "SIGPIPE", assertInstanceOf(Exit.Killed.class, outcome.exit()).signal().toString());
        assertEquals(before, ignored(Files.readString(Path.of("/proc/self/status"))));
    }

    @Test
    void shouldServeOneChildWithASource() throws Exception {
        Command command = Command.of("cat").stdin(Input.bytes(new byte[] {'a'}));
        for (int i = 0; i < 2; i++) {
            Capture out = Capture.of(10);
            command.stdout(out).run().orThrow();
            assertEquals("a", out.text());
        }
        Command once = Command.of("cat").stdin(Input.source(Bytes.of(new byte[1])));
        once.run().orThrow();
        IOException e = assertThrows(IOException.class, () -> once.run().orThrow());
        assertTrue(e.getMessage().contains("this Bytes has served a stream before"), e.toString());
    }

    @Test
    void shouldFeedAStreamThatBlocks() throws Exception {
        PipedOutputStream given = new PipedOutputStream();
        Capture out = Capture.of(100);
        Command command = Command.of("cat").stdin(Input.stream(new PipedInputStream(given)));
        try (Child child = command.stdout(out).start()) {
            given.write("one\n".getBytes(StandardCharsets.US_ASCII));
            given.flush();
            Eventually.await("the first line", () -> out.text().equals("one\n"));
            given.write("two\n".getBytes(StandardCharsets.US_ASCII));
            given.close();
            assertEquals(8, child.await().orThrow().stdin().bytes());
        }
        assertEquals("one\ntwo\n", out.text());
    }

    /**
     * A pipe of this process whose write end is open: reading it blocks, and heeds no interrupt.
     */
    @Test
    void shouldNotWaitForAStreamThatBlocksForEver() throws Exception {
        try (Pipe pipe = Pipe.open()) {
            BlockingStream stuck =
                    BlockingStream.of(
                            new FileInputStream("/proc/self/fd/" + pipe.readEnd().number()));
            Outcome outcome =
                    Command.of("true")
                            .stdin(Input.source(stuck.closing()))
                            .outputGrace(NEVER)
                            .run()
                            .orThrow();
            assertEquals(StreamEnd.How.READER_GONE, outcome.stdin().how());
        }
    }

    @Test
    void shouldFeedASocketThatDoesNotBlock() throws Exception {
        Capture out = Capture.of(1 << 20);
        try (ServerSocketChannel server = ServerSocketChannel.open();
                SocketChannel near =
                        SocketChannel.open(
                                server.bind(new InetSocketAddress("127.0.0.1", 0))
                                        .getLocalAddress());
                SocketChannel far = server.accept()) {
            near.configureBlocking(false);
            try (Child child = Command.of("cat").stdin(Input.channel(near)).stdout(out).start()) {
                for (int i = 0; i < 10; i++) {
                    far.write(ByteBuffer.wrap(new byte[10_000]));
                }
                far.shutdownOutput();
                assertEquals(100_000, child.await().orThrow().stdin().bytes());
            }
        }
        assertEquals(100_000, out.total());
    }

    @Test
    void shouldReportAStreamThatThrows() throws Exception {
        InputStream broken =
                new SequenceInputStream(
                        new ByteArrayInputStream("begun".getBytes(StandardCharsets.US_ASCII)),
                        new InputStream() {
                            @Override
                            public int read() throws IOException {
                                throw new IOException("broken");
                            }
                        });
        Capture out = Capture.of(100);
        Outcome outcome = Command.of("cat").stdin(Input.stream(broken)).stdout(out).run();
        assertEquals("begun", out.text());
        assertEquals(
                "cat exited with 0; stdin: 5 bytes, then java.io.IOException: broken",
                outcome.toString());
    }

    @Test
    void shouldFeedAPublisher() throws Exception {
        Sum out = new Sum();
        CRC32C in = new CRC32C();
        SubmissionPublisher<ByteBuffer> publisher = new SubmissionPublisher<>();
        Command command = Command.of("cat").stdin(Input.publisher(publisher, 4)).stdout(out);
        try (Child child = command.start()) {
            Eventually.await("the subscription", publisher::hasSubscribers);
            byte[] chunk = new byte[10_000];
            Random random = new Random(5);
            for (int i = 0; i < 500; i++) {
                random.nextBytes(chunk);
                in.update(chunk);
                publisher.submit(ByteBuffer.wrap(chunk.clone()));
            }
            publisher.close();
            assertEquals(5_000_000, child.await().orThrow().stdin().bytes());
        }
        assertEquals(in.getValue(), out.crc.getValue());
    }

    /** The slow one is the second child; the first waits for it, by way of two loops. */
    @Test
    void shouldFeedWhatAnotherChildPublishes() throws Exception {
        FlowSink<ByteBuffer> between = FlowSink.ofChunks(10_000);
        Sum out = new Sum();
        Command second = Command.of("sh", "-c", "sleep 0.1; exec cat");
        try (EventLoop loop = EventLoop.start("second");
                Child reader = second.stdin(Input.publisher(between, 2)).stdout(out).start(loop);
                Child writer =
                        Command.of(Native.program("writer"), "3000000", "4096")
                                .stdout(between)
                                .start()) {
            assertEquals(3_000_000, writer.await().orThrow().stdout().bytes());
            assertEquals(3_000_000, reader.await().orThrow().stdin().bytes());
        }
        Sum direct = new Sum();
        Command.of(Native.program("writer"), "3000000", "4096").stdout(direct).run().orThrow();
        assertEquals(direct.crc.getValue(), out.crc.getValue());
        assertEquals(0, between.droppedBytes());
    }

    @Test
    void shouldCancelAPublisherThatNeverCompletesWhenTheChildExits() throws Exception {
        SubmissionPublisher<ByteBuffer> publisher = new SubmissionPublisher<>();
        Outcome outcome =
                Command.of("sleep", "0.05").stdin(Input.publisher(publisher, 4)).run().orThrow();
        assertEquals(StreamEnd.How.READER_GONE, outcome.stdin().how());
        Eventually.await("the cancellation", () -> !publisher.hasSubscribers());
    }

    @Test
    void shouldFailTheInputWithItsPublisher() throws Exception {
        IOException broken = new IOException("broken");
        Flow.Publisher<ByteBuffer> publisher =
                subscriber -> {
                    SubmissionPublisher<ByteBuffer> none = new SubmissionPublisher<>();
                    none.subscribe(subscriber);
                    none.closeExceptionally(broken);
                };
        Outcome outcome = Command.of("cat").stdin(Input.publisher(publisher, 4)).run();
        assertEquals(StreamEnd.How.FAILED, outcome.stdin().how());
        assertSame(broken, outcome.stdin().failure().orElseThrow());
        assertTrue(outcome.succeeded());
    }

    /** The most that was taken from the budget of all while a child was fed by a slow loop. */
    private static long takenBy(UnaryOperator<Command> options) throws Exception {
        long[] most = {0};
        Command cat = Command.of("cat").stdin(Input.bytes(new byte[16 << 20]));
        try (EventLoop loop = EventLoop.start("loop under test")) {
            CompletableFuture<Outcome> outcome =
                    options.apply(cat.stdout(Output.nowhere())).start(loop).outcome();
            Runnable hindrance =
                    new Runnable() {
                        @Override
                        public void run() {
                            // So that the child has emptied its pipe by the next turn.
                            LockSupport.parkNanos(2_000_000);
                            most[0] = Math.max(most[0], PipeBudget.shared().taken());
                            if (!outcome.isDone()) {
                                loop.execute(this);
                            }
                        }
                    };
            loop.execute(hindrance);
            outcome.get().orThrow();
        }
        return most[0];
    }

    @Test
    void shouldGrowThePipeOfAChildThatReadsAllUnlessItIsFixed() throws Exception {
        boolean may = PipeBudget.shared().most() > 0;
        assertEquals(may, takenBy(command -> command) > 0);
        assertEquals(0, PipeBudget.shared().taken(), "given back");
        assertEquals(0, takenBy(Command::fixedPipes));
        assertEquals(0, takenBy(command -> command.pipeCapacity(65_536)));
    }
}
