package recipes;

import dev.penstock.process.Child;
import dev.penstock.process.Command;
import dev.penstock.process.Input;
import dev.penstock.sink.Capture;
import dev.penstock.source.FlowSource;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.SubmissionPublisher;

/**
 * What a Flow.Publisher gives as a child's input. A child that reads slowly slows the publisher
 * down: never more than eight of its elements wait here.
 */
public final class FeedPublisher {
    public static void main(String[] args) throws Exception {
        SubmissionPublisher<byte[]> publisher = new SubmissionPublisher<>();
        FlowSource<byte[]> input = FlowSource.ofArrays(8);
        publisher.subscribe(input);
        Capture out = Capture.of(100);
        try (Child child = Command.of("wc", "-l").stdin(Input.source(input)).stdout(out).start()) {
            for (int i = 0; i < 10_000; i++) {
                publisher.submit((i + "\n").getBytes(StandardCharsets.US_ASCII));
            }
            publisher.close();
            child.await().orThrow();
        }
        System.out.println(out.text().strip() + " lines");
    }
}

// Prints:
// 10000 lines
