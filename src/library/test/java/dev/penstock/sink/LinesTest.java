package dev.penstock.sink;

import static dev.penstock.sink.Feed.direct;
import static dev.penstock.sink.Feed.utf8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.text.LineFormat;
import dev.penstock.text.LineReference;
import dev.penstock.text.Suspect;
import dev.penstock.text.SuspectTextException;
import dev.penstock.text.TextPolicy;
import dev.penstock.text.Treatment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LinesTest {
    /** So many of the reference's ends are no bytes within characters. */
    private static final int CHARACTER_ENDS = 11;

    private final List<String> seen = new ArrayList<>();

    @Test
    void shouldHandOutAndCountLikeTheReference() throws Exception {
        for (long seed = 0; seed < 2000; seed++) {
            Random random = new Random(seed);
            String text = LineReference.randomText(random, random.nextInt(100));
            int longest = 1 + random.nextInt(20);
            LineReference.End end = LineReference.ENDS.get((int) seed % CHARACTER_ENDS);
            LineFormat format = LineFormat.of(longest).end(end.end());
            List<LineReference.Line> got = new ArrayList<>();
            Lines lines =
                    Lines.ofHandler(
                            format, (line, cut) -> got.add(new LineReference.Line(line, cut)));
            new Feed(lines, random).bytes(utf8(text), 1 + random.nextInt(20)).end();

            List<LineReference.Line> expected = LineReference.lines(text, longest, end);
            assertEquals(expected, got, "seed " + seed);
            assertEquals(expected.size(), lines.lines(), "seed " + seed);
            assertEquals(
                    expected.stream().filter(line -> line.cut() > 0).count(),
                    lines.cutLines(),
                    "seed " + seed);
            assertEquals(
                    expected.stream().mapToLong(LineReference.Line::cut).sum(),
                    lines.bytesCut(),
                    "seed " + seed);
            assertTrue(lines.peakBytes() <= longest, "seed " + seed);
            assertTrue(lines.ended());
        }
    }

    @Test
    void shouldTakeAMethodReference() throws Exception {
        Lines lines = Lines.of(80, seen::add);
        new Feed(lines, new Random(1)).text("one\r\ntwo\n\nfour").end();
        assertEquals(List.of("one", "two", "", "four"), seen);
        assertEquals(4, lines.lines());
        assertEquals(0, lines.cutLines());
    }

    @Test
    void shouldReplaceWhatIsNotUtf8() throws Exception {
        Lines lines = Lines.of(80, seen::add);
        new Feed(lines, new Random(1)).bytes(new byte[] {'a', (byte) 0xFF, 'b', '\n'}, 8).end();
        assertEquals(List.of("a\uFFFDb"), seen);
    }

    @Test
    void shouldShowLinesAsViews() throws Exception {
        Lines lines =
                Lines.ofViews(
                        LineFormat.of(9).skipLonger(),
                        line -> seen.add(line.length() + " " + line));
        new Feed(lines, new Random(1)).text("one\r\n0123456789\n\né").end();
        assertEquals(List.of("3 one", "0 ", "2 é"), seen);
        assertEquals(3, lines.lines());
        assertEquals(1, lines.lineCounts().skippedLines());
        assertEquals(10, lines.lineCounts().bytesSkipped());
    }

    @Test
    void shouldApplyAPolicyAndHandRejectedLinesToItsHandler() throws Exception {
        LineFormat format =
                LineFormat.of(9)
                        .policy(TextPolicy.LOG_SAFE.with(Treatment.REJECT, Suspect.NUL))
                        .onReject((line, why) -> seen.add(why + " in " + line.length()));
        Lines lines = Lines.of(format, seen::add);
        new Feed(lines, new Random(1)).text("a\u001bb\nc\0\nd\n").end();
        assertEquals(List.of("a\\x1bb", "NUL in 2", "d"), seen);
        assertEquals(2, lines.lines());
        assertEquals(1, lines.lineCounts().rejectedLines());
        assertEquals(2, lines.lineCounts().bytesRejected());
        assertEquals(1, lines.lineCounts().text().of(Suspect.ESC));
    }

    @Test
    void shouldFailWithWhatThePolicyReports() throws Exception {
        Lines lines = Lines.of(LineFormat.of(9).policy(TextPolicy.STRICT), seen::add);
        SuspectTextException e =
                assertThrows(
                        SuspectTextException.class,
                        () -> lines.accept(direct(new byte[] {'a', '\n', 'b', -1, '\n', 'c'})));
        lines.fail(e);
        assertEquals(3, e.offset());
        assertEquals(List.of("a"), seen);
        assertSame(e, lines.failure().orElseThrow());
    }

    @Test
    void shouldHandOutAnUnfinishedLineThroughItsPolicyWhenTheStreamFails() throws Exception {
        Lines lines = Lines.of(LineFormat.of(9).policy(TextPolicy.STRICT), seen::add);
        lines.accept(direct(new byte[] {'a', -1}));
        IOException cause = new IOException("time ran out");
        lines.fail(cause);
        assertEquals(List.of(), seen);
        assertEquals(SuspectTextException.class, cause.getSuppressed()[0].getClass());
    }

    @Test
    void shouldHoldOnlyTheUnfinishedLine() throws Exception {
        Lines lines = Lines.of(100, seen::add);
        lines.accept(direct(utf8("one\ntwo\n")));
        assertEquals(0, lines.peakBytes());
        lines.accept(direct(utf8("three")));
        assertEquals(5, lines.peakBytes());
        lines.accept(direct(utf8("\n" + "x".repeat(1000))));
        assertEquals(100, lines.peakBytes());
        assertEquals(3, lines.lines());
    }

    @Test
    void shouldCountTheLineThatTheHandlerIsBusyWith() throws Exception {
        Lines[] self = new Lines[1];
        List<Long> counts = new ArrayList<>();
        self[0] = Lines.of(9, line -> counts.add(self[0].lines()));
        self[0].accept(direct(utf8("a\nb\n")));
        assertEquals(List.of(1L, 2L), counts);
    }

    @Test
    void shouldLetWhatTheHandlerThrowsThroughAndNotCallItAgain() {
        IOException thrown = new IOException("enough");
        Lines lines =
                Lines.ofHandler(
                        9,
                        (line, cut) -> {
                            seen.add(line);
                            throw thrown;
                        });
        assertSame(
                thrown,
                assertThrows(IOException.class, () -> lines.accept(direct(utf8("a\nb\nc")))));
        lines.fail(thrown);
        assertEquals(List.of("a"), seen);
        assertSame(thrown, lines.failure().orElseThrow());
        assertEquals(0, thrown.getSuppressed().length);
        assertFalse(lines.ended());
    }

    @Test
    void shouldFailWhenTheHandlerThrowsOnTheLastLine() throws Exception {
        IllegalStateException thrown = new IllegalStateException();
        Lines lines =
                Lines.of(
                        9,
                        line -> {
                            throw thrown;
                        });
        lines.accept(direct(utf8("a")));
        assertSame(thrown, assertThrows(IllegalStateException.class, lines::end));
        assertFalse(lines.ended());
        assertSame(thrown, lines.failure().orElseThrow());
    }

    @Test
    void shouldHandOutTheUnfinishedLineOnFailure() throws Exception {
        Lines lines = Lines.of(9, seen::add);
        IOException cause = new IOException("time ran out");
        lines.accept(direct(utf8("done\n50 %")));
        lines.fail(cause);
        assertEquals(List.of("done", "50 %"), seen);
        assertEquals(Optional.of(cause), lines.failure());
    }

    @Test
    void shouldKeepTheCauseWhenTheHandlerThrowsOnFailure() throws Exception {
        RuntimeException second = new RuntimeException();
        Lines lines =
                Lines.of(
                        9,
                        line -> {
                            throw second;
                        });
        IOException cause = new IOException("time ran out");
        lines.accept(direct(utf8("50 %")));
        lines.fail(cause);
        assertSame(cause, lines.failure().orElseThrow());
        assertArrayEquals(new Throwable[] {second}, cause.getSuppressed());
    }

    @Test
    void shouldServeOneStreamOnly() {
        Lines lines = Lines.of(9, seen::add);
        lines.attach(() -> {});
        Exception e = assertThrows(IllegalStateException.class, () -> lines.attach(() -> {}));
        assertEquals(
                "this Lines has served a stream before: make a new one for each stream",
                e.getMessage());
    }

    @Test
    void shouldRefuseALongestBelowOneAndNoHandler() {
        assertThrows(IllegalArgumentException.class, () -> Lines.of(0, seen::add));
        assertThrows(NullPointerException.class, () -> Lines.of(1, null));
        assertThrows(NullPointerException.class, () -> Lines.ofHandler(1, null));
    }
}
