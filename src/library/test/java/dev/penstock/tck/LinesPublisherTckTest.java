package dev.penstock.tck;

import dev.penstock.process.Command;
import dev.penstock.sink.FlowSink;

/** Lines, delivered on the loop's thread. */
public class LinesPublisherTckTest extends PublisherTck<String> {
    @Override
    FlowSink<String> publisher() {
        return FlowSink.ofLines(100);
    }

    @Override
    Command command(long elements) {
        return Command.of("seq", Long.toString(elements));
    }
}
