package dev.penstock.tck;

import dev.penstock.process.Command;
import dev.penstock.sink.FlowSink;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.testng.annotations.AfterClass;

/** Lines, delivered by an executor of several threads. */
public class ExecutorPublisherTckTest extends PublisherTck<String> {
    private final ExecutorService executor = Executors.newFixedThreadPool(2);

    @Override
    FlowSink<String> publisher() {
        return FlowSink.ofLines(100).deliveredBy(executor, 3);
    }

    @Override
    Command command(long elements) {
        return Command.of("seq", Long.toString(elements));
    }

    @AfterClass
    public void shutDown() {
        executor.shutdown();
    }
}
