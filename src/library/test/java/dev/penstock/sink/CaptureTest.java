package dev.penstock.sink;

import static dev.penstock.sink.Feed.direct;
import static dev.penstock.sink.Feed.utf8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.testing.Workers;
import dev.penstock.text.LineReference;
import dev.penstock.text.Suspect;
import dev.penstock.text.SuspectTextException;
import dev.penstock.text.TextPolicy;
import dev.penstock.text.Treatment;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CaptureTest {
    private static Capture of(int head, int tail, byte[] stream, int largest, Random random)
            throws Exception {
        Capture capture = Capture.of(head, tail);
        new Feed(capture, random).bytes(stream, largest).end();
        return capture;
    }

    private static Capture of(int head, int tail, String stream) throws Exception {
        return of(head, tail, utf8(stream), 4, new Random(1));
    }

    private static void check(Capture capture, byte[] stream, int head, int tail, String hint) {
        int first = Math.min(stream.length, head);
        int last = Math.min(stream.length - first, tail);
        byte[] expectedHead = Arrays.copyOf(stream, first);
        byte[] expectedTail = Arrays.copyOfRange(stream, stream.length - last, stream.length);
        byte[] both = Arrays.copyOf(expectedHead, first + last);
        System.arraycopy(expectedTail, 0, both, first, last);
        assertArrayEquals(expectedHead, capture.head(), hint);
        assertArrayEquals(expectedTail, capture.tail(), hint);
        assertArrayEquals(both, capture.bytes(), hint);
        assertEquals(stream.length, capture.total(), hint);
        assertEquals(stream.length - first - last, capture.omitted(), hint);
        assertEquals(first + last, capture.peakBytes(), hint);
        assertTrue(capture.allocated() <= (long) head + tail, hint);
        assertTrue(capture.allocated() <= Math.max(256, 2L * stream.length), hint);
    }

    @Test
    void shouldKeepWhatTheReferenceKeeps() throws Exception {
        for (long seed = 0; seed < 5000; seed++) {
            Random random = new Random(seed);
            int head = random.nextInt(40);
            int tail = random.nextInt(40);
            byte[] stream = new byte[random.nextInt(200)];
            random.nextBytes(stream);
            Capture capture = of(head, tail, stream, 1 + random.nextInt(60), random);
            check(capture, stream, head, tail, "seed " + seed);
        }
    }

    @Test
    void shouldKeepWhatTheReferenceKeepsAcrossSegments() throws Exception {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            int head = random.nextInt(200_000);
            int tail = random.nextInt(200_000);
            byte[] stream = new byte[random.nextInt(700_000)];
            random.nextBytes(stream);
            Capture capture = of(head, tail, stream, 1 + random.nextInt(300_000), random);
            check(capture, stream, head, tail, "seed " + seed);
        }
    }

    @Test
    void shouldAnswerWhileTheStreamRuns() {
        byte[] stream = new byte[300];
        new Random(7).nextBytes(stream);
        Capture capture = Capture.of(64);
        for (int n = 0; n < stream.length; n++) {
            check(capture, Arrays.copyOf(stream, n), 32, 32, "after " + n);
            capture.accept(direct(new byte[] {stream[n]}));
        }
    }

    @Test
    void shouldKeepAStreamThatFitsWhole() throws Exception {
        for (int limit : new int[] {1, 2, 7, 256, 257, 65_536, 65_537, 131_073}) {
            for (int more = -1; more <= 1; more++) {
                byte[] stream = new byte[limit + more];
                new Random(limit).nextBytes(stream);
                Capture capture = Capture.of(limit);
                new Feed(capture, new Random(1)).bytes(stream, 10_000).end();
                check(capture, stream, limit - limit / 2, limit / 2, limit + " and " + more);
                assertEquals(Math.max(0, more), capture.omitted());
                if (more <= 0) {
                    assertArrayEquals(stream, capture.bytes());
                }
            }
        }
    }

    @Test
    void shouldWrapTheTailAtEachOffset() {
        for (int tail = 1; tail < 12; tail++) {
            for (int n = 0; n < 40; n++) {
                for (int chunk = 1; chunk < 30; chunk += 4) {
                    byte[] stream = new byte[n];
                    new Random(n).nextBytes(stream);
                    Capture capture = Capture.of(3, tail);
                    for (int at = 0; at < n; at += chunk) {
                        capture.accept(
                                direct(Arrays.copyOfRange(stream, at, Math.min(n, at + chunk))));
                    }
                    check(
                            capture,
                            stream,
                            3,
                            tail,
                            "tail " + tail + ", " + n + " bytes by " + chunk);
                }
            }
        }
    }

    @Test
    void shouldHoldLittleUnderALargeLimit() throws Exception {
        Capture capture = Capture.of(1 << 30);
        capture.accept(direct(utf8("0123456789")));
        assertTrue(capture.allocated() <= 256, "allocated " + capture.allocated());
        assertEquals("0123456789", capture.text());
        assertEquals(10, capture.peakBytes());
    }

    @Test
    void shouldSkipAChunkLargerThanTheTail() {
        byte[] stream = new byte[1_000_000];
        new Random(3).nextBytes(stream);
        Capture capture = Capture.of(10, 100_000);
        capture.accept(direct(stream));
        check(capture, stream, 10, 100_000, "one chunk");
    }

    @Test
    void shouldMarkTheGapInText() throws Exception {
        assertEquals("", of(3, 3, "").text());
        assertEquals("abcdef", of(3, 3, "abcdef").text());
        assertEquals("abc\n[... 1 bytes omitted ...]\nefg", of(3, 3, "abcdefg").text());
        assertEquals("ab\n[... 5 bytes omitted ...]\n", of(2, 0, "abcdefg").text());
        assertEquals("\n[... 5 bytes omitted ...]\nfg", of(0, 2, "abcdefg").text());
        assertEquals("\n[... 7 bytes omitted ...]\n", of(0, 0, "abcdefg").text());
    }

    @Test
    void shouldNotBreakACharacterWhereHeadMeetsTail() throws Exception {
        // Nothing is omitted, so the character that lies on both sides is whole.
        assertEquals("ab€cd", of(3, 4, "ab€cd").text());
        assertEquals("ab€cd", of(4, 3, "ab€cd").text());
    }

    @Test
    void shouldApplyAPolicyToEachLine() throws Exception {
        String stream = "one\r\ntwo\rthree\n\nf\0ur\nlast\u001b";
        Capture capture = of(100, 100, stream);
        assertEquals(stream, capture.text());
        assertEquals(stream, capture.text(TextPolicy.PLAIN));
        assertEquals(
                "one\r\ntwo\\x0dthree\n\nf\\x00ur\nlast\\x1b", capture.text(TextPolicy.LOG_SAFE));
        assertEquals(
                "one\r\n[... line of 9 bytes rejected: CR ...]\n\nf\nlast\u001b",
                capture.text(
                        TextPolicy.PLAIN
                                .with(Treatment.REJECT, Suspect.CR)
                                .with(Treatment.CUT, Suspect.NUL)));
        assertEquals(
                "on\n[... 21 bytes omitted ...]\nst\\x1b",
                of(2, 3, stream).text(TextPolicy.LOG_SAFE));
    }

    @Test
    void shouldReportTheOffsetInTheStreamNotInWhatIsKept() throws Exception {
        TextPolicy strict = TextPolicy.PLAIN.with(Treatment.REPORT, Suspect.ESC);
        assertEquals(
                9,
                assertThrows(
                                SuspectTextException.class,
                                () -> of(3, 4, "012345678\u001b").text(strict))
                        .offset());
        assertEquals("012\n[... 2 bytes omitted ...]\n5678", of(3, 4, "012345678").text(strict));
    }

    @Test
    void shouldReplaceAsTheStandardSaysWithAndWithoutAPolicy() throws Exception {
        byte[] surrogate = {'a', (byte) 0xED, (byte) 0xA0, (byte) 0x80, 'b'};
        Capture capture = of(100, 100, surrogate, 4, new Random(1));
        assertEquals("a\uFFFD\uFFFD\uFFFDb", capture.text());
        assertEquals("a\uFFFD\uFFFD\uFFFDb", capture.text(TextPolicy.PLAIN));
    }

    @Test
    void shouldNotBreakACharacterAtTheGap() throws Exception {
        // e.g. head "a", E2 82; gap AC, "bc", F0 9F; tail 98 80, "d"
        assertEquals("a\n[... 9 bytes omitted ...]\nd", of(3, 3, "a€bc😀d").text());
        assertEquals(5, of(3, 3, "a€bc😀d").omitted());
        assertEquals("a€\n[... 2 bytes omitted ...]\n😀d", of(4, 5, "a€bc😀d").text());
        for (long seed = 0; seed < 3000; seed++) {
            Random random = new Random(seed);
            String text = LineReference.randomText(random, random.nextInt(100));
            Capture capture = of(random.nextInt(30), random.nextInt(30), utf8(text), 30, random);
            String got = capture.text();
            assertFalse(got.contains("\uFFFD"), "seed " + seed);
            int marker = got.indexOf("\n[... ");
            if (capture.omitted() == 0) {
                assertEquals(text, got, "seed " + seed);
                continue;
            }
            int end = got.indexOf(" bytes omitted ...]\n");
            String after = got.substring(end + " bytes omitted ...]\n".length());
            assertTrue(text.startsWith(got.substring(0, marker)), "seed " + seed);
            assertTrue(text.endsWith(after), "seed " + seed);
            int shown = utf8(got.substring(0, marker)).length + utf8(after).length;
            long left = Long.parseLong(got.substring(marker + "\n[... ".length(), end));
            assertEquals(capture.total(), shown + left, "seed " + seed);
            assertTrue(left - capture.omitted() <= 6, "seed " + seed);
        }
    }

    @Test
    void shouldGiveNewArraysEachTime() {
        Capture capture = Capture.of(8);
        capture.accept(direct(utf8("abcdefgh")));
        capture.bytes()[0] = 'X';
        capture.head()[0] = 'X';
        capture.tail()[0] = 'X';
        assertEquals("abcdefgh", capture.text());
    }

    @Test
    void shouldGiveReadersOneMomentWhileTheLoopWrites() throws Exception {
        // Byte t of the stream is t % 251: head and tail of one moment are in step with each other.
        int head = 1000;
        int tail = 1000;
        Capture capture = Capture.of(head, tail);
        byte[] stream = new byte[251 * 4000];
        for (int t = 0; t < stream.length; t++) {
            stream[t] = (byte) (t % 251);
        }
        try (Workers workers = new Workers()) {
            for (int reader = 0; reader < 2; reader++) {
                workers.start(
                        () -> {
                            long before = 0;
                            do {
                                byte[] bytes = capture.bytes();
                                for (int i = 1; i < bytes.length; i++) {
                                    if (i != head) {
                                        assertEquals(
                                                ((bytes[i - 1] & 0xFF) + 1) % 251, bytes[i] & 0xFF);
                                    }
                                }
                                assertTrue(bytes.length >= before);
                                before = bytes.length;
                            } while (!capture.ended());
                            assertEquals(stream.length, capture.total());
                        });
            }
            new Feed(capture, new Random(5)).bytes(stream, 700).end();
            workers.join();
        }
    }

    @Test
    void shouldKeepWhatCameBeforeAFailure() {
        Capture capture = Capture.of(8);
        IOException cause = new IOException();
        capture.accept(direct(utf8("abc")));
        capture.fail(cause);
        assertEquals("abc", capture.text());
        assertFalse(capture.ended());
        assertSame(cause, capture.failure().orElseThrow());
    }

    @Test
    void shouldServeOneStreamOnly() {
        Capture capture = Capture.of(8);
        capture.attach(() -> {});
        Exception e = assertThrows(IllegalStateException.class, () -> capture.attach(() -> {}));
        assertEquals(
                "this Capture has served a stream before: make a new one for each stream",
                e.getMessage());
    }

    @Test
    void shouldRefuseLimitsOutOfRange() {
        assertThrows(IllegalArgumentException.class, () -> Capture.of(-1));
        assertThrows(IllegalArgumentException.class, () -> Capture.of(1, -1));
        assertThrows(IllegalArgumentException.class, () -> Capture.of(Integer.MAX_VALUE));
        assertThrows(IllegalArgumentException.class, () -> Capture.of(1 << 30, 1 << 30));
        assertEquals(0, Capture.of(Integer.MAX_VALUE - 8).allocated());
    }
}
