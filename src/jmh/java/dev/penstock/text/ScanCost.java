package dev.penstock.text;

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
    private byte[] bytes;

    @Setup
    public void fill() {
        bytes = LineText.ascii();
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
        for (int block = 0; block < LineText.BYTES; block += Ascii.BLOCK) {
            for (long marks = Ascii.unprintable(bytes, block); marks != 0; marks &= marks - 1) {
                if (bytes[block + Long.numberOfTrailingZeros(marks)] == '\n') {
                    lines++;
                }
            }
        }
        return lines;
    }
}
