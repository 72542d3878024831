package recipes;

import dev.penstock.process.Command;
import dev.penstock.process.Outcome;
import dev.penstock.splice.Forward;
import java.time.Duration;

/**
 * Output to where this process's own goes, but counted, and no longer than the child may run. When
 * the reader of our output is slow, the child waits. A child that needs neither is faster with
 * {@code Output.inherit()}.
 */
public final class ForwardOutput {
    public static void main(String[] args) throws Exception {
        Outcome outcome =
                Command.of("sh", "-c", "echo one; echo two; sleep 1000")
                        .stdout(Forward.ofStdout())
                        .timeout(Duration.ofSeconds(2))
                        .run();
        System.out.println(outcome.stdout().bytes() + " bytes; timed out: " + outcome.timedOut());
    }
}

// Prints:
// one
// two
// 8 bytes; timed out: true
