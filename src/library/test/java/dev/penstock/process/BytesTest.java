package dev.penstock.process;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.sink.Capture;
import dev.penstock.sink.Lines;
import dev.penstock.testing.Native;
import dev.penstock.text.LineFormat;
import dev.penstock.text.TextPolicy;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What a line sink has read with RAW goes back to another child as the bytes that it was. */
@Timeout(60)
class BytesTest {
    private static final Command INHERITED = Command.of(Native.program("inherited"));

    /** Every byte but NUL, which ends a string, and the newline, which ends a line. */
    private static byte[] allBytes() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int b = 1; b <= 255; b++) {
            if (b != '\n') {
                all.write(b);
            }
        }
        // An encoded surrogate and an overlong slash are no UTF-8; é and 😀 are.
        all.writeBytes(
                new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80, (byte) 0xc0, (byte) 0xaf});
        all.writeBytes("é😀".getBytes(StandardCharsets.UTF_8));
        return all.toByteArray();
    }

    /** The same as a RAW line. */
    private static String rawLine(byte[] bytes) throws Exception {
        List<String> lines = new ArrayList<>();
        Command.of("cat")
                .stdin(Input.bytes(bytes))
                .stdout(Lines.of(LineFormat.of(1000).policy(TextPolicy.RAW), lines::add))
                .run()
                .orThrow();
        assertEquals(1, lines.size());
        return lines.get(0);
    }

    private static byte[] output(Command command) throws Exception {
        Capture out = Capture.of(1 << 20);
        command.stdout(out).run().orThrow();
        return out.bytes();
    }

    /** The rest of the report's line that begins so, a character for each byte. */
    private static String report(Command command, String begins) throws Exception {
        String report = new String(output(command), StandardCharsets.ISO_8859_1);
        for (String line : report.split("\n")) {
            if (line.startsWith(begins)) {
                return line.substring(begins.length());
            }
        }
        throw new AssertionError("no " + begins + " in " + report);
    }

    /** As {@link #report} has it. */
    private static String reported(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1).replace("\\", "\\\\");
    }

    private static List<Command> bothWays(Command command) {
        return List.of(command, command.confine(Confinement.none().umask(0_22)));
    }

    @Test
    void shouldPassEveryByteOnAsArgumentAndName() throws Exception {
        byte[] all = allBytes();
        String raw = rawLine(all);
        for (Command each : bothWays(Command.of(Native.program("inherited"), raw, "\n" + raw))) {
            assertEquals(reported(all), report(each, "arg 1 "));
            assertEquals("\\n" + reported(all), report(each, "arg 2 "));
            assertEquals(reported(all), report(each.argv0(raw), "arg 0 "));
        }
    }

    @Test
    void shouldPassEveryByteOnInTheEnvironment() throws Exception {
        byte[] all = allBytes();
        String raw = rawLine(all);
        String name = raw.replace("=", "");
        String bytes = reported(all).replace("=", "");
        for (Command each : bothWays(INHERITED.clearEnvironment())) {
            assertEquals(reported(all), report(each.environment("A", raw), "env A="));
            assertEquals("value", report(each.environment(name, "value"), "env " + bytes + "="));
            // The same name, whichever string says it.
            Command twice = each.environment("é", "1").environment("\udcc3\udca9", "2");
            assertEquals("2", report(twice, "env Ã©="));
        }
    }

    @Test
    void shouldPassEveryByteOnAsInput() throws Exception {
        byte[] all = allBytes();
        assertArrayEquals(all, output(Command.of("cat").stdin(Input.text(rawLine(all)))));
    }

    @Test
    void shouldRemoveTheVeryFileThatWasListed(@TempDir Path dir) throws Exception {
        String made = "printf x > \"$(printf '\\351')\"; printf x > '?'; printf x > 'é'";
        Command.of("sh", "-c", made).directory(dir).run().orThrow();
        List<String> names = new ArrayList<>();
        Command.of("ls")
                .directory(dir)
                .stdout(Lines.of(LineFormat.of(100).policy(TextPolicy.RAW), names::add))
                .run()
                .orThrow();
        assertEquals(3, names.size(), names.toString());
        assertTrue(names.remove("\udce9"), names.toString());
        Command.of("rm", "\udce9").directory(dir).run().orThrow();
        assertArrayEquals(
                "?\né\n".getBytes(StandardCharsets.UTF_8),
                output(Command.of("ls").environment("LC_ALL", "C").directory(dir)));
    }

    @Test
    void shouldRunAProgramOfAnyName(@TempDir Path dir) throws Exception {
        Path program = Files.copy(Path.of("/bin/echo"), dir.resolve("echo"));
        Command.of("sh", "-c", "mv \"$1\" \"$(printf '\\351')\"", "sh", program.toString())
                .directory(dir)
                .run()
                .orThrow();
        for (Command each : bothWays(Command.of("./\udce9", "ran").directory(dir))) {
            assertEquals("ran\n", new String(output(each), StandardCharsets.US_ASCII));
        }
        for (Command each : bothWays(Command.of("./\udcea").directory(dir))) {
            SpawnException e = assertThrows(SpawnException.class, each::run);
            assertTrue(e.getMessage().contains("exec: ENOENT: no such file"), e.getMessage());
        }
    }

    @Test
    void shouldRefuseWhatStandsForNoByte() {
        Command command = Command.of("true");
        refused(
                "argument 1 has the lone surrogate U+D800 at index 1",
                () -> Command.of("a", "b\ud800"));
        refused("the program has the lone surrogate U+DC7F", () -> Command.of("\udc7f"));
        refused("argv0 has the lone surrogate U+DC00", () -> command.argv0("\udc00"));
        refused("variable 'A' has the lone", () -> command.environment("A", "\ud83d"));
        refused("has the lone surrogate U+DD00", () -> command.environment("\udd00", "a"));
        refused("the text has the lone surrogate U+DBFF", () -> Input.text("\udbff"));
        refused("argument 1 has a NUL", () -> Command.of("a", "\0"));
    }

    @Test
    void shouldRefuseTextThatACharsetHasNoBytesFor() throws Exception {
        refused(
                "ISO-8859-1 has no bytes for U+20AC at index 2",
                () -> Input.text("é €", StandardCharsets.ISO_8859_1));
        refused(
                "US-ASCII has no bytes for U+E9 at index 100",
                () -> Input.text("a".repeat(100) + "é", StandardCharsets.US_ASCII));
        refused(
                "UTF-16LE has no bytes for U+DCE9 at index 0",
                () -> Input.text("\udce9", StandardCharsets.UTF_16LE));
        String text = "grün 😀 ".repeat(1000);
        Input utf16 = Input.text(text, StandardCharsets.UTF_16BE);
        assertArrayEquals(
                text.getBytes(StandardCharsets.UTF_16BE), output(Command.of("cat").stdin(utf16)));
    }

    private static void refused(String message, Executable bad) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, bad);
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }
}
