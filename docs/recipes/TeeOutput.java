package recipes;

import dev.penstock.process.Command;
import dev.penstock.sink.Capture;
import dev.penstock.sink.Lines;
import dev.penstock.sink.QueueSink;
import dev.penstock.sink.Tee;

/**
 * One output to several sinks. The needed ones get all of it, at the pace of the slowest; an
 * optional one that cannot keep up is dropped, and what it missed is counted.
 */
public final class TeeOutput {
    public static void main(String[] args) throws Exception {
        Capture kept = Capture.of(1 << 20);
        Lines errors = Lines.of(8192, TeeOutput::report);
        QueueSink<String> live = QueueSink.ofLines(8192, 2); // nobody takes from it
        Tee tee = Tee.of(kept, errors).optional(live);
        String script = "for i in 1 2 3 4; do echo $i; done; echo error: none";
        Command.of("sh", "-c", script).stdout(tee).run().orThrow();
        System.out.println(kept.total() + " bytes kept");
        System.out.println("live: " + live.take() + ", " + live.take());
        System.out.println("and then it was dropped: " + tee.dropped(live).isPresent());
    }

    private static void report(String line) {
        if (line.startsWith("error:")) {
            System.out.println("seen: " + line);
        }
    }
}

// Prints:
// seen: error: none
// 20 bytes kept
// live: 1, 2
// and then it was dropped: true
