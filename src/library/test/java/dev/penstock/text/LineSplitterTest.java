package dev.penstock.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.text.LineReference.Line;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LineSplitterTest {
    /** Collects lines, and wants no more after some of them if it is given a source of chance. */
    private static final class Lot implements LineSplitter.Receiver {
        final List<Line> lines = new ArrayList<>();
        final List<byte[]> raw = new ArrayList<>();
        Random stops;

        @Override
        public boolean line(byte[] bytes, int from, int length, long cut, boolean printable) {
            for (int i = from; printable && i < from + length; i++) {
                assertTrue(bytes[i] >= ' ' && bytes[i] < 0x7F || bytes[i] == '\t');
            }
            raw.add(Arrays.copyOfRange(bytes, from, from + length));
            lines.add(new Line(new String(bytes, from, length, StandardCharsets.UTF_8), cut));
            return stops == null || stops.nextInt(3) > 0;
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static ByteBuffer direct(byte[] bytes) {
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    private static List<Line> split(int longest, String... chunks) throws Exception {
        LineSplitter splitter = new LineSplitter(longest, true);
        Lot lot = new Lot();
        for (String chunk : chunks) {
            ByteBuffer buffer = direct(utf8(chunk));
            assertTrue(splitter.split(buffer, lot));
            assertFalse(buffer.hasRemaining());
        }
        splitter.finish(lot);
        return lot.lines;
    }

    /**
     * The stream in random chunks; where the receiver stops, the buffer must stand right after a
     * newline.
     */
    private static Lot splitRandomly(
            byte[] stream, int longest, int largest, Random random, boolean stops)
            throws Exception {
        LineSplitter splitter = new LineSplitter(longest, true);
        Lot lot = new Lot();
        lot.stops = stops ? random : null;
        for (int at = 0; at < stream.length; ) {
            int n = Math.min(stream.length - at, 1 + random.nextInt(largest));
            ByteBuffer buffer = direct(Arrays.copyOfRange(stream, at, at + n));
            while (buffer.hasRemaining()) {
                int before = lot.lines.size();
                if (splitter.split(buffer, lot)) {
                    assertFalse(buffer.hasRemaining());
                } else {
                    assertTrue(lot.lines.size() > before);
                    assertEquals('\n', buffer.get(buffer.position() - 1));
                    assertEquals(0, splitter.carried());
                }
                assertTrue(splitter.carried() <= longest);
            }
            at += n;
        }
        splitter.finish(lot);
        assertEquals(0, splitter.carried());
        return lot;
    }

    @Test
    void shouldSplitLikeTheReferenceWhereverChunksEnd() throws Exception {
        for (long seed = 0; seed < 6000; seed++) {
            Random random = new Random(seed);
            String text = LineReference.randomText(random, random.nextInt(200));
            int longest = 1 + random.nextInt(random.nextBoolean() ? 12 : 300);
            int largest = 1 + random.nextInt(random.nextBoolean() ? 5 : 400);
            boolean stops = random.nextBoolean();
            Lot lot = splitRandomly(utf8(text), longest, largest, random, stops);
            assertEquals(LineReference.lines(text, longest), lot.lines, "seed " + seed);
        }
    }

    @Test
    void shouldSplitLinesLongerThanTheScratchArray() throws Exception {
        for (long seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 4; i++) {
                text.append("é€😀x".repeat(random.nextInt(9000)))
                        .append(random.nextBoolean() ? "\r\n" : "\n");
            }
            int longest = 1 + random.nextInt(100_000);
            int largest = 1 + random.nextInt(200_000);
            Lot lot = splitRandomly(utf8(text.toString()), longest, largest, random, seed % 2 == 0);
            assertEquals(LineReference.lines(text.toString(), longest), lot.lines, "seed " + seed);
        }
    }

    @Test
    void shouldLoseNoByteOfWhatIsNotUtf8() throws Exception {
        byte[] alphabet = {
            '\n', '\r', 'a', (byte) 0x80, (byte) 0xBF, (byte) 0xC3, (byte) 0xE2, (byte) 0xF0, -1, 0
        };
        for (long seed = 0; seed < 3000; seed++) {
            Random random = new Random(seed);
            byte[] stream = new byte[random.nextInt(200)];
            for (int i = 0; i < stream.length; i++) {
                stream[i] = alphabet[random.nextInt(alphabet.length)];
            }
            int longest = 1 + random.nextInt(10);
            Lot lot =
                    splitRandomly(
                            stream, longest, 1 + random.nextInt(30), random, random.nextBoolean());
            List<byte[]> expected = LineReference.rawLines(stream);
            assertEquals(expected.size(), lot.raw.size(), "seed " + seed);
            for (int i = 0; i < expected.size(); i++) {
                byte[] whole = expected.get(i);
                byte[] kept = lot.raw.get(i);
                assertArrayEquals(Arrays.copyOf(whole, kept.length), kept, "seed " + seed);
                assertEquals(whole.length, kept.length + lot.lines.get(i).cut(), "seed " + seed);
                assertTrue(kept.length <= longest, "seed " + seed);
                assertTrue(kept.length >= Math.min(whole.length, longest - 3), "seed " + seed);
                if (whole.length > longest && (whole[longest] & 0xC0) != 0x80) {
                    assertEquals(longest, kept.length, "no character to spare, seed " + seed);
                }
            }
        }
    }

    @Test
    void shouldCutOnlyWhatIsLongerThanLongest() throws Exception {
        assertEquals(List.of(new Line("abc", 0)), split(4, "abc\n"));
        assertEquals(List.of(new Line("abcd", 0)), split(4, "abcd\n"));
        assertEquals(List.of(new Line("abcd", 1)), split(4, "abcde\n"));
        assertEquals(List.of(new Line("abcd", 0)), split(4, "ab", "cd", "\n"));
        assertEquals(List.of(new Line("abcd", 1)), split(4, "abcd", "e", "\n"));
        assertEquals(List.of(new Line("abcd", 0)), split(4, "abcd"));
        assertEquals(List.of(new Line("abcd", 1)), split(4, "abcde"));
    }

    @Test
    void shouldNotCountTheCrOfCrLf() throws Exception {
        List<Line> whole = List.of(new Line("abcd", 0));
        assertEquals(whole, split(4, "abcd\r\n"));
        assertEquals(whole, split(4, "abcd", "\r", "\n"));
        assertEquals(whole, split(4, "abcd\r", "\n"));
        assertEquals(whole, split(4, "abcd", "\r\n"));
        assertEquals(List.of(new Line("abcd", 1)), split(4, "abcde\r\n"));
        assertEquals(List.of(new Line("abcd", 1)), split(4, "abcde\r", "\n"));
    }

    @Test
    void shouldKeepACrThatNoLfFollows() throws Exception {
        assertEquals(List.of(new Line("a\rb", 0)), split(9, "a\rb\n"));
        assertEquals(List.of(new Line("a\r", 0)), split(9, "a\r\r\n"));
        assertEquals(List.of(new Line("a\r", 0)), split(9, "a\r"));
        assertEquals(List.of(new Line("a\rb", 0)), split(9, "a\r", "b"));
        assertEquals(List.of(new Line("a", 1)), split(1, "a\r"));
    }

    @Test
    void shouldTakeEmptyLines() throws Exception {
        Line empty = new Line("", 0);
        assertEquals(List.of(), split(1));
        assertEquals(List.of(empty, empty, empty), split(1, "\n\n\n"));
        assertEquals(List.of(empty, empty), split(1, "\r\n", "\r", "\n"));
        assertEquals(List.of(empty, new Line("a", 0)), split(1, "\na"));
    }

    @Test
    void shouldNotBreakACharacterAtTheCut() throws Exception {
        assertEquals(List.of(new Line("ab", 3)), split(3, "ab€\n"));
        assertEquals(List.of(new Line("ab", 3)), split(4, "ab€\n"));
        assertEquals(List.of(new Line("ab€", 0)), split(5, "ab€\n"));
        assertEquals(List.of(new Line("", 4)), split(3, "😀\n"));
        assertEquals(List.of(new Line("é", 2)), split(3, "é", "é", "\n"));
        assertEquals(List.of(new Line("é", 1)), split(2, "é", "x", "\n"));
    }

    @Test
    void shouldResynchroniseAfterALongLine() throws Exception {
        assertEquals(
                List.of(new Line("aa", 98), new Line("b", 0), new Line("c", 0)),
                split(2, "a".repeat(50), "a".repeat(50), "\nb\nc"));
    }

    @Test
    void shouldServeAReceiverThatFeedsAnotherSplitter() throws Exception {
        LineSplitter outer = new LineSplitter(100, true);
        List<String> seen = new ArrayList<>();
        outer.split(
                direct(utf8("one\ntwo\nthree\n")),
                (bytes, from, length, cut, printable) -> {
                    String text = new String(bytes, from, length, StandardCharsets.UTF_8);
                    new LineSplitter(100, true)
                            .split(
                                    direct(utf8("inner of " + text + "\n")),
                                    (b, f, n, c, p) ->
                                            seen.add(new String(b, f, n, StandardCharsets.UTF_8)));
                    return seen.add(text);
                });
        assertEquals(
                List.of("inner of one", "one", "inner of two", "two", "inner of three", "three"),
                seen);
    }

    @Test
    void shouldStandAfterTheLineWhoseReceiverThrew() throws Exception {
        LineSplitter splitter = new LineSplitter(100, true);
        ByteBuffer buffer = direct(utf8("a\nb\nc"));
        assertThrows(
                IOException.class,
                () ->
                        splitter.split(
                                buffer,
                                (bytes, from, length, cut, printable) -> {
                                    throw new IOException();
                                }));
        assertEquals(2, buffer.position());
        Lot lot = new Lot();
        splitter.split(buffer, lot);
        splitter.finish(lot);
        assertEquals(List.of(new Line("b", 0), new Line("c", 0)), lot.lines);
    }

    @Test
    void shouldForgetTheUnfinishedLine() throws Exception {
        LineSplitter splitter = new LineSplitter(3, true);
        Lot lot = new Lot();
        splitter.split(direct(utf8("a\nbcdefg")), lot);
        assertEquals(3, splitter.carried());
        assertEquals(6, splitter.forget());
        assertEquals(0, splitter.forget());
        splitter.finish(lot);
        assertEquals(List.of(new Line("a", 0)), lot.lines);
    }
}
