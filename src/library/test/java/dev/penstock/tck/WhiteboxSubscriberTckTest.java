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
import org.reactivestreams.tck.flow.FlowSubscriberWhiteboxVerification;
import org.testng.annotations.AfterMethod;

/** As {@link SubscriberTckTest}, with a probe between the publisher and the subscriber. */
public class WhiteboxSubscriberTckTest extends FlowSubscriberWhiteboxVerification<ByteBuffer> {
    private static final long LONGEST_MILLIS = 2_000;
    private static final long SILENCE_MILLIS = 50;

    private final List<Child> children = new ArrayList<>();

    public WhiteboxSubscriberTckTest() {
        super(new TestEnvironment(LONGEST_MILLIS, SILENCE_MILLIS));
    }

    @Override
    protected Flow.Subscriber<ByteBuffer> createFlowSubscriber(
            WhiteboxSubscriberProbe<ByteBuffer> probe) {
        FlowSource<ByteBuffer> subscriber = FlowSource.ofBuffers(4);
        try {
            Child child = Command.of("cat").stdin(Input.source(subscriber)).start();
            children.add(child);
            return new Probed(subscriber, probe, child);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Probed(
            FlowSource<ByteBuffer> to, WhiteboxSubscriberProbe<ByteBuffer> probe, Child child)
            implements Flow.Subscriber<ByteBuffer> {

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            to.onSubscribe(subscription);
            probe.registerOnSubscribe(
                    new SubscriberPuppet() {
                        /** It asks by itself. */
                        @Override
                        public void triggerRequest(long elements) {}

                        @Override
                        public void signalCancel() {
                            child.close();
                        }
                    });
        }

        @Override
        public void onNext(ByteBuffer element) {
            to.onNext(element);
            probe.registerOnNext(element);
        }

        @Override
        public void onError(Throwable failure) {
            to.onError(failure);
            probe.registerOnError(failure);
        }

        @Override
        public void onComplete() {
            to.onComplete();
            probe.registerOnComplete();
        }
    }

    @Override
    public ByteBuffer createElement(int element) {
        return ByteBuffer.allocate(4).putInt(0, element);
    }

    @AfterMethod
    public void closeChildren() {
        children.forEach(Child::close);
        children.clear();
    }
}
