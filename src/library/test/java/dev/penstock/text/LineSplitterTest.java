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
        return split(longest, LineEnd.LF, chunks);
    }

    private static List<Line> split(int longest, LineEnd end, String... chunks) throws Exception {
        LineSplitter splitter = new LineSplitter(longest, end, true);
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
     * The stream in random chunks; where the receiver stops, the buffer must stand right after an
     * end.
     */
    private static Lot splitRandomly(
            byte[] stream, LineEnd end, int longest, int largest, Random random, boolean stops)
            throws Exception {
        LineSplitter splitter = new LineSplitter(longest, end, true);
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
                    byte last = buffer.get(buffer.position() - 1);
                    assertTrue(last == end.first() || last == end.second());
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
            byte[] stream = utf8(text);
            Lot lot = splitRandomly(stream, LineEnd.LF, longest, largest, random, stops);
            assertEquals(LineReference.lines(text, longest), lot.lines, "seed " + seed);
        }
    }

    @Test
    void shouldSplitAtAnyEndLikeTheReference() throws Exception {
        for (LineReference.End end : LineReference.ENDS) {
            if (end.end().first() >= 0) {
                for (long seed = 0; seed < 1000; seed++) {
                    Random random = new Random(seed);
                    String text = LineReference.randomText(random, random.nextInt(200));
                    int longest = 1 + random.nextInt(random.nextBoolean() ? 12 : 300);
                    int largest = 1 + random.nextInt(random.nextBoolean() ? 5 : 400);
                    boolean stops = random.nextBoolean();
                    byte[] stream = utf8(text);
                    Lot lot = splitRandomly(stream, end.end(), longest, largest, random, stops);
                    assertEquals(
                            LineReference.lines(text, longest, end),
                            lot.lines,
                            end + ", seed " + seed);
                }
            }
        }
    }

    @Test
    void shouldTakeCrLfForOneEndWhereverItIsCut() throws Exception {
        List<Line> expected = List.of(new Line("a", 0), new Line("b", 0), new Line("", 0));
        for (String text : List.of("a\r\nb\r\n\r\n", "a\rb\r\r", "a\nb\n\n", "a\r\nb\n\r\n")) {
            for (int cut = 0; cut <= text.length(); cut++) {
                assertEquals(
                        expected,
                        split(9, LineEnd.CR_OR_LF, text.substring(0, cut), text.substring(cut)));
            }
        }
        assertEquals(expected, split(9, LineEnd.CR_OR_LF, "a\r", "\nb\r", "\n", "\r", "\n"));
        assertEquals(
                List.of(new Line("", 0), new Line("", 0)), split(9, LineEnd.CR_OR_LF, "\n", "\r"));
    }

    /** A progress bar shows what it says before it is known what comes next. */
    @Test
    void shouldHandALineOutWithItsCr() throws Exception {
        LineSplitter splitter = new LineSplitter(9, LineEnd.CR_OR_LF, true);
        Lot lot = new Lot();
        splitter.split(direct(utf8("10%\r")), lot);
        assertEquals(List.of(new Line("10%", 0)), lot.lines);
        assertEquals(0, splitter.carried());
        assertFalse(splitter.isWithinLine());
        splitter.split(direct(utf8("\n")), lot);
        assertFalse(splitter.isWithinLine());
        assertEquals(1, lot.lines.size());
    }

    @Test
    void shouldStandAfterTheLfOfACrLfWhereTheReceiverStops() throws Exception {
        LineSplitter splitter = new LineSplitter(9, LineEnd.CR_OR_LF, true);
        ByteBuffer buffer = direct(utf8("a\r\nb\r\n"));
        assertFalse(splitter.split(buffer, (bytes, from, length, cut, printable) -> false));
        assertEquals(3, buffer.position());
        assertFalse(splitter.split(buffer, (bytes, from, length, cut, printable) -> false));
        assertEquals(6, buffer.position());
    }

    /** Pieces of a large buffer are borders too, and nobody sees where they are. */
    @Test
    void shouldTakeACrLfAcrossPiecesOfOneBuffer() throws Exception {
        String first = "a".repeat(MarkedChunk.BYTES - 1);
        List<Line> expected = List.of(new Line(first, 0), new Line("b", 0));
        assertEquals(expected, split(20_000, LineEnd.CR_OR_LF, first + "\r\nb"));
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
            byte[] stream = utf8(text.toString());
            for (LineReference.End end : LineReference.ENDS.subList(0, 2)) {
                Lot lot = splitRandomly(stream, end.end(), longest, largest, random, seed % 2 == 0);
                assertEquals(
                        LineReference.lines(text.toString(), longest, end),
                        lot.lines,
                        end + ", seed " + seed);
            }
        }
    }

    @Test
    void shouldLoseNoByteOfWhatIsNotUtf8() throws Exception {
        byte[] alphabet = {
            '\n', '\r', 'x', (byte) 0x80, (byte) 0xBF, (byte) 0xC3, (byte) 0xE2, (byte) 0xF0, -1, 0
        };
        for (long seed = 0; seed < 6000; seed++) {
            Random random = new Random(seed);
            byte[] stream = new byte[random.nextInt(200)];
            for (int i = 0; i < stream.length; i++) {
                stream[i] = alphabet[random.nextInt(alphabet.length)];
            }
            LineReference.End end = LineReference.ENDS.get((int) seed % LineReference.ENDS.size());
            int longest = 1 + random.nextInt(10);
            int largest = 1 + random.nextInt(30);
            Lot lot =
                    splitRandomly(
                            stream, end.end(), longest, largest, random, random.nextBoolean());
            List<LineReference.Raw> expected = LineReference.rawLines(stream, end);
            String which = end + ", seed " + seed;
            assertEquals(expected.size(), lot.raw.size(), which);
            for (int i = 0; i < expected.size(); i++) {
                byte[] whole = expected.get(i).bytes();
                byte[] kept = lot.raw.get(i);
                assertArrayEquals(Arrays.copyOf(whole, kept.length), kept, which);
                assertEquals(whole.length, kept.length + lot.lines.get(i).cut(), which);
                assertTrue(kept.length <= longest, which);
                assertTrue(kept.length >= Math.min(whole.length, longest - 3), which);
                if (whole.length > longest && (whole[longest] & 0xC0) != 0x80) {
                    assertEquals(longest, kept.length, "no character to spare, " + which);
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
        LineSplitter outer = new LineSplitter(100, LineEnd.LF, true);
        List<String> seen = new ArrayList<>();
        outer.split(
                direct(utf8("one\ntwo\nthree\n")),
                (bytes, from, length, cut, printable) -> {
                    String text = new String(bytes, from, length, StandardCharsets.UTF_8);
                    new LineSplitter(100, LineEnd.LF, true)
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
        LineSplitter splitter = new LineSplitter(100, LineEnd.LF, true);
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
        LineSplitter splitter = new LineSplitter(3, LineEnd.LF, true);
        Lot lot = new Lot();
        splitter.split(direct(utf8("a\nbcdefg")), lot);
        assertEquals(3, splitter.carried());
        assertEquals(6, splitter.forget());
        assertEquals(0, splitter.forget());
        splitter.finish(lot);
        assertEquals(List.of(new Line("a", 0)), lot.lines);
    }
}
