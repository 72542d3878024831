package dev.penstock.command.run;

import dev.penstock.process.Command;
import dev.penstock.process.Outcome;
import dev.penstock.sink.Capture;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Head and tail are kept, and printed at the end with the number of bytes left out between them.
 */
final class CapturedStreams implements Streams {
    private final Capture stdout;
    private final Capture stderr;
    private final PrintStream out;

    CapturedStreams(int limit, PrintStream out) {
        this.stdout = Capture.of(limit);
        this.stderr = Capture.of(limit);
        this.out = out;
    }

    @Override
    public Command connect(Command command) {
        return command.stdout(stdout).stderr(stderr);
    }

    @Override
    public void finish(Outcome outcome, PrintStream err) throws IOException {
        print(stderr, err);
        print(stdout, out);
    }

    /** As bytes, since Capture.text() would replace what is not UTF-8. */
    private static void print(Capture capture, OutputStream to) throws IOException {
        to.write(capture.head());
        if (capture.omitted() > 0) {
            String gap = "\n[… " + capture.omitted() + " bytes omitted …]\n";
            to.write(gap.getBytes(StandardCharsets.UTF_8));
        }
        to.write(capture.tail());
        to.flush();
    }
}
