package dev.penstock.text;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
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
import org.openjdk.jmh.infra.Blackhole;

/**
 * How many bytes a nanosecond (GB/s) become lines, as strings and as views? The baseline is {@code
 * BufferedReader.readLine} over the same bytes; ours come out of a direct buffer, in chunks of 64
 * KiB.
 *
 * <p>Run with {@code make bench ARGS='text.LinesCost -prof gc'}: the garbage is per byte, so times
 * 100 it is about that of a line. Views should have none.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(LineText.BYTES)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class LinesCost {
    private static final int CHUNK = 64 * 1024;

    @Param({"ascii", "mixed"})
    public String text;

    private byte[] bytes;
    private ByteBuffer direct;
    private final LineDecoder plain = LineDecoder.of(LineFormat.of(8192));
    private final LineDecoder logSafe =
            LineDecoder.of(LineFormat.of(8192).policy(TextPolicy.LOG_SAFE));

    @Setup
    public void fill() {
        bytes = text.equals("ascii") ? LineText.ascii() : LineText.mixed();
        direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    private void decode(LineDecoder decoder, LineDecoder.Receiver receiver) throws Exception {
        int all = bytes.length;
        for (int at = 0; at < all; at += CHUNK) {
            decoder.decode(direct.limit(Math.min(all, at + CHUNK)).position(at), receiver);
        }
    }

    @Benchmark
    public void bufferedReader(Blackhole hole) throws IOException {
        BufferedReader reader =
                new BufferedReader(
                        new InputStreamReader(
                                new ByteArrayInputStream(bytes), StandardCharsets.UTF_8));
        for (String line; (line = reader.readLine()) != null; ) {
            hole.consume(line);
        }
    }

    @Benchmark
    public void strings(Blackhole hole) throws Exception {
        decode(
                plain,
                line -> {
                    hole.consume(line.toString());
                    return true;
                });
    }

    @Benchmark
    public void stringsLogSafe(Blackhole hole) throws Exception {
        decode(
                logSafe,
                line -> {
                    hole.consume(line.toString());
                    return true;
                });
    }

    @Benchmark
    public void views(Blackhole hole) throws Exception {
        decode(
                plain,
                line -> {
                    hole.consume(line.length());
                    return true;
                });
    }

    @Benchmark
    public void viewsLogSafe(Blackhole hole) throws Exception {
        decode(
                logSafe,
                line -> {
                    hole.consume(line.length());
                    return true;
                });
    }
}
