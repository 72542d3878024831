package recipes;

import dev.penstock.process.Command;
import dev.penstock.process.Input;
import dev.penstock.process.Outcome;
import dev.penstock.sink.Capture;
import java.nio.charset.StandardCharsets;

/**
 * Text or bytes that are in memory as a child's input. They are written while its output is read,
 * so however much it is, neither waits for the other for ever.
 */
public final class FeedText {
    public static void main(String[] args) throws Exception {
        Capture sorted = Capture.of(1000);
        Command.of("sort").stdin(Input.text("pear\napple\n")).stdout(sorted).run().orThrow();
        System.out.print(sorted.text());

        Capture hex = Capture.of(1000);
        Input latin = Input.text("é", StandardCharsets.ISO_8859_1);
        Command.of("od", "-An", "-tx1").stdin(latin).stdout(hex).run().orThrow();
        System.out.println(hex.text().strip());

        // A child that has read enough is no failure.
        Command head = Command.of("head", "-c", "1").stdin(Input.bytes(new byte[10_000_000]));
        Outcome outcome = head.run().orThrow();
        System.out.println(outcome + ", its input: " + outcome.stdin().how());
    }
}

// Prints:
// apple
// pear
// e9
// head -c 1 exited with 0, its input: READER_GONE
