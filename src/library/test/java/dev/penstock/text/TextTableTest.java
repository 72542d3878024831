package dev.penstock.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the tables of docs/text.md, so that they cannot say what is not so. */
@Timeout(60)
class TextTableTest {
    /** The cells of a row, without the back-quotes. */
    record Row(List<String> cells) {
        String get(int column) {
            return cells.get(column);
        }

        @Override
        public String toString() {
            return String.join(" | ", cells);
        }
    }

    /** The rows under a heading. */
    private static List<Row> table(String heading) {
        try {
            List<Row> rows = new ArrayList<>();
            boolean here = false;
            for (String line : Files.readAllLines(Path.of("docs/text.md"))) {
                if (line.startsWith("## ")) {
                    here = line.equals("## " + heading);
                } else if (here && line.startsWith("|")) {
                    rows.add(row(line));
                }
            }
            return rows.subList(2, rows.size());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Row row(String line) {
        List<String> cells = new ArrayList<>();
        for (String cell : line.substring(1, line.length() - 1).split("\\|", -1)) {
            String trimmed = cell.trim();
            boolean quoted = trimmed.length() > 1 && trimmed.startsWith("`");
            cells.add(
                    quoted && trimmed.endsWith("`")
                            ? trimmed.substring(1, trimmed.length() - 1)
                            : trimmed);
        }
        return new Row(cells);
    }

    static Stream<Row> presets() {
        return table("What the presets make of a line").stream();
    }

    static Stream<Row> treatments() {
        return table("Treatments, one by one").stream();
    }

    static Stream<Row> lines() {
        return table("Lines").stream();
    }

    static Stream<Row> ends() {
        return table("Line ends").stream();
    }

    static Stream<Row> charsets() {
        return table("Other charsets").stream();
    }

    /** {@code \xNN} is a byte. */
    private static byte[] bytes(String cell) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < cell.length(); i++) {
            if (cell.startsWith("\\x", i)) {
                bytes.write(Integer.parseInt(cell.substring(i + 2, i + 4), 16));
                i += 3;
            } else {
                assertTrue(cell.charAt(i) < 0x80, cell);
                bytes.write(cell.charAt(i));
            }
        }
        return bytes.toByteArray();
    }

    private static LineEnd end(String cell) {
        switch (cell) {
            case "LF":
                return LineEnd.LF;
            case "CR_OR_LF":
                return LineEnd.CR_OR_LF;
            case "NUL":
                return LineEnd.NUL;
            default:
                LineEnd end = LineEnd.of(Integer.decode(cell));
                assertEquals(cell, end.toString());
                return end;
        }
    }

    /** What cannot be shown, as the tables show it. */
    private static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints()
                .forEach(
                        c -> {
                            int type = Character.getType(c);
                            boolean visible =
                                    type != Character.CONTROL
                                            && type != Character.FORMAT
                                            && type != Character.SURROGATE
                                            && type != Character.UNASSIGNED
                                            && type != Character.LINE_SEPARATOR
                                            && type != Character.PARAGRAPH_SEPARATOR;
                            shown.append(visible ? Character.toString(c) : "‹U+%04X›".formatted(c));
                        });
        return shown.toString();
    }

    /** What came of a stream. */
    private record Result(List<String> lines, LineCounts counts, SuspectTextException reported) {
        /** All of them, each with its end. */
        String all() {
            StringBuilder all = new StringBuilder();
            lines.forEach(line -> all.append(line).append('¶'));
            return all.toString();
        }

        /** The one line or what came instead. */
        String one() {
            if (reported != null) {
                String hex = HexFormat.ofDelimiter(" ").formatHex(reported.bytes());
                return reported.suspect() + " at " + reported.offset() + ": " + hex;
            }
            return lines.isEmpty() ? "none" : lines.get(0);
        }
    }

    private static Result decode(LineFormat format, byte[] stream, int chunk) throws Exception {
        LineDecoder decoder = LineDecoder.of(format);
        List<String> lines = new ArrayList<>();
        LineDecoder.Receiver receiver = line -> lines.add(shown(line.toString()));
        SuspectTextException reported = null;
        try {
            for (int at = 0; at < stream.length; at += chunk) {
                int n = Math.min(chunk, stream.length - at);
                decoder.decode(ByteBuffer.wrap(stream, at, n), receiver);
            }
            decoder.finish(receiver);
        } catch (SuspectTextException e) {
            reported = e;
        }
        return new Result(lines, decoder.counts(), reported);
    }

    private static String line(LineFormat format, String input) throws Exception {
        byte[] stream = bytes(input);
        String whole = decode(format, stream, stream.length).one();
        for (int chunk = 1; chunk < stream.length; chunk++) {
            assertEquals(whole, decode(format, stream, chunk).one(), "in chunks of " + chunk);
        }
        return whole;
    }

    @ParameterizedTest
    @MethodSource("presets")
    void shouldMakeOfALineWhatTheTableSays(Row row) throws Exception {
        LineFormat format = LineFormat.of(80);
        assertEquals(row.get(1), line(format, row.get(0)), "PLAIN is the default");
        assertEquals(row.get(1), line(format.policy(TextPolicy.PLAIN), row.get(0)));
        assertEquals(row.get(2), line(format.policy(TextPolicy.LOG_SAFE), row.get(0)));
        assertEquals(row.get(3), line(format.policy(TextPolicy.STRICT), row.get(0)));
        assertEquals(row.get(4), line(format.policy(TextPolicy.RAW), row.get(0)));
    }

    @ParameterizedTest
    @MethodSource("treatments")
    void shouldTreatASuspectAsTheTableSays(Row row) throws Exception {
        String[] change = row.get(1).split(" ");
        Suspect suspect = Suspect.valueOf(change[0]);
        TextPolicy policy = TextPolicy.PLAIN.with(Treatment.valueOf(change[1]), suspect);
        List<Suspect> rejected = new ArrayList<>();
        LineFormat format =
                LineFormat.of(80)
                        .end(suspect == Suspect.LF ? LineEnd.NUL : LineEnd.LF)
                        .policy(policy)
                        .onReject((line, why) -> rejected.add(why));
        assertEquals(row.get(2), line(format, row.get(0)));

        rejected.clear();
        LineCounts counts = decode(format, bytes(row.get(0)), 80).counts();
        assertEquals(row.get(3), "" + counts.text().of(suspect));
        assertEquals(row.get(3), "" + counts.text().total());
        assertEquals(row.get(4), "" + counts.text().bytesCut());
        assertEquals(row.get(5), "" + counts.rejectedLines());
        assertEquals(row.get(5).equals("1") ? List.of(suspect) : List.of(), rejected);
    }

    @ParameterizedTest
    @MethodSource("lines")
    void shouldCutLinesAsTheTableSays(Row row) throws Exception {
        LineFormat cut = LineFormat.of(Integer.parseInt(row.get(1)));
        LineFormat format = row.get(2).equals("skip") ? cut.skipLonger() : cut;
        byte[] stream = bytes(row.get(0));
        for (int chunk = 1; chunk <= Math.max(1, stream.length); chunk++) {
            Result result = decode(format, stream, chunk);
            assertEquals(row.get(3), result.all());
            LineCounts counts = result.counts;
            assertEquals(row.get(4), "" + (counts.bytesCut() + counts.bytesSkipped()));
        }
    }

    @ParameterizedTest
    @MethodSource("ends")
    void shouldEndLinesAsTheTableSays(Row row) throws Exception {
        byte[] stream = bytes(row.get(0));
        LineFormat format = LineFormat.of(Integer.parseInt(row.get(2))).end(end(row.get(1)));
        for (int chunk = 1; chunk <= stream.length; chunk++) {
            Result result = decode(format, stream, chunk);
            assertEquals(row.get(3), result.all());
            assertEquals(
                    row.get(4), decode(format.policy(TextPolicy.LOG_SAFE), stream, chunk).all());
            assertEquals(row.get(5), "" + result.counts.bytesCut());
            assertEquals(row.get(6), "" + result.counts.unfinishedLines());
        }
    }

    @ParameterizedTest
    @MethodSource("charsets")
    void shouldDecodeOtherCharsetsAsTheTableSays(Row row) throws Exception {
        LineFormat format = LineFormat.of(80).end(end(row.get(2)));
        Charset charset = Charset.forName(row.get(1));
        if (row.get(3).equals("refused")) {
            Exception e =
                    assertThrows(IllegalArgumentException.class, () -> format.charset(charset));
            assertTrue(e.getMessage().contains(row.get(1)), e.getMessage());
            assertTrue(e.getMessage().contains(row.get(2)), e.getMessage());
        } else {
            assertEquals(row.get(3), line(format.charset(charset), row.get(0)));
        }
    }

    @Test
    void shouldHaveThePresetsThatTheTableSays() {
        List<Row> rows = table("Policies").subList(0, Suspect.values().length);
        for (Suspect suspect : Suspect.values()) {
            Row row = rows.get(suspect.ordinal());
            assertEquals(suspect.name(), row.get(0));
            assertEquals(row.get(2), TextPolicy.PLAIN.of(suspect).name());
            assertEquals(row.get(3), TextPolicy.LOG_SAFE.of(suspect).name());
            assertEquals(Treatment.KEEP, TextPolicy.RAW.of(suspect));
            boolean invalid = suspect == Suspect.INVALID;
            assertEquals(
                    invalid ? Treatment.REPORT : TextPolicy.PLAIN.of(suspect),
                    TextPolicy.STRICT.of(suspect));
        }
    }

    @Test
    void shouldHaveARowForEachSuspectAndEachTreatment() {
        List<String> changes = treatments().map(row -> row.get(1)).toList();
        for (Suspect suspect : Suspect.values()) {
            assertTrue(changes.stream().anyMatch(c -> c.startsWith(suspect + " ")), "" + suspect);
        }
        for (Treatment treatment : Treatment.values()) {
            boolean there = changes.stream().anyMatch(c -> c.endsWith(" " + treatment));
            assertTrue(there || treatment == Treatment.KEEP, "" + treatment);
        }
        assertTrue(presets().count() > 30);
        assertTrue(lines().count() > 10);
        assertTrue(ends().count() > 15);
        assertTrue(charsets().count() > 10);
    }

    @Test
    void shouldRefuseToKeepBytesOfOtherCharsets() {
        LineFormat format = LineFormat.of(80);
        Charset latin = Charset.forName("ISO-8859-1");
        LineFormat raw = format.policy(TextPolicy.RAW);
        assertThrows(IllegalArgumentException.class, () -> raw.charset(latin));
        LineFormat other = format.charset(latin);
        assertThrows(IllegalArgumentException.class, () -> other.policy(TextPolicy.RAW));
    }

    @Test
    void shouldRefuseAnEndThatTheCharsetDoesNotHave() {
        LineFormat japanese = LineFormat.of(80).charset(Charset.forName("EUC-JP"));
        Exception e =
                assertThrows(IllegalArgumentException.class, () -> japanese.end(LineEnd.of('|')));
        assertTrue(e.getMessage().contains("0x7c"), e.getMessage());
        assertEquals(LineEnd.NUL, japanese.end(LineEnd.of(0)).end());
    }
}
