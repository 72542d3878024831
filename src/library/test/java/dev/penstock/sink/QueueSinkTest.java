package dev.penstock.sink;

import static dev.penstock.sink.Feed.direct;
import static dev.penstock.sink.Feed.utf8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.sink.Sink.Answer;
import dev.penstock.text.LineFormat;
import dev.penstock.text.LineReference;
import dev.penstock.text.Suspect;
import dev.penstock.text.TextPolicy;
import dev.penstock.text.Treatment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a queue does on one thread; {@link QueueThreadsTest} has the others. */
@Timeout(60)
class QueueSinkTest {
    private static final Duration AT_ONCE = Duration.ZERO;

    private final AtomicInteger resumes = new AtomicInteger();

    private <T> QueueSink<T> attached(QueueSink<T> queue) {
        queue.attach(resumes::incrementAndGet);
        return queue;
    }

    private static ByteBuffer bytes(String text) {
        return direct(utf8(text));
    }

    private static <T> List<T> drained(QueueSink<T> queue) throws Exception {
        List<T> items = new ArrayList<>();
        queue.drainTo(items);
        return items;
    }

    @Test
    void shouldHandOutWhatTheReferenceSplitsWithinItsBounds() throws Exception {
        for (long seed = 0; seed < 3000; seed++) {
            Random random = new Random(seed);
            String text = LineReference.randomText(random, random.nextInt(200));
            int longest = 1 + random.nextInt(20);
            int items = 1 + random.nextInt(8);
            long most = longest + random.nextInt(60);
            resumes.set(0);
            QueueSink<String> queue =
                    attached(
                            QueueSink.ofLines(longest, items)
                                    .maxBytes(most)
                                    .resumeAt(random.nextInt(10) / 10.0));
            List<String> got = new ArrayList<>();
            int fulls = 0;
            byte[] stream = utf8(text);
            for (int at = 0; at < stream.length; ) {
                int n = Math.min(stream.length - at, 1 + random.nextInt(40));
                ByteBuffer buffer = direct(Arrays.copyOfRange(stream, at, at + n));
                while (buffer.hasRemaining()) {
                    Answer answer = queue.accept(buffer);
                    assertTrue(queue.size() <= items, "seed " + seed);
                    assertTrue(queue.peakBytes() <= most, "seed " + seed);
                    if (answer == Answer.FULL) {
                        fulls++;
                        while (resumes.get() < fulls) {
                            assertTrue(queue.size() > 0, "seed " + seed + ": full and empty");
                            got.add(queue.take());
                        }
                    } else {
                        assertFalse(buffer.hasRemaining(), "seed " + seed);
                    }
                    if (random.nextInt(4) == 0 && queue.size() > 0) {
                        got.add(queue.take());
                    }
                    assertEquals(fulls, resumes.get(), "seed " + seed);
                }
                at += n;
            }
            queue.end();
            queue.drainTo(got);
            List<LineReference.Line> expected = LineReference.lines(text, longest);
            assertEquals(
                    expected.stream().map(LineReference.Line::text).toList(), got, "seed " + seed);
            assertEquals(expected.size(), queue.accepted(), "seed " + seed);
            assertEquals(
                    expected.stream().mapToLong(LineReference.Line::cut).sum(),
                    queue.bytesCut(),
                    "seed " + seed);
            assertEquals(
                    expected.stream().filter(line -> line.cut() > 0).count(),
                    queue.cutLines(),
                    "seed " + seed);
            assertEquals(fulls, resumes.get(), "seed " + seed);
            assertTrue(queue.isDone());
        }
    }

    @Test
    void shouldHandOutChunksWithinItsBounds() throws Exception {
        for (long seed = 0; seed < 2000; seed++) {
            Random random = new Random(seed);
            byte[] stream = new byte[random.nextInt(500)];
            random.nextBytes(stream);
            int chunk = 1 + random.nextInt(40);
            int items = 1 + random.nextInt(5);
            resumes.set(0);
            QueueSink<byte[]> queue = attached(QueueSink.ofChunks(chunk, items));
            ByteArrayOutputStream got = new ByteArrayOutputStream();
            int fulls = 0;
            for (int at = 0; at < stream.length; ) {
                int n = Math.min(stream.length - at, 1 + random.nextInt(100));
                ByteBuffer buffer = direct(Arrays.copyOfRange(stream, at, at + n));
                while (queue.accept(buffer) == Answer.FULL) {
                    fulls++;
                    while (resumes.get() < fulls) {
                        byte[] item = queue.take();
                        assertTrue(item.length > 0 && item.length <= chunk, "seed " + seed);
                        got.write(item);
                    }
                    if (!buffer.hasRemaining()) {
                        break;
                    }
                }
                assertFalse(buffer.hasRemaining(), "seed " + seed);
                at += n;
            }
            queue.end();
            for (byte[] item : drained(queue)) {
                got.write(item);
            }
            assertArrayEquals(stream, got.toByteArray(), "seed " + seed);
            assertTrue(queue.peakBytes() <= (long) chunk * items, "seed " + seed);
            assertEquals(fulls, resumes.get(), "seed " + seed);
        }
    }

    @Test
    void shouldResumeOnceAtHalfItsItems() throws Exception {
        QueueSink<String> queue = attached(QueueSink.ofLines(10, 4));
        ByteBuffer buffer = bytes("1\n2\n3\n4\n5\n6\n");
        assertEquals(Answer.FULL, queue.accept(buffer));
        assertEquals(8, buffer.position());
        assertEquals("1", queue.take());
        assertEquals(0, resumes.get());
        assertEquals("2", queue.take());
        assertEquals(1, resumes.get());
        assertEquals("3", queue.take());
        assertEquals("4", queue.take());
        assertEquals(1, resumes.get());
        assertEquals(Answer.MORE, queue.accept(buffer));
        assertEquals(List.of("5", "6"), drained(queue));
        assertEquals(1, resumes.get());
    }

    @Test
    void shouldBeFullBeforeALongestLineWouldNotFit() throws Exception {
        QueueSink<String> queue = attached(QueueSink.ofLines(10, 1000).maxBytes(30));
        ByteBuffer buffer = bytes("aaaaaaaaaa\nbbbbbbbbbb\nc\ndddddddddd\n");
        assertEquals(Answer.FULL, queue.accept(buffer));
        assertEquals(3, queue.size(), "20 bytes leave room for one more line, 21 do not");
        assertEquals("aaaaaaaaaa", queue.take());
        assertEquals(0, resumes.get(), "11 bytes are more than half of 20");
        assertEquals("bbbbbbbbbb", queue.take());
        assertEquals(1, resumes.get());
        assertEquals(Answer.MORE, queue.accept(buffer));
        assertTrue(queue.peakBytes() <= 30);
    }

    @Test
    void shouldResumeWhereToldTo() throws Exception {
        QueueSink<String> queue = attached(QueueSink.ofLines(10, 4).resumeAt(0));
        assertEquals(Answer.FULL, queue.accept(bytes("1\n2\n3\n4\n")));
        for (int i = 0; i < 3; i++) {
            queue.take();
            assertEquals(0, resumes.get());
        }
        queue.take();
        assertEquals(1, resumes.get());

        QueueSink<String> eager = attached(QueueSink.ofLines(10, 4).resumeAt(0.99));
        assertEquals(Answer.FULL, eager.accept(bytes("1\n2\n3\n4\n")));
        eager.take();
        assertEquals(2, resumes.get());
    }

    @Test
    void shouldTakeNothingAndStayFullUntilDrained() throws Exception {
        QueueSink<String> queue = attached(QueueSink.ofLines(10, 2));
        assertEquals(Answer.FULL, queue.accept(bytes("1\n2\n")));
        ByteBuffer more = bytes("3\n");
        assertEquals(Answer.FULL, queue.accept(more));
        assertEquals(0, more.position());
        assertEquals(List.of("1", "2"), drained(queue));
        assertEquals(1, resumes.get());
        assertEquals(Answer.MORE, queue.accept(more));
    }

    @Test
    void shouldBoundItsBytesByDefault() {
        assertEquals(80_000, QueueSink.ofLines(8_000, 10).maxBytes());
        assertEquals((1 << 20) + 8_000, QueueSink.ofLines(8_000, 1_000).maxBytes());
        assertEquals((1 << 20) + (64 << 20), QueueSink.ofLines(64 << 20, 1_000).maxBytes());
        assertEquals(100, QueueSink.ofLines(100, 1).maxBytes());
        assertEquals(64_000_000_000L, QueueSink.ofChunks(64_000, 1_000_000).maxBytes());
    }

    @Test
    void shouldCountTheUnfinishedLineAsHeld() throws Exception {
        QueueSink<String> queue = attached(QueueSink.ofLines(10, 10));
        queue.accept(bytes("abc\nde"));
        assertEquals(5, queue.peakBytes());
        queue.take();
        queue.accept(bytes("f\n"));
        assertEquals(5, queue.peakBytes());
    }

    @Test
    void shouldDrainInOrderUpToAsMany() throws Exception {
        QueueSink<String> queue = attached(QueueSink.ofLines(10, 4));
        assertEquals(0, queue.drainTo(new ArrayList<>()));
        queue.accept(bytes("1\n2\n3\n4\n"));
        List<Object> got = new ArrayList<>();
        assertEquals(0, queue.drainTo(got, 0));
        assertEquals(1, queue.drainTo(got, 1));
        assertEquals(0, resumes.get());
        assertEquals(3, queue.drainTo(got, 100));
        assertEquals(1, resumes.get());
        assertEquals(List.of("1", "2", "3", "4"), got);
        assertThrows(IllegalArgumentException.class, () -> queue.drainTo(got, -1));
    }

    @Test
    void shouldTakeSeveralTogether() throws Exception {
        QueueSink<String> queue = attached(QueueSink.ofLines(10, 4));
        queue.accept(bytes("1\n2\n3\n4\n"));
        List<Object> got = new ArrayList<>();
        assertEquals(1, queue.takeTo(got, 1));
        assertEquals(0, resumes.get());
        assertEquals(3, queue.takeTo(got, 100));
        assertEquals(1, resumes.get());
        assertEquals(List.of("1", "2", "3", "4"), got);
        assertThrows(IllegalArgumentException.class, () -> queue.takeTo(got, 0));
        queue.end();
        assertEquals(0, queue.takeTo(got, 1));

        QueueSink<String> failed = attached(QueueSink.ofLines(10, 4));
        failed.accept(bytes("1\n"));
        failed.fail(new IOException());
        assertEquals(1, failed.takeTo(got, 9));
        assertThrows(StreamFailedException.class, () -> failed.takeTo(got, 9));
        failed.close();
        assertEquals(0, failed.takeTo(got, 9));
    }

    @Test
    void shouldReturnNullForEverAfterTheEnd() throws Exception {
        QueueSink<String> queue = attached(QueueSink.ofLines(10, 4));
        queue.accept(bytes("1\nlast"));
        assertFalse(queue.ended());
        queue.end();
        assertTrue(queue.ended());
        assertFalse(queue.isDone());
        assertEquals("1", queue.take());
        assertEquals("last", queue.take());
        assertTrue(queue.isDone());
        for (int i = 0; i < 3; i++) {
            assertNull(queue.take());
            assertNull(queue.poll(Duration.ofDays(1)));
            assertEquals(0, queue.drainTo(new ArrayList<>()));
        }
    }

    @Test
    void shouldEndWithoutAnItem() throws Exception {
        QueueSink<byte[]> queue = attached(QueueSink.ofChunks(10, 4));
        queue.end();
        assertTrue(queue.isDone());
        assertNull(queue.take());
    }

    @Test
    void shouldTellNothingYetFromTheEnd() throws Exception {
        QueueSink<String> queue = attached(QueueSink.ofLines(10, 4));
        assertNull(queue.poll(AT_ONCE));
        assertNull(queue.poll(Duration.ofSeconds(-1)));
        assertNull(queue.poll(Duration.ofMillis(1)));
        assertFalse(queue.isDone());
        queue.accept(bytes("1\n"));
        assertEquals("1", queue.poll(AT_ONCE));
        assertNull(queue.poll(AT_ONCE));
        assertFalse(queue.isDone());
        queue.end();
        assertNull(queue.poll(Duration.ofSeconds(Long.MAX_VALUE)));
        assertTrue(queue.isDone());
    }

    @Test
    void shouldThrowTheFailureAfterTheItems() throws Exception {
        QueueSink<String> queue = attached(QueueSink.ofLines(10, 4));
        IOException cause = new IOException("read failed");
        queue.accept(bytes("1\n50 %"));
        queue.fail(cause);
        assertEquals("1", queue.take());
        assertEquals("50 %", queue.poll(AT_ONCE));
        assertFalse(queue.isDone(), "the failure is still to be told");
        for (int i = 0; i < 2; i++) {
            assertSame(cause, assertThrows(StreamFailedException.class, queue::take).getCause());
            assertSame(
                    cause,
                    assertThrows(StreamFailedException.class, () -> queue.poll(AT_ONCE))
                            .getCause());
            assertSame(
                    cause,
                    assertThrows(
                                    StreamFailedException.class,
                                    () -> queue.drainTo(new ArrayList<>()))
                            .getCause());
        }
        assertSame(cause, queue.failure().orElseThrow());
        queue.close();
        assertNull(queue.take());
        assertTrue(queue.isDone());
    }

    @Test
    void shouldFailWhileFullWithoutGoingOverItsBounds() throws Exception {
        QueueSink<String> queue = attached(QueueSink.ofLines(10, 2));
        assertEquals(Answer.FULL, queue.accept(bytes("1\n2\n3\n")));
        queue.fail(new IOException());
        assertEquals(List.of("1", "2"), drained(queue));
        assertEquals(0, resumes.get(), "no stream to resume any more");
        assertThrows(StreamFailedException.class, queue::take);
    }

    @Test
    void shouldDropAndCountWhatComesAfterClose() throws Exception {
        QueueSink<String> queue = attached(QueueSink.ofLines(10, 4));
        queue.accept(bytes("1\n22\nunfin"));
        queue.close();
        queue.close();
        assertEquals(2, queue.droppedItems());
        assertEquals(3, queue.droppedBytes());
        assertEquals(0, queue.size());
        assertTrue(queue.isDone());
        assertNull(queue.take());
        ByteBuffer later = bytes("ished\nmore\n");
        assertEquals(Answer.MORE, queue.accept(later));
        assertFalse(later.hasRemaining());
        assertEquals(3 + 5 + 11, queue.droppedBytes());
        queue.end();
        assertEquals(3 + 5 + 11, queue.droppedBytes());
        assertNull(queue.take());
    }

    @Test
    void shouldCountTheUnfinishedLineOfAClosedQueueAtTheEnd() throws Exception {
        QueueSink<String> queue = attached(QueueSink.ofLines(3, 4));
        queue.accept(bytes("unfinished"));
        queue.close();
        assertEquals(0, queue.droppedBytes());
        queue.end();
        assertEquals(10, queue.droppedBytes());
    }

    @Test
    void shouldResumeAFullStreamOnClose() throws Exception {
        QueueSink<String> queue = attached(QueueSink.ofLines(10, 2));
        ByteBuffer buffer = bytes("1\n2\n3\n");
        assertEquals(Answer.FULL, queue.accept(buffer));
        queue.close();
        assertEquals(1, resumes.get());
        assertEquals(Answer.MORE, queue.accept(buffer));
        assertFalse(buffer.hasRemaining());
        queue.close();
        assertEquals(1, resumes.get());
        assertEquals(2 + 2, queue.droppedBytes(), "two lines, and later bytes with their newline");
    }

    @Test
    void shouldGiveAnotherQueueWithOtherBounds() {
        QueueSink<String> queue = attached(QueueSink.ofLines(10, 2));
        QueueSink<String> other = queue.maxBytes(15).resumeAt(0.25);
        assertEquals(20, queue.maxBytes());
        assertEquals(15, other.maxBytes());
        other.attach(() -> {});
    }

    @Test
    void shouldServeOneStreamOnly() {
        QueueSink<String> queue = attached(QueueSink.ofLines(10, 2));
        Exception e = assertThrows(IllegalStateException.class, () -> queue.attach(() -> {}));
        assertEquals(
                "this QueueSink has served a stream before: make a new one for each stream",
                e.getMessage());
    }

    @Test
    void shouldRefuseBoundsOutOfRange() {
        assertThrows(IllegalArgumentException.class, () -> QueueSink.ofLines(0, 1));
        assertThrows(IllegalArgumentException.class, () -> QueueSink.ofLines(1, 0));
        assertThrows(IllegalArgumentException.class, () -> QueueSink.ofChunks(0, 1));
        assertThrows(IllegalArgumentException.class, () -> QueueSink.ofChunks(1, 0));
        assertThrows(IllegalArgumentException.class, () -> QueueSink.ofLines(10, 5).maxBytes(9));
        assertThrows(IllegalArgumentException.class, () -> QueueSink.ofLines(10, 5).resumeAt(1));
        assertThrows(IllegalArgumentException.class, () -> QueueSink.ofLines(10, 5).resumeAt(-0.1));
        assertThrows(
                IllegalArgumentException.class,
                () -> QueueSink.ofLines(10, 5).resumeAt(Double.NaN));
    }

    @Test
    void shouldTreatLinesAsTheirFormatSays() throws Exception {
        List<String> rejected = new ArrayList<>();
        LineFormat format =
                LineFormat.of(5)
                        .skipLonger()
                        .policy(TextPolicy.LOG_SAFE.with(Treatment.REJECT, Suspect.NUL))
                        .onReject((line, why) -> rejected.add(why + " " + line.length()));
        QueueSink<String> queue = attached(QueueSink.ofLines(format, 2).maxBytes(10));
        ByteBuffer stream = bytes("\0ab\n123456\nok\u001b\n\u001b\u001b\u001b\nlast\n");
        assertEquals(Sink.Answer.FULL, queue.accept(stream));
        assertEquals(5, stream.remaining(), "a third line is left where it was");
        assertEquals(List.of("NUL 3"), rejected);
        assertEquals(6, queue.peakBytes(), "the stream's bytes, not those of the escapes");
        assertEquals(List.of("ok\\x1b", "\\x1b\\x1b\\x1b"), drained(queue));
        assertEquals(Sink.Answer.MORE, queue.accept(stream));
        queue.end();
        assertEquals(List.of("last"), drained(queue));
        assertEquals(3, queue.lineCounts().lines());
        assertEquals(1, queue.lineCounts().rejectedLines());
        assertEquals(1, queue.lineCounts().skippedLines());
        assertEquals(6, queue.lineCounts().bytesSkipped());
        assertEquals(4, queue.lineCounts().text().of(Suspect.ESC));
        assertEquals(0, queue.cutLines());
    }
}
