package dev.penstock.sink;

import static dev.penstock.sink.Feed.direct;
import static dev.penstock.sink.Feed.utf8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.penstock.process.Child;
import dev.penstock.process.Command;
import dev.penstock.process.Outcome;
import dev.penstock.process.StreamEnd;
import dev.penstock.sink.Sink.Answer;
import dev.penstock.testing.Eventually;
import dev.penstock.testing.Workers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SpoolTest {
    @TempDir Path dir;

    private final ExecutorService disk = Executors.newSingleThreadExecutor();

    @AfterEach
    void shutDown() {
        disk.shutdown();
    }

    private Spool spool(int memory, boolean elsewhere) {
        Spool spool = Spool.of(memory).directory(dir);
        return elsewhere ? spool.writtenBy(disk) : spool;
    }

    /** Where a descriptor of ours leads to a file that was in the directory. */
    private List<Path> descriptors() throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> fds = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path fd : fds) {
                try {
                    if (Files.readSymbolicLink(fd).startsWith(dir)) {
                        found.add(fd);
                    }
                } catch (IOException closedMeanwhile) {
                    continue;
                }
            }
        }
        return found;
    }

    /** Some bytes at a time, and at times only one. */
    private static byte[] readAtRandom(InputStream in, Random random) throws IOException {
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        byte[] buffer = new byte[500];
        while (true) {
            if (random.nextInt(10) == 0) {
                int b = in.read();
                if (b < 0) {
                    return got.toByteArray();
                }
                got.write(b);
            } else {
                int length = 1 + random.nextInt(buffer.length);
                int offset = random.nextInt(buffer.length - length + 1);
                int n = in.read(buffer, offset, length);
                if (n < 0) {
                    return got.toByteArray();
                }
                got.write(buffer, offset, n);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldBeReadWholeByAnyNumberAtAnyTime(boolean elsewhere) throws Exception {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            byte[] stream = new byte[random.nextInt(20_000)];
            random.nextBytes(stream);
            int memory = random.nextInt(4) == 0 ? 0 : random.nextInt(15_000);
            try (Spool spool = spool(memory, elsewhere);
                    Workers workers = new Workers()) {
                for (int i = 0; i < 2; i++) {
                    long own = random.nextLong();
                    workers.start(
                            () ->
                                    assertArrayEquals(
                                            stream,
                                            readAtRandom(spool.newInputStream(), new Random(own))));
                }
                new Feed(spool, random).bytes(stream, 1 + random.nextInt(3000)).end();
                workers.join();
                assertTrue(spool.ended());
                assertArrayEquals(stream, readAtRandom(spool.newInputStream(), random));
                assertEquals(stream.length, spool.bytes(), "seed " + seed);
                assertEquals(Math.max(0, stream.length - memory), spool.fileBytes());
                assertTrue(spool.peakBytes() <= memory + (elsewhere ? 3000 : 0), "seed " + seed);
                assertEquals(0, spool.droppedBytes());
            }
        }
    }

    @Test
    void shouldKeepWhatFitsInMemoryWithoutAFile() throws Exception {
        try (Spool spool = spool(1000, false)) {
            spool.attach(() -> {});
            spool.accept(direct(new byte[1000]));
            assertEquals(List.of(), descriptors());
            spool.accept(direct(new byte[1]));
            assertEquals(2, descriptors().size(), "one to write, one to read");
        }
        assertEquals(List.of(), descriptors());
    }

    @Test
    void shouldHaveAFileThatIsItsOwnersAndNameless() throws Exception {
        try (Spool spool = spool(0, false)) {
            spool.attach(() -> {});
            spool.accept(direct(new byte[10]));
            for (Path fd : descriptors()) {
                assertEquals(
                        PosixFilePermissions.fromString("rw-------"),
                        Files.getPosixFilePermissions(fd));
            }
            assertEquals(2, descriptors().size());
            assertEquals(0, dir.toFile().list().length, "nothing to be left behind");
        }
    }

    @Test
    void shouldBeReadAsAChannelAndSkipped() throws Exception {
        byte[] stream = new byte[3000];
        new Random(3).nextBytes(stream);
        try (Spool spool = spool(1000, false)) {
            new Feed(spool, new Random(4)).bytes(stream, 100).end();
            ByteBuffer all = ByteBuffer.allocate(4000);
            try (ReadableByteChannel channel = spool.newChannel()) {
                while (channel.read(all) >= 0) {
                    assertTrue(all.position() <= 3000);
                }
            }
            assertArrayEquals(stream, Arrays.copyOf(all.array(), all.position()));
            InputStream in = spool.newInputStream();
            assertEquals(3000, in.available());
            assertEquals(2500, in.skip(2500));
            assertEquals(stream[2500] & 0xFF, in.read());
            assertEquals(499, in.skip(Long.MAX_VALUE));
            assertEquals(-1, in.read());
            in.close();
            assertThrows(IOException.class, in::read);
        }
    }

    @Test
    void shouldSpoolAChildsOutput() throws Exception {
        try (Spool spool = spool(10_000, false)) {
            Command.of("seq", "200000").stdout(spool).run().orThrow();
            for (int i = 0; i < 2; i++) {
                byte[] all = spool.newInputStream().readAllBytes();
                assertEquals(1_288_895, all.length);
                assertEquals("200000\n", new String(all, all.length - 7, 7));
            }
        }
    }

    @Test
    void shouldStopAtItsLimitWithoutLosingWhatItHas() throws Exception {
        for (int memory : new int[] {0, 70_000, 200_000}) {
            for (boolean elsewhere : new boolean[] {false, true}) {
                try (Spool spool = spool(memory, elsewhere).stopAt(100_000)) {
                    Outcome outcome = Command.of("seq", "1000000").stdout(spool).run();
                    assertEquals(StreamEnd.How.LIMIT_REACHED, outcome.stdout().how());
                    assertEquals(
                            "the spool has its 100000 bytes, and more came",
                            outcome.stdout().failure().orElseThrow().getMessage());
                    assertEquals(100_000, spool.bytes());
                    InputStream in = spool.newInputStream();
                    assertEquals(100_000, in.readNBytes(100_000).length);
                    assertSame(
                            outcome.stdout().failure().orElseThrow(),
                            assertThrows(StreamFailedException.class, in::read).getCause());
                }
            }
        }
        try (Spool exact = spool(10, false).stopAt(6)) {
            Command.of("echo", "12345").stdout(exact).run().orThrow();
            assertEquals(6, exact.bytes());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldFailOnAFullDiskAndStayReadable(boolean elsewhere) throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "mount(8) is for root");
        assumeTrue(
                call("mount", "-t", "tmpfs", "-o", "size=128k", "none", dir.toString()) == 0,
                "no mount(2) here");
        try (Spool spool = spool(1000, elsewhere)) {
            Outcome outcome = Command.of("seq", "10000000").stdout(spool).run();
            assertEquals(StreamEnd.How.FAILED, outcome.stdout().how());
            Throwable failure = outcome.stdout().failure().get();
            assertInstanceOf(IOException.class, failure);
            assertTrue(
                    failure.getMessage()
                            .matches(
                                    "cannot spool more than 131072 bytes to "
                                            + dir
                                            + "/penstock-\\d+\\.spool: No space left on device"),
                    failure.getMessage());
            assertEquals(1000 + 131_072, spool.bytes());
            long taken = spool.bytes() + spool.droppedBytes();
            long read = outcome.stdout().bytes();
            assertTrue(taken <= read && read <= taken + outcome.stdout().leftUnread());
            byte[] all = spool.newInputStream().readNBytes((int) spool.bytes());
            assertEquals(firstNumbers(all.length), new String(all));
        } finally {
            assertEquals(0, call("umount", dir.toString()));
        }
    }

    private static String firstNumbers(int bytes) {
        StringBuilder text = new StringBuilder();
        for (int i = 1; text.length() < bytes; i++) {
            text.append(i).append('\n');
        }
        return text.substring(0, bytes);
    }

    private static int call(String... words) throws Exception {
        return new ProcessBuilder(words).start().waitFor();
    }

    @Test
    void shouldNameTheDirectoryWhereNoFileCanBeMade() throws Exception {
        Path none = dir.resolve("none");
        try (Spool spool = Spool.of(0).directory(none)) {
            Outcome outcome = Command.of("echo", "1").stdout(spool).run();
            String message = outcome.stdout().failure().orElseThrow().getMessage();
            assertTrue(message.contains(none.toString()), message);
        }
    }

    @Test
    void shouldFailTheStreamWhereTheExecutorRefuses() throws Exception {
        disk.shutdown();
        try (Spool spool = spool(2, true)) {
            Outcome outcome = Command.of("echo", "12345").stdout(spool).run();
            assertInstanceOf(
                    RejectedExecutionException.class, outcome.stdout().failure().orElseThrow());
            assertEquals(2, spool.bytes());
            assertEquals(4, outcome.stdout().leftUnread());
        }
    }

    @Test
    void shouldWaitForTheWriteThatIsUnderWayWhenTheStreamFails() throws Exception {
        List<Runnable> tasks = new ArrayList<>();
        try (Spool spool = Spool.of(2).directory(dir).writtenBy(tasks::add);
                Workers workers = new Workers()) {
            spool.attach(() -> {});
            assertEquals(Answer.FULL, spool.accept(direct(utf8("12345"))));
            spool.fail(new IOException("cut"));
            byte[] got = new byte[5];
            Thread reader =
                    workers.start(
                            () -> assertEquals(5, spool.newInputStream().readNBytes(got, 0, 5)));
            Workers.awaitBlocked(reader);
            tasks.get(0).run();
            workers.join();
            assertArrayEquals(utf8("12345"), got);
            assertEquals(5, spool.bytes());
        }
    }

    @Test
    void shouldLetAnInterruptEndOneReadAlone() throws Exception {
        AtomicInteger interrupted = new AtomicInteger();
        try (Spool spool = spool(2, false);
                Workers workers = new Workers()) {
            spool.attach(() -> {});
            spool.accept(direct(utf8("12345")));
            Thread reader =
                    workers.start(
                            () -> {
                                InputStream in = spool.newInputStream();
                                in.readNBytes(5);
                                assertThrows(InterruptedIOException.class, in::read);
                                assertTrue(Thread.currentThread().isInterrupted());
                                // Reads that need not wait go on, interrupted or not.
                                assertArrayEquals(
                                        utf8("12345"), spool.newInputStream().readNBytes(5));
                                interrupted.incrementAndGet();
                            });
            Workers.awaitBlocked(reader);
            reader.interrupt();
            workers.join();
            assertEquals(1, interrupted.get());
            spool.accept(direct(utf8("6")));
            spool.end();
            assertEquals("123456", new String(spool.newInputStream().readAllBytes()));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldReadTheRestToNowhereOnceItIsClosed(boolean elsewhere) throws Exception {
        Path gate = Files.createFile(dir.resolve("gate"));
        String half = "head -c 500000 /dev/zero";
        String script = half + "; while [ -e '" + gate + "' ]; do sleep 0.02; done; " + half;
        Spool spool = spool(1000, elsewhere);
        try (Workers workers = new Workers();
                Child child = Command.of("sh", "-c", script).stdout(spool).start()) {
            Eventually.await("some in the file", () -> spool.fileBytes() > 0);
            workers.start(
                    () ->
                            assertThrows(
                                    IOException.class,
                                    () -> spool.newInputStream().readNBytes(1_000_000)));
            spool.close();
            spool.close();
            workers.join();
            Files.delete(gate);
            Outcome outcome = child.await().orThrow();
            assertEquals(StreamEnd.How.COMPLETE, outcome.stdout().how());
            assertTrue(spool.bytes() <= 500_000 && spool.droppedBytes() >= 500_000);
        }
        assertTrue(spool.ended());
        assertThrows(IOException.class, () -> spool.newInputStream().read());
        assertEquals(List.of(), descriptors());
    }

    @Test
    void shouldRefuseBoundsThatAreNone() {
        assertThrows(IllegalArgumentException.class, () -> Spool.of(-1));
        assertThrows(IllegalArgumentException.class, () -> Spool.of(Integer.MAX_VALUE));
        assertThrows(IllegalArgumentException.class, () -> Spool.of(1).stopAt(-1));
        assertFalse(Spool.of(1).ended());
    }
}
