package dev.penstock.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.penstock.internal.text.Utf8;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TextDecoderTest {
    private static final Charset UTF_8 = StandardCharsets.UTF_8;

    /** In chunks of 1 to {@code largest} bytes, out of a direct buffer. */
    private static String decode(TextDecoder decoder, byte[] stream, int largest, Random random)
            throws SuspectTextException {
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < stream.length; ) {
            int n = Math.min(stream.length - at, 1 + random.nextInt(largest));
            ByteBuffer bytes = ByteBuffer.allocateDirect(n).put(stream, at, n).flip();
            decoder.decode(bytes, text);
            assertFalse(bytes.hasRemaining());
            at += n;
        }
        decoder.finish(text);
        return text.toString();
    }

    private static TextPolicy randomPolicy(Random random) {
        Treatment[] some = {Treatment.KEEP, Treatment.REPLACE, Treatment.ESCAPE, Treatment.REMOVE};
        TextPolicy policy = TextPolicy.PLAIN;
        for (Suspect suspect : Suspect.values()) {
            // The last, REMOVE, may join invalid bytes that are kept, INVALID being the first.
            int n = policy.of(Suspect.INVALID) == Treatment.KEEP ? some.length - 1 : some.length;
            policy = policy.with(some[random.nextInt(n)], suspect);
        }
        return policy;
    }

    @Test
    void shouldDecodeLikeTheReferenceWhereverChunksEnd() throws Exception {
        for (long seed = 0; seed < 6000; seed++) {
            Random random = new Random(seed);
            byte[] stream = TextReference.randomBytes(random, random.nextInt(60));
            TextPolicy policy = randomPolicy(random);
            int largest = 1 + random.nextInt(random.nextBoolean() ? 3 : 50);
            assertEquals(
                    TextReference.text(stream, policy),
                    decode(TextDecoder.of(UTF_8, policy), stream, largest, random),
                    "seed " + seed + ", " + policy);
        }
    }

    @Test
    void shouldDecodeAsTheJdkDoesButForSurrogates() throws Exception {
        for (long seed = 0; seed < 6000; seed++) {
            Random random = new Random(seed);
            byte[] stream = TextReference.randomBytes(random, random.nextInt(60));
            for (int i = 0; i < stream.length; i++) {
                stream[i] = (stream[i] & 0xFF) == 0xED ? (byte) 0xEC : stream[i];
            }
            String expected = new String(stream, UTF_8);
            TextDecoder decoder = TextDecoder.of(UTF_8, TextPolicy.PLAIN);
            assertEquals(expected, decode(decoder, stream, 9, random), "seed " + seed);
            assertEquals(expected, Utf8.string(stream, 0, stream.length), "seed " + seed);
        }
    }

    @Test
    void shouldGiveRawBytesBack() throws Exception {
        for (long seed = 0; seed < 6000; seed++) {
            Random random = new Random(seed);
            byte[] stream = TextReference.randomBytes(random, random.nextInt(60));
            if (random.nextBoolean()) {
                random.nextBytes(stream);
            }
            String text = decode(TextDecoder.of(UTF_8, TextPolicy.RAW), stream, 9, random);
            assertArrayEquals(stream, Utf8.rawBytes(text), "seed " + seed);
            assertEquals(text, Utf8.rawString(stream, 0, stream.length), "seed " + seed);
        }
    }

    @Test
    void shouldRefuseSurrogatesThatStandForNoByte() {
        for (String text : List.of("a\uDC7F", "\uDD00", "\uD800", "\uD800a")) {
            assertThrows(IllegalArgumentException.class, () -> Utf8.rawBytes(text));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ISO-8859-1",
                "windows-1252",
                "US-ASCII",
                "Shift_JIS",
                "EUC-JP",
                "ISO-2022-JP",
                "GB18030",
                "UTF-16",
                "UTF-16LE",
                "UTF-32BE"
            })
    void shouldDecodeOtherCharsetsAsTheJdkDoes(String name) throws Exception {
        Charset charset = Charset.forName(name);
        for (long seed = 0; seed < 1000; seed++) {
            Random random = new Random(seed);
            byte[] stream;
            if (random.nextBoolean()) {
                stream = "abc é あ漢字 \r\n \r € 0123".repeat(random.nextInt(5)).getBytes(charset);
                // Broken at the end alone: a decoder may read on differently after an error within.
                stream = Arrays.copyOf(stream, Math.max(0, stream.length - random.nextInt(4)));
            } else {
                stream = "é漢字".getBytes(charset);
            }
            TextDecoder decoder = TextDecoder.of(charset, TextPolicy.PLAIN);
            assertEquals(
                    new String(stream, charset),
                    decode(decoder, stream, 1 + random.nextInt(7), random),
                    "seed " + seed);
        }
    }

    @Test
    void shouldReportTheOffsetInTheStream() {
        for (long seed = 0; seed < 2000; seed++) {
            Random random = new Random(seed);
            byte[] good = "né€😀\r\n".repeat(random.nextInt(9000)).getBytes(UTF_8);
            byte[] stream = Arrays.copyOf(good, good.length + 3);
            stream[good.length] = (byte) 0xE2;
            stream[good.length + 1] = (byte) 0x82;
            stream[good.length + 2] = '!';
            SuspectTextException e =
                    assertThrows(
                            SuspectTextException.class,
                            () ->
                                    decode(
                                            TextDecoder.of(UTF_8, TextPolicy.STRICT),
                                            stream,
                                            1 + random.nextInt(60_000),
                                            random),
                            "seed " + seed);
            assertEquals(good.length, e.offset());
            assertArrayEquals(new byte[] {(byte) 0xE2, (byte) 0x82}, e.bytes());
            assertEquals(
                    "INVALID in the text: bytes e2 82 at offset " + good.length + " of the stream",
                    e.getMessage());
            seed += 100;
        }
    }

    @Test
    void shouldNotWaitForMoreThanACharacter() throws Exception {
        TextDecoder decoder = TextDecoder.of(UTF_8, TextPolicy.LOG_SAFE);
        StringBuilder text = new StringBuilder();
        decoder.decode(ByteBuffer.wrap("login: ".getBytes(UTF_8)), text);
        assertEquals("login: ", text.toString());
        decoder.decode(ByteBuffer.wrap(new byte[] {(byte) 0xE2, (byte) 0x82}), text);
        assertEquals("login: ", text.toString());
        decoder.decode(ByteBuffer.wrap(new byte[] {(byte) 0xAC, '\r'}), text);
        assertEquals("login: €", text.toString());
        decoder.decode(ByteBuffer.wrap(new byte[] {'\n', '\r'}), text);
        assertEquals("login: €\r\n", text.toString());
        decoder.finish(text);
        assertEquals("login: €\r\n\\x0d", text.toString());
        assertEquals(1, decoder.counts().of(Suspect.CR));
        assertEquals(1, decoder.counts().total());
    }

    @Test
    void shouldRefuseWhatNeedsLines() {
        TextPolicy cut = TextPolicy.PLAIN.with(Treatment.CUT, Suspect.NUL);
        TextPolicy reject = TextPolicy.PLAIN.with(Treatment.REJECT, Suspect.ESC);
        Charset latin = StandardCharsets.ISO_8859_1;
        assertThrows(IllegalArgumentException.class, () -> TextDecoder.of(UTF_8, cut));
        assertThrows(IllegalArgumentException.class, () -> TextDecoder.of(UTF_8, reject));
        assertThrows(IllegalArgumentException.class, () -> TextDecoder.of(latin, TextPolicy.RAW));
    }

    @Test
    void shouldKnowWhatIsSuspectOfAllCharacters() {
        int[] counts = new int[Suspect.values().length];
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            Suspect suspect = Suspect.of(c);
            if (suspect != null) {
                counts[suspect.ordinal()]++;
            }
        }
        // INVALID, NUL, TAB, LF, CR, ESC, CONTROL (32 - those), DEL, C1 (32 - NEL), ...
        assertArrayEquals(new int[] {0, 1, 1, 1, 1, 1, 27, 1, 31, 3, 12, 0, 1}, counts);
    }
}
