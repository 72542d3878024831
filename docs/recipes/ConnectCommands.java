package recipes;

import dev.penstock.process.Command;
import dev.penstock.process.Outcome;
import dev.penstock.process.Pipeline;
import dev.penstock.process.PipelineOutcome;
import dev.penstock.sink.Capture;
import java.time.Duration;

/**
 * A shell's {@code seq 100000 | grep 7 | head -n 3}, without a shell. {@code head} ends the others,
 * which is no failure.
 */
public final class ConnectCommands {
    public static void main(String[] args) throws Exception {
        Capture out = Capture.of(100);
        PipelineOutcome outcome =
                Pipeline.of(
                                Command.of("seq", "100000"),
                                Command.of("grep", "7"),
                                Command.of("head", "-n", "3").stdout(out))
                        .timeout(Duration.ofSeconds(30))
                        .run();
        System.out.println(out.text().replace('\n', ' ').strip());
        System.out.println("succeeded: " + outcome.succeeded());
        Outcome last = outcome.last();
        System.out.println(last);
    }
}

// Prints:
// 7 17 27
// succeeded: true
// head -n 3 exited with 0
