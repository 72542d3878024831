package recipes;

import dev.penstock.process.Command;
import dev.penstock.sink.Lines;
import dev.penstock.text.LineFormat;
import java.nio.charset.StandardCharsets;

/**
 * Lines as views of the bytes where they lie: no string and no garbage for a line that is only
 * looked at. A view is valid during its call; what is to stay is copied, here by {@code toString}.
 */
public final class LinesWithoutGarbage {
    public static void main(String[] args) throws Exception {
        byte[] error = "ERROR ".getBytes(StandardCharsets.US_ASCII);
        Lines lines =
                Lines.ofViews(
                        LineFormat.of(8192).skipLonger(),
                        line -> {
                            if (line.startsWith(error)) {
                                System.out.println(line);
                            }
                        });
        String script = "seq 5000; echo 'ERROR disk is full'; seq 5000; printf '%09999d\\n' 0";
        Command.of("sh", "-c", script).stdout(lines).run().orThrow();
        System.out.println(lines.lines() + " lines looked at");
        System.out.println(lines.lineCounts().bytesSkipped() + " bytes of longer lines skipped");
    }
}

// Prints:
// ERROR disk is full
// 10001 lines looked at
// 9999 bytes of longer lines skipped
