package dev.penstock.command.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LineCutterTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void shouldPassWhatFits() throws IOException {
        assertEquals("", cut(5, ""));
        assertEquals("12345\r\n\n1", cut(6, "12345\r\n\n1"));
    }

    @Test
    void shouldMarkWhatItCuts() throws IOException {
        assertEquals("12345[… 2 bytes cut]\nab\n", cut(5, "1234567\nab\n"));
        assertEquals("1[… 1 bytes cut]", cut(1, "12"));
    }

    @Test
    void shouldNotCutACharacterInTwo() throws IOException {
        assertEquals("äö[… 2 bytes cut]\n", cut(5, "äöü\n"));
        assertEquals("äöü\n", cut(6, "äöü\n"));
        assertEquals("😀[… 4 bytes cut]", cut(7, "😀😀"));
    }

    @Test
    void shouldBoundALineOfBytesThatAreNoText() throws IOException {
        byte[] continuations = new byte[100];
        Arrays.fill(continuations, (byte) 0x80);
        LineCutter cutter = new LineCutter(out, 10);

        cutter.write(continuations);

        assertArrayEquals(Arrays.copyOf(continuations, 10), out.toByteArray());
    }

    @Test
    void shouldCutTheSameHoweverTheStreamIsChunked() throws IOException {
        byte[] text =
                "short\nlonger than ten bytes\näöüäöü\n\nend of it all"
                        .getBytes(StandardCharsets.UTF_8);
        LineCutter whole = new LineCutter(out, 10);
        whole.write(text);
        whole.end();
        for (int size = 1; size < text.length; size++) {
            ByteArrayOutputStream pieces = new ByteArrayOutputStream();
            LineCutter cutter = new LineCutter(pieces, 10);
            for (int from = 0; from < text.length; from += size) {
                cutter.write(Arrays.copyOfRange(text, from, Math.min(text.length, from + size)));
            }
            cutter.end();
            assertArrayEquals(out.toByteArray(), pieces.toByteArray(), "chunks of " + size);
            assertEquals(3, cutter.cutLines());
            assertEquals(whole.cutBytes(), cutter.cutBytes());
        }
    }

    @Test
    void shouldWriteAPromptAtOnce() throws IOException {
        new LineCutter(out, 10).write("name? ".getBytes(StandardCharsets.UTF_8));

        assertEquals("name? ", out.toString(StandardCharsets.UTF_8));
    }

    private String cut(int longest, String text) throws IOException {
        out.reset();
        LineCutter cutter = new LineCutter(out, longest);
        cutter.write(text.getBytes(StandardCharsets.UTF_8));
        cutter.end();
        return out.toString(StandardCharsets.UTF_8);
    }
}
