package dev.penstock.text;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How many bytes a nanosecond (GB/s) does {@link TextDecoder} make text of, out of a direct buffer
 * in chunks of 64 KiB? The baseline is a {@code CharsetDecoder} over that buffer, which is what one
 * would write first.
 *
 * <p>Run with {@code make bench ARGS=text.DecodingCost}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(LineText.BYTES)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DecodingCost {
    private static final int CHUNK = 64 * 1024;

    @Param({"ascii", "mixed"})
    public String text;

    private ByteBuffer direct;
    private final StringBuilder out = new StringBuilder();
    private final CharBuffer characters = CharBuffer.allocate(2 * CHUNK);
    private final CharsetDecoder charsetDecoder =
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .onUnmappableCharacter(CodingErrorAction.REPLACE);

    @Setup
    public void fill() {
        byte[] bytes = text.equals("ascii") ? LineText.ascii() : LineText.mixed();
        direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    @Benchmark
    public int charsetDecoderDirect() {
        int length = 0;
        direct.clear();
        for (int limit = CHUNK; direct.hasRemaining(); limit += CHUNK) {
            direct.limit(Math.min(limit, direct.capacity()));
            charsetDecoder.decode(direct, characters.clear(), false);
            length += characters.flip().length();
            direct.limit(direct.capacity());
        }
        return length;
    }

    @Benchmark
    public int plain() throws SuspectTextException {
        return decode(TextPolicy.PLAIN);
    }

    @Benchmark
    public int logSafe() throws SuspectTextException {
        return decode(TextPolicy.LOG_SAFE);
    }

    private int decode(TextPolicy policy) throws SuspectTextException {
        TextDecoder decoder = TextDecoder.of(StandardCharsets.UTF_8, policy);
        int length = 0;
        for (int at = 0; at < direct.capacity(); at += CHUNK) {
            out.setLength(0);
            decoder.decode(direct.limit(Math.min(direct.capacity(), at + CHUNK)).position(at), out);
            length += out.length();
        }
        return length;
    }
}
