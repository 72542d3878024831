package dev.penstock.scenario.contender;

import dev.penstock.scenario.contender.Workload.Answer;
import dev.penstock.sink.Lines;
import dev.penstock.text.LineFormat;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Lines out of a child's output that is in memory already: without pipes, loops and calls. */
public final class LinesInMemory {
    private static final int LONGEST_LINE = 16 * 1024;

    /** As much as a read brings. */
    private static final int READ = 256 * 1024;

    private LinesInMemory() {}

    public static void main(String[] words) throws Exception {
        Workload work = Workload.of(words);
        byte[] bytes = output(work);
        ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes);
        int passes = work.number(1);
        switch (work.arguments().get(0)) {
            case "views" -> Workload.serve(() -> views(direct, passes));
            case "strings" -> Workload.serve(() -> strings(direct, passes));
            default -> Workload.serve(() -> bufferedReader(bytes, passes));
        }
    }

    private static byte[] output(Workload work) throws Exception {
        Process child =
                new ProcessBuilder(work.child())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        byte[] bytes = child.getInputStream().readAllBytes();
        Workload.require(child.waitFor() == 0, work);
        return bytes;
    }

    private static Answer views(ByteBuffer from, int passes) throws Exception {
        long[] bytes = new long[1];
        Sum sum = new Sum();
        Lines lines =
                Lines.ofViews(
                        LineFormat.of(LONGEST_LINE),
                        line -> {
                            bytes[0] += line.length() + 1;
                            sum.addLine(line);
                        });
        feed(from, passes, lines);
        return new Answer(bytes[0], sum.valueOr(lines.lines()));
    }

    private static Answer strings(ByteBuffer from, int passes) throws Exception {
        long[] bytes = new long[1];
        Sum sum = new Sum();
        Lines lines =
                Lines.of(
                        LONGEST_LINE,
                        line -> {
                            bytes[0] += line.length() + 1;
                            sum.addLine(line);
                        });
        feed(from, passes, lines);
        return new Answer(bytes[0], sum.valueOr(lines.lines()));
    }

    private static void feed(ByteBuffer from, int passes, Lines to) throws Exception {
        for (int i = 0; i < passes; i++) {
            for (int at = 0; at < from.capacity(); at += READ) {
                to.accept(from.limit(Math.min(from.capacity(), at + READ)).position(at));
            }
        }
        to.end();
    }

    private static Answer bufferedReader(byte[] from, int passes) throws IOException {
        long lines = 0;
        long bytes = 0;
        Sum sum = new Sum();
        for (int i = 0; i < passes; i++) {
            BufferedReader reader =
                    new BufferedReader(
                            new InputStreamReader(
                                    new ByteArrayInputStream(from), StandardCharsets.UTF_8));
            for (String line; (line = reader.readLine()) != null; ) {
                lines++;
                bytes += line.length() + 1;
                sum.addLine(line);
            }
        }
        return new Answer(bytes, sum.valueOr(lines));
    }
}
