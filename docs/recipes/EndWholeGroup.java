package recipes;

import dev.penstock.process.Command;
import dev.penstock.process.Outcome;
import dev.penstock.process.Teardown;
import dev.penstock.sys.Signal;
import java.time.Duration;

/**
 * Ends a shell and what it has started, when its time is up: SIGINT, SIGTERM to whoever is still
 * there, and SIGKILL in the end.
 */
public final class EndWholeGroup {
    public static void main(String[] args) throws Exception {
        Teardown teardown =
                Teardown.signal(Signal.INT)
                        .within(Duration.ofMillis(100))
                        .thenSignal(Signal.TERM)
                        .within(Duration.ofSeconds(2))
                        .thenKill()
                        .toGroup();
        Outcome outcome =
                Command.of("sh", "-c", "trap '' INT; sleep 1000 & sleep 1000")
                        .teardown(teardown)
                        .timeout(Duration.ofMillis(200))
                        .run();
        System.out.println(teardown);
        System.out.println(outcome);
        System.out.println("all output read: " + outcome.complete());
    }
}

// Prints:
// SIGINT, 0.1s, SIGTERM, 2s, SIGKILL to its process group
// sh -c 'trap '\'''\'' INT; sleep 1000 & sleep 1000' killed by SIGTERM after its timeout of 0.2s
// all output read: true
