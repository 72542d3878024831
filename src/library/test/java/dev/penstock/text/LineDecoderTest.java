package dev.penstock.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LineDecoderTest {
    private final List<String> seen = new ArrayList<>();

    private static ByteBuffer buffer(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private LineDecoder decode(LineFormat format, String... chunks) throws Exception {
        LineDecoder decoder = LineDecoder.of(format);
        for (String chunk : chunks) {
            assertTrue(decoder.decode(buffer(chunk), line -> seen.add(line.toString())));
        }
        decoder.finish(line -> seen.add(line.toString()));
        return decoder;
    }

    @Test
    void shouldCutLongerLines() throws Exception {
        LineCounts counts = decode(LineFormat.of(3), "abc\nabcdef\n\nab").counts();
        assertEquals(List.of("abc", "abc", "", "ab"), seen);
        assertEquals(4, counts.lines());
        assertEquals(1, counts.cutLines());
        assertEquals(3, counts.bytesCut());
        assertEquals(0, counts.skippedLines());
    }

    @Test
    void shouldSkipLongerLinesWholeAndResynchronise() throws Exception {
        LineFormat format = LineFormat.of(3).skipLonger();
        LineCounts counts =
                decode(format, "abc\nab", "cdef\r\nx\nab€\n", "abcd\n\nlast one").counts();
        assertEquals(List.of("abc", "x", ""), seen);
        assertEquals(3, counts.lines());
        assertEquals(4, counts.skippedLines());
        assertEquals(6 + 5 + 4 + 8, counts.bytesSkipped());
        assertEquals(0, counts.cutLines());
        assertEquals(0, counts.bytesCut());
    }

    @Test
    void shouldAccountForEveryByteWhateverIsDoneWithLongLines() throws Exception {
        for (long seed = 0; seed < 2000; seed++) {
            Random random = new Random(seed);
            String text = LineReference.randomText(random, random.nextInt(200));
            int longest = 1 + random.nextInt(20);
            LineFormat format = LineFormat.of(longest);
            LineDecoder decoder =
                    LineDecoder.of(random.nextBoolean() ? format : format.skipLonger());
            long[] handedOut = {0};
            LineDecoder.Receiver receiver =
                    line -> {
                        handedOut[0] += line.streamBytes();
                        assertEquals(line.streamBytes(), line.length());
                        return random.nextInt(5) > 0;
                    };
            ByteBuffer bytes = buffer(text);
            int all = bytes.limit();
            while (bytes.position() < all) {
                bytes.limit(bytes.position() + 1 + random.nextInt(all - bytes.position()));
                while (bytes.hasRemaining()) {
                    decoder.decode(bytes, receiver);
                    assertTrue(decoder.held() <= longest);
                }
            }
            decoder.finish(receiver);
            LineCounts counts = decoder.counts();
            long expected =
                    LineReference.rawLines(text.getBytes(StandardCharsets.UTF_8)).stream()
                            .mapToLong(raw -> raw.length)
                            .sum();
            assertEquals(
                    expected,
                    handedOut[0] + counts.bytesCut() + counts.bytesSkipped(),
                    "seed " + seed);
            assertEquals(
                    LineReference.lines(text, longest).size(),
                    counts.lines() + counts.skippedLines(),
                    "seed " + seed);
        }
    }

    @Test
    void shouldStopWhereTheReceiverWantsNoMore() throws Exception {
        LineDecoder decoder = LineDecoder.of(LineFormat.of(9));
        ByteBuffer bytes = buffer("a\nb\nc");
        assertFalse(decoder.decode(bytes, line -> false));
        assertEquals(2, bytes.position());
        assertTrue(decoder.decode(bytes, line -> seen.add(line.toString())));
        assertEquals(List.of("b"), seen);
        assertEquals(1, decoder.held());
        assertEquals(1, decoder.forget());
        assertEquals(0, decoder.held());
    }

    @Test
    void shouldShowBytesAsViews() throws Exception {
        byte[] line = "GET /é HTTP".getBytes(StandardCharsets.UTF_8);
        int[] calls = {0};
        LineDecoder decoder = LineDecoder.of(LineFormat.of(80));
        LineDecoder.Receiver receiver =
                view -> {
                    calls[0]++;
                    assertEquals(line.length, view.length());
                    for (int i = 0; i < line.length; i++) {
                        assertEquals(line[i], view.get(i));
                        assertEquals(i, view.indexOf(line[i], i));
                    }
                    assertThrows(IndexOutOfBoundsException.class, () -> view.get(-1));
                    assertThrows(IndexOutOfBoundsException.class, () -> view.get(line.length));
                    assertArrayEquals(line, view.toByteArray());
                    byte[] copy = new byte[line.length + 2];
                    view.copyTo(copy, 1);
                    assertArrayEquals(line, Arrays.copyOfRange(copy, 1, line.length + 1));
                    assertEquals(0, copy[line.length + 1]);
                    assertEquals("GET /é HTTP", view.toString());
                    assertTrue(view.contentEquals(line));
                    assertFalse(view.contentEquals(copy));
                    assertTrue(view.startsWith(new byte[] {'G', 'E'}));
                    assertTrue(view.startsWith(line));
                    assertFalse(view.startsWith(new byte[] {'E'}));
                    assertFalse(view.startsWith(Arrays.copyOf(line, line.length + 1)));
                    assertEquals(3, view.indexOf((byte) ' ', 0));
                    assertEquals(7, view.indexOf((byte) ' ', 4));
                    assertEquals(-1, view.indexOf((byte) ' ', 8));
                    assertEquals(-1, view.indexOf((byte) '\n', 0));
                    assertThrows(
                            IndexOutOfBoundsException.class,
                            () -> view.indexOf((byte) 'x', line.length + 1));
                    assertEquals(Arrays.hashCode(line), view.contentHash());
                    return true;
                };
        decoder.decode(buffer("GET /é HTTP\nGET"), receiver);
        decoder.decode(buffer(" /é HTTP\r\n"), receiver);
        decoder.decode(buffer("GET /é HTTP"), receiver);
        decoder.finish(receiver);
        assertEquals(3, calls[0]);
    }

    @Test
    void shouldRefuseAViewAfterItsCall() throws Exception {
        List<LineView> kept = new ArrayList<>();
        LineDecoder.of(LineFormat.of(9)).decode(buffer("a\nb\n"), kept::add);
        for (LineView view : kept) {
            Exception e = assertThrows(IllegalStateException.class, () -> view.get(0));
            assertTrue(e.getMessage().contains("only during the call"), e.getMessage());
            assertThrows(IllegalStateException.class, view::length);
            assertThrows(IllegalStateException.class, view::toString);
            assertThrows(IllegalStateException.class, view::toByteArray);
            assertThrows(IllegalStateException.class, view::contentHash);
            assertThrows(IllegalStateException.class, view::bytesCut);
            assertThrows(IllegalStateException.class, view::streamBytes);
            assertThrows(IllegalStateException.class, () -> view.contentEquals(new byte[0]));
            assertThrows(IllegalStateException.class, () -> view.startsWith(new byte[0]));
            assertThrows(IllegalStateException.class, () -> view.indexOf((byte) 'a', 0));
            assertThrows(IllegalStateException.class, () -> view.copyTo(new byte[9], 0));
        }
    }

    @Test
    void shouldRefuseAViewDuringTheNextLineToo() throws Exception {
        LineView[] first = {null};
        int[] refused = {0};
        LineDecoder.of(LineFormat.of(9))
                .decode(
                        buffer("a\nb\n"),
                        view -> {
                            if (first[0] == null) {
                                first[0] = view;
                            } else {
                                assertThrows(IllegalStateException.class, () -> first[0].get(0));
                                refused[0]++;
                            }
                            return true;
                        });
        assertEquals(1, refused[0], "the tests run with -Ddev.penstock.checked=true");
    }

    @Test
    void shouldTellALineThatTheStreamBrokeOff() throws Exception {
        LineFormat format = LineFormat.of(3).end(LineEnd.NUL);
        for (LineFormat each : List.of(format, format.skipLonger())) {
            List<Boolean> unfinished = new ArrayList<>();
            LineDecoder decoder = LineDecoder.of(each);
            LineDecoder.Receiver receiver = line -> unfinished.add(line.unfinished());
            decoder.decode(buffer("a\0b"), receiver);
            assertEquals(0, decoder.counts().unfinishedLines());
            decoder.decode(buffer("\0c\nd"), receiver);
            assertEquals(List.of(false, false), unfinished);
            decoder.finish(receiver);
            assertEquals(List.of(false, false, true), unfinished);
            assertEquals(1, decoder.counts().unfinishedLines());
        }
        LineDecoder decoder = LineDecoder.of(format.skipLonger());
        decoder.decode(buffer("abcd"), line -> true);
        decoder.finish(line -> true);
        assertEquals(1, decoder.counts().skippedLines());
        assertEquals(1, decoder.counts().unfinishedLines());
        assertEquals(0, decode(LineFormat.of(9), "a\n", "b\r\n").counts().unfinishedLines());
    }

    @Test
    void shouldForgetALineButNotThatItsEndMayGoOn() throws Exception {
        LineDecoder decoder = LineDecoder.of(LineFormat.of(9).end(LineEnd.CR_OR_LF));
        LineDecoder.Receiver receiver = line -> seen.add(line.toString());
        decoder.decode(buffer("a\r"), receiver);
        assertEquals(0, decoder.forget());
        decoder.decode(buffer("\nbc"), receiver);
        assertEquals(2, decoder.forget());
        decoder.decode(buffer("d\r\n"), receiver);
        decoder.finish(receiver);
        assertEquals(List.of("a", "d"), seen);
    }

    @Test
    void shouldRefuseALineEndThatIsNoByte() {
        for (int value : new int[] {-1, 256, (byte) 0xFF}) {
            Exception e = assertThrows(IllegalArgumentException.class, () -> LineEnd.of(value));
            assertTrue(e.getMessage().contains("" + value), e.getMessage());
        }
    }

    @Test
    void shouldTellLineEndsApart() {
        List<LineEnd> all =
                List.of(
                        LineEnd.LF,
                        LineEnd.CR_OR_LF,
                        LineEnd.NUL,
                        LineEnd.of('\n'),
                        LineEnd.of('\r'),
                        LineEnd.of(0xFF));
        for (int i = 0; i < all.size(); i++) {
            for (int j = 0; j < all.size(); j++) {
                assertEquals(i == j, all.get(i).equals(all.get(j)), i + " and " + j);
            }
        }
        assertEquals(LineEnd.NUL, LineEnd.of(0));
        assertEquals(LineEnd.NUL.hashCode(), LineEnd.of(0).hashCode());
        assertEquals(LineEnd.LF, LineFormat.of(9).end());
    }

    @Test
    void shouldRefuseALongestBelowOne() {
        assertThrows(IllegalArgumentException.class, () -> LineFormat.of(0));
        assertThrows(IllegalArgumentException.class, () -> LineFormat.of(-1));
    }
}
