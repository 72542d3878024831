package recipes;

import dev.penstock.process.Command;
import dev.penstock.process.Outcome;
import dev.penstock.sink.Capture;

/**
 * What a child printed, as text, in bounded memory: the beginning and the end of it, and how much
 * is missing in between.
 */
public final class CaptureOutput {
    public static void main(String[] args) throws Exception {
        Capture out = Capture.of(26);
        Capture err = Capture.of(1 << 16);
        Outcome outcome =
                Command.of("sh", "-c", "seq 100000; echo not found >&2; exit 3")
                        .stdout(out)
                        .stderr(err)
                        .run();
        if (!outcome.succeeded()) {
            System.out.println(outcome.exit() + ": " + err.text());
        }
        System.out.println(out.text());
        System.out.println(out.omitted() + " of " + out.total() + " bytes omitted");
    }
}

// Prints:
// exited with 3: not found
//
// 1
// 2
// 3
// 4
// 5
// 6
// 7
// [... 588869 bytes omitted ...]
// 99999
// 100000
//
// 588869 of 588895 bytes omitted
