package dev.penstock.sink;

import static dev.penstock.sink.Feed.direct;
import static dev.penstock.sink.Feed.utf8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.process.Command;
import dev.penstock.process.Outcome;
import dev.penstock.process.StreamEnd;
import dev.penstock.sink.Sink.Answer;
import dev.penstock.splice.FileSink;
import dev.penstock.testing.Workers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TeeTest {
    /** No more to run. */
    private static final Runnable LAST = () -> {};

    private final AtomicInteger resumes = new AtomicInteger();

    private Tee attached(Tee tee) {
        tee.attach(resumes::incrementAndGet);
        return tee;
    }

    private static ByteBuffer bytes(String text) {
        return direct(utf8(text));
    }

    /** Takes as much as it is told to, and says what it is told to. */
    private static final class Scripted implements Sink {
        final ByteArrayOutputStream got = new ByteArrayOutputStream();
        final List<String> ends = new ArrayList<>();
        int room = Integer.MAX_VALUE;
        RuntimeException thrown;
        Runnable resume;

        @Override
        public void attach(Runnable resume) {
            this.resume = resume;
        }

        @Override
        public Answer accept(ByteBuffer bytes) {
            assertEquals(List.of(), ends, "bytes after the end");
            if (thrown != null) {
                throw thrown;
            }
            int n = Math.min(room, bytes.remaining());
            room -= n;
            for (int i = 0; i < n; i++) {
                got.write(bytes.get());
            }
            return room == 0 ? Answer.FULL : Answer.MORE;
        }

        void resume(int more) {
            room = more;
            resume.run();
        }

        @Override
        public void end() {
            ends.add("end");
            if (thrown != null) {
                throw thrown;
            }
        }

        @Override
        public void fail(Throwable cause) {
            ends.add("fail " + cause.getMessage());
            if (thrown != null && thrown != cause) {
                throw thrown;
            }
        }

        String text() {
            return got.toString(StandardCharsets.UTF_8);
        }
    }

    /** Takes some of it, and resumes itself on other threads, at times before it has answered. */
    private static final class Moody implements Sink {
        final ByteArrayOutputStream got = new ByteArrayOutputStream();
        private final Random random;
        private final LinkedBlockingQueue<Runnable> elsewhere;
        private Runnable resume;

        Moody(long seed, LinkedBlockingQueue<Runnable> elsewhere) {
            this.random = new Random(seed);
            this.elsewhere = elsewhere;
        }

        @Override
        public void attach(Runnable resume) {
            this.resume = resume;
        }

        @Override
        public Answer accept(ByteBuffer bytes) {
            assertTrue(bytes.hasRemaining(), "nothing offered");
            if (random.nextInt(3) > 0) {
                byte[] all = new byte[bytes.remaining()];
                bytes.get(all);
                got.writeBytes(all);
                return Answer.MORE;
            }
            if (random.nextInt(3) == 0) {
                resume.run();
            } else {
                elsewhere.add(resume);
            }
            int n = random.nextInt(bytes.remaining() + 1);
            byte[] some = new byte[n];
            bytes.get(some);
            got.writeBytes(some);
            return Answer.FULL;
        }

        @Override
        public void end() {}

        @Override
        public void fail(Throwable cause) {}
    }

    @Test
    void shouldGiveEveryByteToEachOnceWhoeverIsFullWhenever() throws Exception {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            byte[] stream = new byte[random.nextInt(3000)];
            random.nextBytes(stream);
            LinkedBlockingQueue<Runnable> elsewhere = new LinkedBlockingQueue<>();
            List<Moody> branches = new ArrayList<>();
            for (int i = 0; i <= random.nextInt(4); i++) {
                branches.add(new Moody(random.nextLong(), elsewhere));
            }
            Tee tee = Tee.of(branches.toArray(Sink[]::new));
            try (Workers workers = new Workers()) {
                for (int i = 0; i < 2; i++) {
                    workers.start(
                            () -> {
                                for (Runnable r; (r = elsewhere.take()) != LAST; ) {
                                    r.run();
                                }
                            });
                }
                // It checks that every FULL is answered by one resume, and none comes without.
                Feed feed = new Feed(tee, random).bytes(stream, 1 + random.nextInt(200));
                feed.end();
                elsewhere.add(LAST);
                elsewhere.add(LAST);
                workers.join();
            }
            for (Moody branch : branches) {
                assertArrayEquals(stream, branch.got.toByteArray(), "seed " + seed);
            }
            assertTrue(tee.ended());
        }
    }

    @Test
    void shouldWaitUntilAllHaveResumed() throws Exception {
        Scripted a = new Scripted();
        Scripted b = new Scripted();
        Scripted c = new Scripted();
        a.room = 2;
        b.room = 4;
        Tee tee = attached(Tee.of(a, b, c));
        ByteBuffer buffer = bytes("abcdef");
        assertEquals(Answer.FULL, tee.accept(buffer));
        assertEquals(2, buffer.position(), "as far as the slowest");
        assertEquals(List.of("ab", "abcd", "abcdef"), List.of(a.text(), b.text(), c.text()));
        a.resume(9);
        assertEquals(0, resumes.get());
        b.resume(9);
        assertEquals(1, resumes.get());
        assertEquals(Answer.MORE, tee.accept(buffer));
        tee.end();
        for (Scripted branch : List.of(a, b, c)) {
            assertEquals("abcdef", branch.text());
            assertEquals(List.of("end"), branch.ends);
        }
        assertEquals(1, resumes.get());
    }

    @Test
    void shouldDropAnOptionalBranchThatIsFull() throws Exception {
        Scripted needed = new Scripted();
        Scripted live = new Scripted();
        live.room = 4;
        Tee tee = attached(Tee.of(needed).optional(live));
        assertEquals(Answer.MORE, tee.accept(bytes("abc")));
        assertTrue(tee.dropped(live).isEmpty());
        assertEquals(Answer.MORE, tee.accept(bytes("defg")));
        assertInstanceOf(LaggingException.class, tee.dropped(live).orElseThrow());
        assertEquals(3, tee.missed(live));
        tee.accept(bytes("hi"));
        live.resume(100);
        tee.accept(bytes("j"));
        tee.end();
        assertEquals("abcd", live.text());
        assertEquals(
                List.of("fail dropped from its tee: it was full while 3 bytes came"), live.ends);
        assertEquals(6, tee.missed(live));
        assertEquals("abcdefghij", needed.text());
        assertEquals(0, tee.missed(needed));
        assertEquals(0, resumes.get());
        assertTrue(tee.ended());
    }

    @Test
    void shouldKeepAnOptionalBranchThatIsNotBehindTheSlowest() throws Exception {
        Scripted slow = new Scripted();
        Scripted optional = new Scripted();
        slow.room = 2;
        optional.room = 3;
        Tee tee = attached(Tee.of(slow).optional(optional));
        ByteBuffer buffer = bytes("abcdef");
        assertEquals(Answer.FULL, tee.accept(buffer));
        optional.resume(100);
        assertEquals(0, resumes.get(), "the slow one is still full");
        slow.resume(100);
        assertEquals(1, resumes.get());
        assertEquals(Answer.MORE, tee.accept(buffer));
        assertEquals("abcdef", slow.text());
        assertEquals("abcdef", optional.text());
        assertTrue(tee.dropped(optional).isEmpty());
    }

    @Test
    void shouldDropAnOptionalBranchThatThrows() throws Exception {
        Scripted needed = new Scripted();
        Scripted broken = new Scripted();
        Scripted endBroken = new Scripted();
        Tee tee = attached(Tee.of(needed).optional(broken).optional(endBroken));
        broken.thrown = new IllegalStateException("a bug");
        assertEquals(Answer.MORE, tee.accept(bytes("abc")));
        assertEquals(3, tee.missed(broken));
        assertSame(broken.thrown, tee.dropped(broken).orElseThrow());
        tee.accept(bytes("d"));
        endBroken.thrown = new IllegalStateException("another bug");
        tee.end();
        assertSame(endBroken.thrown, tee.dropped(endBroken).orElseThrow());
        assertEquals(List.of("fail a bug"), broken.ends);
        assertEquals(List.of("end"), endBroken.ends);
        assertEquals(List.of("end"), needed.ends);
        assertEquals("abcd", needed.text());
        assertEquals(4, tee.missed(broken));
        assertTrue(tee.ended());
    }

    @Test
    void shouldEndEachOnceThoughOthersThrow() throws Exception {
        Scripted a = new Scripted();
        Scripted b = new Scripted();
        Scripted c = new Scripted();
        Tee tee = attached(Tee.of(a, b, c));
        tee.accept(bytes("x"));
        a.thrown = new IllegalStateException("a");
        b.thrown = new IllegalStateException("b");
        IllegalStateException e = assertThrows(IllegalStateException.class, tee::end);
        assertSame(a.thrown, e);
        assertSame(b.thrown, e.getSuppressed()[0]);
        assertSame(e, tee.failure().orElseThrow());
        for (Scripted branch : List.of(a, b, c)) {
            assertEquals(List.of("end"), branch.ends);
        }
    }

    @Test
    void shouldFailEachOnceThoughOthersThrow() throws Exception {
        Scripted a = new Scripted();
        Scripted b = new Scripted();
        Scripted optional = new Scripted();
        Tee tee = attached(Tee.of(a, b).optional(optional));
        a.thrown = new IllegalStateException("a");
        IOException cause = new IOException("cut");
        tee.fail(cause);
        assertSame(a.thrown, cause.getSuppressed()[0]);
        for (Scripted branch : List.of(a, b, optional)) {
            assertEquals(List.of("fail cut"), branch.ends);
        }
    }

    @Test
    void shouldFailTheStreamOfANeededBranchThatThrows() throws Exception {
        Scripted broken = new Scripted();
        broken.thrown = new IllegalStateException("a bug");
        Capture capture = Capture.of(100);
        Tee tee = Tee.of(capture, broken);
        Outcome outcome = Command.of("seq", "100000").stdout(tee).run();
        assertEquals(StreamEnd.How.FAILED, outcome.stdout().how());
        assertSame(broken.thrown, outcome.stdout().failure().orElseThrow());
        assertSame(broken.thrown, capture.failure().orElseThrow());
        assertEquals(List.of("fail a bug"), broken.ends);
    }

    @Test
    void shouldFailTheAttachedOnlyWhereOneServesAnotherStream() throws Exception {
        Capture used = Capture.of(10);
        Scripted first = new Scripted();
        Tee tee = Tee.of(first, used);
        // Another stream is quicker: between the start's look and the loop's attaching.
        used.attach(() -> {});
        assertThrows(IllegalStateException.class, tee::requireUnused);
        IllegalStateException late =
                assertThrows(IllegalStateException.class, () -> tee.attach(() -> {}));
        tee.fail(late);
        assertEquals(1, first.ends.size());
        assertTrue(used.failure().isEmpty(), "it is somebody else's");
    }

    @Test
    void shouldMakeAChildWaitForTheSlowestQueue() throws Exception {
        QueueSink<String> slow = QueueSink.ofLines(100, 3);
        QueueSink<byte[]> fast = QueueSink.ofChunks(1000, 50);
        Capture kept = Capture.of(1 << 20);
        List<String> lines = new ArrayList<>();
        ByteArrayOutputStream chunks = new ByteArrayOutputStream();
        try (Workers workers = new Workers()) {
            workers.start(
                    () -> {
                        for (String line; (line = slow.take()) != null; ) {
                            lines.add(line);
                        }
                    });
            workers.start(
                    () -> {
                        for (byte[] chunk; (chunk = fast.take()) != null; ) {
                            chunks.write(chunk);
                        }
                    });
            Command.of("seq", "20000").stdout(Tee.of(slow, fast, kept)).run().orThrow();
            workers.join();
        }
        assertEquals(20_000, lines.size());
        assertEquals(kept.text(), String.join("\n", lines) + "\n");
        assertArrayEquals(kept.bytes(), chunks.toByteArray());
    }

    @Test
    void shouldWriteAFileToo(@TempDir Path dir) throws Exception {
        FileSink file = FileSink.of(dir.resolve("out"));
        Capture kept = Capture.of(1 << 20);
        Command.of("seq", "20000").stdout(Tee.of(file, kept)).run().orThrow();
        assertEquals(kept.text(), Files.readString(dir.resolve("out")));
        assertEquals(kept.total(), file.written());
    }

    @Test
    void shouldRefuseASinkTwice() {
        Discard sink = Discard.of();
        assertThrows(IllegalArgumentException.class, () -> Tee.of(sink, sink));
        assertThrows(IllegalArgumentException.class, () -> Tee.of(sink).optional(sink));
        assertThrows(IllegalArgumentException.class, () -> Tee.of(sink).missed(Discard.of()));
    }
}
