package dev.penstock.text;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How many bytes a nanosecond (GB/s) does the search for newlines look through, if it also vouches
 * for every byte before them? The baseline is the search for newlines alone, one after the other
 * and byte by byte.
 *
 * <p>Run with {@code make bench ARGS=text.ScanCost}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(LineText.BYTES)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ScanCost {
    private final MarkedChunk chunk = new MarkedChunk();
    private byte[] bytes;
    private ByteBuffer buffer;

    @Setup
    public void fill() {
        bytes = LineText.ascii();
        buffer = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    @Benchmark
    public int newlineByteByByte() {
        int lines = 0;
        for (byte b : bytes) {
            if (b == '\n') {
                lines++;
            }
        }
        return lines;
    }

    @Benchmark
    public int newline() {
        int lines = 0;
        for (int at = 0; at < bytes.length; lines++) {
            at = Ascii.indexOf((byte) '\n', bytes, at, bytes.length) + 1;
        }
        return lines;
    }

    @Benchmark
    public int newlineAndPrintable() {
        int lines = 0;
        while (buffer.hasRemaining()) {
            int size = chunk.copy(buffer, (byte) '\n');
            for (int block = 0; block < size; block += MarkedChunk.BLOCK) {
                for (long marks = chunk.marks(block); marks != 0; marks &= marks - 1) {
                    if (chunk.bytes[block + Long.numberOfTrailingZeros(marks)] == '\n') {
                        lines++;
                    }
                }
            }
            buffer.position(buffer.position() + size);
        }
        buffer.rewind();
        return lines;
    }
}
