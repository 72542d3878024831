package dev.penstock.tck;

import dev.penstock.process.Child;
import dev.penstock.process.Command;
import dev.penstock.sink.FlowSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.annotations.AfterMethod;

/**
 * The rules of Reactive Streams for publishers, tried on the output of real children. What the
 * specification leaves open, or cannot test, is reported as skipped.
 */
abstract class PublisherTck<T> extends FlowPublisherVerification<T> {
    /** A signal that has not come by then does not come. Two of the tests sleep so long each. */
    private static final long LONGEST_MILLIS = 2_000;

    /** Every test that expects silence listens so long. */
    private static final long SILENCE_MILLIS = 50;

    /** One test gives the garbage collector so long. */
    private static final long COLLECTED_MILLIS = 1_000;

    private final List<Child> children = new ArrayList<>();

    PublisherTck() {
        super(new TestEnvironment(LONGEST_MILLIS, SILENCE_MILLIS), COLLECTED_MILLIS);
    }

    abstract FlowSink<T> publisher();

    /** A child whose output is so many items. */
    abstract Command command(long elements);

    @Override
    public final Flow.Publisher<T> createFlowPublisher(long elements) {
        FlowSink<T> publisher = publisher();
        try {
            children.add(command(elements).stdout(publisher).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return publisher;
    }

    @Override
    public final Flow.Publisher<T> createFailedFlowPublisher() {
        FlowSink<T> publisher = publisher();
        publisher.attach(() -> {});
        publisher.fail(new IOException("a read that failed"));
        return publisher;
    }

    @AfterMethod
    public void closeChildren() {
        children.forEach(Child::close);
        children.clear();
    }
}
