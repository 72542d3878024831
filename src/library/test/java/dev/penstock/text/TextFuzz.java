package dev.penstock.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.internal.text.Utf8;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * What must hold for every input, whatever bytes it is made of. The first four bytes choose policy,
 * longest line and where the chunks end; the rest is the stream, which is tried with each line end.
 */
final class TextFuzz {
    private static final int SEED_BYTES = 4;

    /** Those that text without lines knows come first. */
    private static final Treatment[] TREATMENTS = {
        Treatment.KEEP,
        Treatment.REPLACE,
        Treatment.ESCAPE,
        Treatment.REMOVE,
        Treatment.CUT,
        Treatment.REJECT,
        Treatment.REPORT
    };

    private final Random random;

    /**
     * By itself, so that inputs that were kept before there was this suspect mean what they did.
     */
    private final Random ofLf;

    private final byte[] stream;

    private TextFuzz(byte[] input) {
        int seed = ByteBuffer.wrap(Arrays.copyOf(input, SEED_BYTES)).getInt();
        random = new Random(seed);
        ofLf = new Random(~seed);
        stream = Arrays.copyOfRange(input, Math.min(input.length, SEED_BYTES), input.length);
    }

    /** Lines: each is what the reference makes of its bytes, and no byte is unaccounted for. */
    static void lines(byte[] input) throws Exception {
        for (LineReference.End end : LineReference.ENDS) {
            new TextFuzz(input).lines(end);
        }
    }

    /** Text: what the reference makes of the whole, wherever the chunks end. */
    static void text(byte[] input) throws Exception {
        new TextFuzz(input).text();
    }

    private TextPolicy policy(int treatments) {
        TextPolicy policy = TextPolicy.PLAIN;
        for (Suspect suspect : Suspect.values()) {
            Random chance = suspect == Suspect.LF ? ofLf : random;
            Treatment treatment = TREATMENTS[chance.nextInt(treatments)];
            // REMOVE joins what stands around it, also invalid bytes if they are kept.
            boolean joins =
                    treatment == Treatment.REMOVE && policy.of(Suspect.INVALID) == Treatment.KEEP;
            policy = policy.with(joins ? Treatment.REPLACE : treatment, suspect);
        }
        return policy;
    }

    /** The next chunk, out of a buffer that is used again. */
    private ByteBuffer chunk(int at) {
        int n = Math.min(stream.length - at, 1 + random.nextInt(random.nextBoolean() ? 3 : 40));
        return ByteBuffer.wrap(Arrays.copyOfRange(stream, at, at + n));
    }

    private void lines(LineReference.End end) throws Exception {
        int longest = 1 + random.nextInt(random.nextBoolean() ? 8 : 200);
        TextPolicy policy = policy(TREATMENTS.length);
        boolean skips = random.nextInt(4) == 0;
        List<String> got = new ArrayList<>();
        LineFormat cuts =
                LineFormat.of(longest)
                        .end(end.end())
                        .policy(policy)
                        .onReject(
                                (line, why) ->
                                        got.add(kept(line) + TextReference.MARK + "REJECT " + why));
        LineDecoder decoder = LineDecoder.of(skips ? cuts.skipLonger() : cuts);
        LineDecoder.Receiver receiver =
                line -> {
                    got.add(kept(line) + line);
                    return random.nextInt(8) > 0;
                };
        try {
            for (int at = 0; at < stream.length; ) {
                ByteBuffer chunk = chunk(at);
                at += chunk.limit();
                while (chunk.hasRemaining()) {
                    decoder.decode(chunk, receiver);
                    assertTrue(decoder.held() <= longest);
                }
            }
            assertEquals(0, decoder.counts().unfinishedLines());
            decoder.finish(receiver);
            boolean unfinished = LineReference.isUnfinished(stream, end);
            assertEquals(unfinished ? 1 : 0, decoder.counts().unfinishedLines(), "" + end);
        } catch (SuspectTextException e) {
            got.add(TextReference.MARK + "REPORT " + e.suspect() + " at " + e.offset());
        }
        assertEquals(expected(end, longest, skips, policy), got, "" + end);
    }

    private static String kept(LineView line) {
        return line.streamBytes() + ": ";
    }

    private List<String> expected(
            LineReference.End end, int longest, boolean skips, TextPolicy policy) {
        List<String> expected = new ArrayList<>();
        for (LineReference.Raw line : LineReference.rawLines(stream, end)) {
            byte[] raw = line.bytes();
            if (raw.length <= longest || !skips) {
                int cut = raw.length <= longest ? raw.length : cut(raw, longest);
                byte[] kept = Arrays.copyOf(raw, cut);
                String text = TextReference.line(kept, policy, line.offset());
                if (text.startsWith(TextReference.MARK + "REPORT")) {
                    expected.add(text);
                    return expected;
                }
                expected.add(cut + ": " + text);
            }
        }
        return expected;
    }

    /** Where a character of UTF-8 begins that would not fit, at most three bytes back. */
    private static int cut(byte[] line, int longest) {
        int at = longest;
        while (at > Math.max(0, longest - 3) && (line[at] & 0xC0) == 0x80) {
            at--;
        }
        int lead = line[at] & 0xFF;
        int length = lead >= 0xF5 || lead < 0xC2 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
        return at + length > longest ? at : longest;
    }

    private void text() throws Exception {
        TextPolicy policy = policy(4);
        TextDecoder decoder = TextDecoder.of(StandardCharsets.UTF_8, policy);
        TextDecoder raw = TextDecoder.of(StandardCharsets.UTF_8, TextPolicy.RAW);
        StringBuilder text = new StringBuilder();
        StringBuilder rawText = new StringBuilder();
        for (int at = 0; at < stream.length; ) {
            ByteBuffer chunk = chunk(at);
            at += chunk.limit();
            decoder.decode(chunk.duplicate(), text);
            raw.decode(chunk, rawText);
        }
        decoder.finish(text);
        raw.finish(rawText);
        assertEquals(TextReference.text(stream, policy), text.toString());
        assertArrayEquals(stream, Utf8.rawBytes(rawText.toString()));
        assertEquals(0, raw.counts().total());
    }
}
