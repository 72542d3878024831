package recipes;

import dev.penstock.process.Child;
import dev.penstock.process.Command;
import dev.penstock.sink.FlowSink;
import java.util.concurrent.Flow;

/**
 * Lines to a {@link Flow.Subscriber}: it gets as many as it asks for, and while it asks for none
 * the child waits. This one stops after three; the rest is read to nowhere, so that the child ends.
 */
public final class PublishLines {
    static final class FirstThree implements Flow.Subscriber<String> {
        private Flow.Subscription subscription;
        private int left = 3;

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            this.subscription = subscription;
            subscription.request(1);
        }

        @Override
        public void onNext(String line) {
            System.out.println(line);
            if (--left > 0) {
                subscription.request(1);
            } else {
                subscription.cancel();
            }
        }

        @Override
        public void onError(Throwable cause) {
            System.out.println("failed: " + cause);
        }

        @Override
        public void onComplete() {
            System.out.println("that was all");
        }
    }

    public static void main(String[] args) throws Exception {
        FlowSink<String> lines = FlowSink.ofLines(8192);
        lines.subscribe(new FirstThree());
        try (Child child = Command.of("seq", "10000").stdout(lines).start()) {
            System.out.println(child.await());
        }
        System.out.println(
                lines.items() + " lines, then " + lines.droppedBytes() + " bytes dropped");
    }
}

// Prints:
// 1
// 2
// 3
// seq 10000 exited with 0
// 3 lines, then 48888 bytes dropped
