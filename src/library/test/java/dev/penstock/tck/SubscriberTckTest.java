package dev.penstock.tck;

import dev.penstock.process.Child;
import dev.penstock.process.Command;
import dev.penstock.process.Input;
import dev.penstock.source.FlowSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowSubscriberBlackboxVerification;
import org.testng.annotations.AfterMethod;

/**
 * The rules of Reactive Streams for subscribers, tried on one that feeds a real child. What the
 * specification leaves open, or cannot test from outside, is reported as skipped.
 */
public class SubscriberTckTest extends FlowSubscriberBlackboxVerification<ByteBuffer> {
    /** A signal that has not come by then does not come. */
    private static final long LONGEST_MILLIS = 2_000;

    /** Every test that expects silence listens so long. */
    private static final long SILENCE_MILLIS = 50;

    private final List<Child> children = new ArrayList<>();

    public SubscriberTckTest() {
        super(new TestEnvironment(LONGEST_MILLIS, SILENCE_MILLIS));
    }

    @Override
    public final Flow.Subscriber<ByteBuffer> createFlowSubscriber() {
        FlowSource<ByteBuffer> subscriber = FlowSource.ofBuffers(4);
        try {
            children.add(Command.of("cat").stdin(Input.source(subscriber)).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return subscriber;
    }

    @Override
    public final ByteBuffer createElement(int element) {
        return ByteBuffer.allocate(4).putInt(0, element);
    }

    @AfterMethod
    public void closeChildren() {
        children.forEach(Child::close);
        children.clear();
    }
}
