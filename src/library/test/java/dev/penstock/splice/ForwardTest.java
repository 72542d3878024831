package dev.penstock.splice;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.internal.sys.FileName;
import dev.penstock.internal.sys.Linux;
import dev.penstock.internal.sys.NativeMemory;
import dev.penstock.libc.Fcntl;
import dev.penstock.libc.Libc;
import dev.penstock.pipe.Pipe;
import dev.penstock.process.Child;
import dev.penstock.process.Command;
import dev.penstock.process.Outcome;
import dev.penstock.process.StreamEnd.How;
import dev.penstock.sink.Capture;
import dev.penstock.sys.Errno;
import dev.penstock.sys.Fd;
import dev.penstock.sys.SyscallException;
import dev.penstock.testing.ChildJvm;
import dev.penstock.testing.Eventually;
import dev.penstock.testing.Native;
import dev.penstock.testing.Workers;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real children's output in descriptors of every kind. */
@Timeout(60)
class ForwardTest {
    /** From asm-generic/ioctls.h. */
    private static final long TIOCGPTN = 0x80045430L;

    private static final long TIOCSPTLCK = 0x40045431L;

    private final Libc libc = Linux.libc();
    private Pipe pipe;
    private int target;

    @BeforeEach
    void open() throws IOException {
        pipe = Pipe.open();
        target = pipe.writeEnd().number();
    }

    @AfterEach
    void close() throws IOException {
        pipe.close();
    }

    private static Command writer(long bytes, int chunk) {
        return Command.of(Native.program("writer"), Long.toString(bytes), Integer.toString(chunk));
    }

    private static byte[] pattern(int count) {
        StringBuilder text = new StringBuilder();
        for (int line = 0; line * 64 < count; line++) {
            text.append(String.format("line %08d ", line)).append(".".repeat(49)).append('\n');
        }
        return text.substring(0, count).getBytes();
    }

    /** A stream over a description of its own, which waits. */
    private InputStream reader() throws IOException {
        // Buffered, because FileInputStream.readNBytes itself asks for a position.
        String path = "/proc/self/fd/" + pipe.readEnd().number();
        return new BufferedInputStream(new FileInputStream(path));
    }

    private boolean isNonBlocking(int fd) {
        return (libc.fcntl(fd, Fcntl.F_GETFL, 0) & Fcntl.O_NONBLOCK) != 0;
    }

    // ---- Pipes

    @ParameterizedTest
    @ValueSource(ints = {1, 4_097, 65_536})
    void shouldSpliceIntoAPipe(int chunk) throws Exception {
        int bytes = chunk == 1 ? 20_000 : 3_000_000;
        Forward sink = Forward.of(target);
        try (InputStream in = reader();
                Child child = writer(bytes, chunk).stdout(sink).start()) {
            assertArrayEquals(pattern(bytes), in.readNBytes(bytes));
            Outcome outcome = child.await().orThrow();
            assertEquals(bytes, outcome.stdout().bytes());
        }
        assertEquals(bytes, sink.written());
        assertEquals(bytes, sink.spliced());
        assertTrue(sink.ended());
        assertTrue(pipe.writeEnd().isOpen());
        assertFalse(isNonBlocking(target));
        // Ours is closed, so the reader sees the end when theirs is.
        pipe.writeEnd().close();
        assertEquals(-1, pipe.reader().read(ByteBuffer.allocate(1)));
    }

    @Test
    void shouldPauseTheChildAloneWhileItsTargetIsFull() throws Exception {
        Forward sink = Forward.of(pipe.writer());
        try (Child child = writer(1_000_000, 4_096).stdout(sink).start()) {
            // The child fills its own pipe before the loop has come to move any of it.
            Eventually.await("bytes in the target", () -> sink.written() > 0);
            awaitStuck(child, sink);
            long there = sink.written();
            assertTrue(there > 0 && there < 1_000_000, "written " + there);
            Command.of("true").run().orThrow();
            try (InputStream in = reader()) {
                assertArrayEquals(pattern(1_000_000), in.readNBytes(1_000_000));
            }
            child.await().orThrow();
        }
    }

    @Test
    void shouldFailWhenTheReaderIsGone() throws Exception {
        pipe.readEnd().close();
        Forward sink = Forward.of(target);
        Outcome outcome = writer(Long.MAX_VALUE, 4_096).stdout(sink).run();
        assertNoReader(outcome, target);
        assertTrue(outcome.stdout().leftUnread() > 0);
        assertFalse(outcome.succeeded());
    }

    @Test
    void shouldFailWhenTheReaderGoesWhileItWaits() throws Exception {
        Forward sink = Forward.of(target);
        try (Child child = writer(Long.MAX_VALUE, 4_096).stdout(sink).start()) {
            awaitStuck(child, sink);
            pipe.readEnd().close();
            assertNoReader(child.await(), target);
        }
    }

    private static void assertNoReader(Outcome outcome, int fd) {
        assertEquals(How.FAILED, outcome.stdout().how(), outcome.toString());
        FileSystemException failure =
                assertInstanceOf(
                        FileSystemException.class, outcome.stdout().failure().orElseThrow());
        assertEquals("fd " + fd, failure.getFile());
        assertEquals(Errno.EPIPE, ((SyscallException) failure.getCause()).errno());
    }

    @Test
    void shouldTakeBothStreamsOfAChild() throws Exception {
        Forward out = Forward.of(target);
        Forward err = Forward.of(target);
        Command both = Command.of("sh", "-c", "echo out; echo err >&2");
        both.stdout(out).stderr(err).run().orThrow();
        ByteBuffer got = ByteBuffer.allocate(100);
        pipe.reader().read(got);
        assertEquals(
                Set.of("out", "err"), Set.of(new String(got.array()).strip().split("[\n\0]+")));
    }

    @Test
    void shouldRefuseWhatCannotBeWritten() throws Exception {
        int reading = pipe.readEnd().number();
        assertErrno(Command.of("echo").stdout(Forward.of(reading)).run(), Errno.EBADF);
        pipe.writeEnd().close();
        assertErrno(Command.of("echo").stdout(Forward.of(target)).run(), Errno.EBADF);
        assertThrows(IllegalArgumentException.class, () -> Forward.of(-1));
    }

    private static void assertErrno(Outcome outcome, int errno) {
        assertEquals(How.FAILED, outcome.stdout().how(), outcome.toString());
        SyscallException cause =
                (SyscallException) outcome.stdout().failure().orElseThrow().getCause();
        assertEquals(errno, cause.errno());
    }

    /** Where opening anew is refused; root is refused nothing, so the target stands for it. */
    @Test
    void shouldAskBeforeEachWriteToAPipeThatItMayNotOpen() throws Exception {
        ByteBuffer bytes = ByteBuffer.wrap(pattern(200_000));
        try (Target asking = OpenDescriptor.asking(target, "theirs")) {
            assertEquals(4096, asking.write(bytes, bytes.remaining()));
            int put;
            do {
                put = asking.write(bytes, bytes.remaining());
            } while (put > 0);
            assertEquals(pipe.reader().capacity(), bytes.position());
            assertFalse(asking.isWritable());
            assertEquals(Outlet.REFUSED, asking.splice(pipe.reader(), 1));
        }
        assertFalse(isNonBlocking(target));
    }

    // ---- Other descriptors

    /** A shell's "> file" shares one position among all; "&gt;&gt;" takes no splice(2). */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldGoOnWhereAFileIs(boolean append, @TempDir Path dir) throws Exception {
        Path file = Files.writeString(dir.resolve("log"), append ? "before\n" : "");
        int flags = Fcntl.O_WRONLY | (append ? Fcntl.O_APPEND : 0);
        try (Fd fd = new Fd(libc.open(FileName.bytes(file), flags, 0))) {
            write(fd, "first\n");
            Forward sink = Forward.of(fd.number());
            writer(100_000, 1_000).stdout(sink).run().orThrow();
            write(fd, "last\n");
            assertEquals(append ? 0 : 100_000, sink.spliced());
            assertEquals(100_000, sink.written());
        }
        String all = "first\n" + new String(pattern(100_000)) + "last\n";
        assertEquals((append ? "before\n" : "") + all, Files.readString(file));
    }

    private void write(Fd fd, String text) {
        NativeMemory memory = new NativeMemory(text.length());
        memory.bytes().put(text.getBytes());
        assertEquals(text.length(), libc.write(fd.number(), memory.address(), text.length()));
    }

    @Test
    void shouldSendToASocketWithoutWaiting() throws Exception {
        try (ServerSocketChannel server = ServerSocketChannel.open().bind(null);
                Workers workers = new Workers()) {
            Set<Integer> before = sockets();
            SocketChannel[] accepted = new SocketChannel[1];
            workers.start(() -> accepted[0] = server.accept());
            try (SocketChannel near = SocketChannel.open(server.getLocalAddress())) {
                workers.join();
                try (SocketChannel far = accepted[0]) {
                    int fd = fdOf(near, before);
                    Forward sink = Forward.of(fd);
                    try (Child child = writer(8_000_000, 65_536).stdout(sink).start()) {
                        awaitStuck(child, sink);
                        Command.of("true").run().orThrow();
                        byte[] got = Channels.newInputStream(far).readNBytes(8_000_000);
                        assertArrayEquals(pattern(8_000_000), got);
                        child.await().orThrow();
                    }
                    assertEquals(0, sink.spliced());
                    assertFalse(isNonBlocking(fd));
                    accepted[0].close();
                    Outcome gone = writer(Long.MAX_VALUE, 4_096).stdout(Forward.of(fd)).run();
                    assertEquals(How.FAILED, gone.stdout().how());
                }
            }
        }
    }

    /** Returns when the child sleeps in its write and nothing has moved since the last look. */
    private static void awaitStuck(Child child, Forward sink) throws Exception {
        Path wchan = Path.of("/proc/" + child.pid() + "/wchan");
        long[] last = {-1};
        Eventually.await(
                "a child that waits",
                () -> {
                    long before = last[0];
                    last[0] = sink.written();
                    return before == last[0] && Files.readString(wchan).contains("pipe_write");
                });
    }

    private static Set<Integer> sockets() throws IOException {
        Set<Integer> found = new TreeSet<>();
        try (Stream<Path> links = Files.list(Path.of("/proc/self/fd"))) {
            for (Path link : (Iterable<Path>) links::iterator) {
                try {
                    if (Files.readSymbolicLink(link).toString().startsWith("socket:")) {
                        found.add(Integer.valueOf(link.getFileName().toString()));
                    }
                } catch (IOException closedMeanwhile) {
                    continue;
                }
            }
        }
        return found;
    }

    /** Of the two new ones the one that is bound as this is; what is written there tells. */
    private int fdOf(SocketChannel near, Set<Integer> before) throws IOException {
        String port = String.format(":%04X", near.socket().getLocalPort());
        Set<String> inodes = new TreeSet<>();
        for (String table : new String[] {"/proc/net/tcp", "/proc/net/tcp6"}) {
            for (String line : Files.readAllLines(Path.of(table))) {
                String[] words = line.strip().split("\\s+");
                if (words.length > 9 && words[1].endsWith(port)) {
                    inodes.add("socket:[" + words[9] + "]");
                }
            }
        }
        Set<Integer> now = sockets();
        now.removeAll(before);
        for (int fd : now) {
            if (inodes.contains(
                    Files.readSymbolicLink(Path.of("/proc/self/fd/" + fd)).toString())) {
                return fd;
            }
        }
        throw new IOException("no descriptor for " + near);
    }

    @Test
    void shouldWriteToATerminal() throws Exception {
        NativeMemory number = new NativeMemory(Integer.BYTES);
        try (Fd master =
                new Fd(libc.open(FileName.ascii("/dev/ptmx"), Fcntl.O_RDWR | Fcntl.O_NOCTTY, 0))) {
            assertEquals(0, libc.ioctl(master.number(), TIOCSPTLCK, number.address()));
            assertEquals(0, libc.ioctl(master.number(), TIOCGPTN, number.address()));
            byte[] name = FileName.ascii("/dev/pts/" + number.bytes().getInt(0));
            try (Fd terminal = new Fd(libc.open(name, Fcntl.O_RDWR | Fcntl.O_NOCTTY, 0))) {
                Forward sink = Forward.of(terminal.number());
                try (Child child = writer(100_000, 1_000).stdout(sink).start()) {
                    // Not opened by name: that would be another terminal.
                    byte[] got = read(master, 100_000 + 100_000 / 64);
                    String shown = new String(got).replace("\r\n", "\n");
                    assertEquals(new String(pattern(100_000)), shown.substring(0, 100_000));
                    child.await().orThrow();
                }
                assertEquals(100_000, sink.written());
                assertFalse(isNonBlocking(terminal.number()));
            }
        }
    }

    private byte[] read(Fd from, int count) {
        NativeMemory memory = new NativeMemory(4096);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (all.size() < count) {
            int got = (int) libc.read(from.number(), memory.address(), 4096);
            assertTrue(got > 0, "read: " + got);
            byte[] some = new byte[got];
            memory.bytes().get(0, some);
            all.writeBytes(some);
        }
        return all.toByteArray();
    }

    @Test
    @Tag("not-under-qemu") // Starts a JVM of the architecture under test.
    void shouldPassOnToItsOwnOutputAndError() throws Exception {
        Capture out = Capture.of(1 << 20);
        Capture err = Capture.of(1 << 16);
        Command.of(ChildJvm.command(Passing.class, Native.program("writer")))
                .stdout(out)
                .stderr(err)
                .run()
                .orThrow();
        assertEquals(new String(pattern(300_000)) + "300000 300000\n", out.text());
        assertEquals("to stderr\n", err.text());
    }

    /** The JVM with them. */
    static final class Passing {
        public static void main(String[] arguments) throws Exception {
            Forward out = Forward.ofStdout();
            Command.of(arguments[0], "300000", "4096").stdout(out).run().orThrow();
            Command.of("sh", "-c", "echo to stderr >&2").stderr(Forward.ofStderr()).run();
            System.out.println(out.written() + " " + out.spliced());
        }
    }

    // ---- Channels

    @Test
    void shouldWriteToAChannelFromAnExecutor() throws Exception {
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        CountDownLatch open = new CountDownLatch(1);
        WritableByteChannel slow =
                new WritableByteChannel() {
                    private final WritableByteChannel to = Channels.newChannel(got);

                    @Override
                    public int write(ByteBuffer bytes) throws IOException {
                        try {
                            open.await();
                        } catch (InterruptedException e) {
                            throw new IOException(e);
                        }
                        return to.write(bytes);
                    }

                    @Override
                    public boolean isOpen() {
                        return to.isOpen();
                    }

                    @Override
                    public void close() throws IOException {
                        to.close();
                    }
                };
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            Forward sink = Forward.of(slow, executor);
            try (Child child = writer(1_000_000, 4_096).stdout(sink).start()) {
                awaitStuck(child, sink);
                Command.of("true").run().orThrow();
                open.countDown();
                assertEquals(1_000_000, child.await().orThrow().stdout().bytes());
            }
            assertArrayEquals(pattern(1_000_000), got.toByteArray());
            assertEquals(1_000_000, sink.written());
            assertEquals(0, sink.spliced());
            assertTrue(slow.isOpen());

            slow.close();
            Forward closed = Forward.of(slow, executor);
            Outcome outcome = writer(Long.MAX_VALUE, 4_096).stdout(closed).run();
            assertInstanceOf(
                    ClosedChannelException.class, outcome.stdout().failure().orElseThrow());
            assertEquals(outcome.stdout().bytes(), closed.omitted());
        } finally {
            executor.shutdown();
        }
    }

    @Test
    void shouldRefuseAChannelThatDoesNotWait() throws Exception {
        assertThrows(
                IllegalBlockingModeException.class, () -> Forward.of(pipe.writer(), Runnable::run));
        try (SocketChannel socket = SocketChannel.open()) {
            socket.configureBlocking(false);
            assertThrows(
                    IllegalBlockingModeException.class, () -> Forward.of(socket, Runnable::run));
        }
    }

    @Test
    void shouldServeOneStreamAlone() throws Exception {
        Command echo = Command.of("echo", "x").stdout(Forward.of(target));
        echo.run().orThrow();
        assertThrows(IllegalStateException.class, echo::run);
    }
}
