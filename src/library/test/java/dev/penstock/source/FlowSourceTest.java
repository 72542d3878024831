package dev.penstock.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.source.Source.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FlowSourceTest {
    /** What was asked of the publisher: numbers, and "cancel". */
    private static final class Asked implements Flow.Subscription {
        final List<String> calls = new ArrayList<>();

        @Override
        public void request(long n) {
            calls.add(String.valueOf(n));
        }

        @Override
        public void cancel() {
            calls.add("cancel");
        }
    }

    private final Asked asked = new Asked();

    private static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    @Test
    void shouldAskForNoMoreThanItsBound() throws Exception {
        FlowSource<ByteBuffer> in = FlowSource.ofBuffers(4);
        Pull pull = new Pull(in, 100);
        assertEquals(Answer.EMPTY, pull.untilEmpty());
        in.onSubscribe(asked);
        assertEquals(List.of(), asked.calls, "the loop's thread asks");
        assertTrue(pull.wasReady());
        assertEquals(Answer.EMPTY, pull.untilEmpty());
        assertEquals(List.of("4"), asked.calls);
        in.onNext(text("a"));
        in.onNext(text("b"));
        assertEquals(Answer.EMPTY, pull.untilEmpty());
        in.onNext(text("c"));
        in.onNext(text("d"));
        assertEquals(List.of("4", "2"), asked.calls);
        assertEquals(Answer.EMPTY, pull.untilEmpty());
        assertEquals(List.of("4", "2", "2"), asked.calls);
        in.onComplete();
        assertTrue(pull.wasReady());
        assertEquals("abcd", text(pull.all()));
        assertFalse(asked.calls.contains("cancel"));
    }

    /** An element larger than the room is given bit by bit, and asked for again when it is gone. */
    @Test
    void shouldNotAskWhileAnElementIsHalfGiven() throws Exception {
        FlowSource<byte[]> in = FlowSource.ofArrays(1);
        Pull pull = new Pull(in, 4);
        in.onSubscribe(asked);
        pull.untilEmpty();
        in.onNext("0123456789".getBytes(StandardCharsets.US_ASCII));
        assertEquals(Answer.MORE, pull.once());
        assertEquals(Answer.MORE, pull.once());
        assertEquals(List.of("1"), asked.calls);
        assertEquals(Answer.EMPTY, pull.once());
        assertEquals(List.of("1", "1"), asked.calls);
        in.onComplete();
        assertEquals("0123456789", text(pull.all()));
    }

    @Test
    void shouldLeaveTheBufferItselfAlone() throws Exception {
        FlowSource<ByteBuffer> in = FlowSource.ofBuffers(3);
        Pull pull = new Pull(in, 100);
        in.onSubscribe(asked);
        pull.untilEmpty();
        ByteBuffer part = text("abcdef").position(2).limit(4);
        in.onNext(part);
        in.onNext(ByteBuffer.allocate(0));
        in.onComplete();
        assertEquals("cd", text(pull.all()));
        assertEquals(2, part.position());
    }

    @Test
    void shouldGiveEverythingBeforeAnError() throws Exception {
        FlowSource<ByteBuffer> in = FlowSource.ofBuffers(3);
        Pull pull = new Pull(in, 100);
        in.onSubscribe(asked);
        pull.untilEmpty();
        IOException broken = new IOException("broken");
        in.onNext(text("a"));
        in.onError(broken);
        assertSame(broken, assertThrows(IOException.class, pull::all));
        assertEquals("a", text(pull.got()));
        in.close(broken);
        assertEquals(List.of("3"), asked.calls, "nothing is left to cancel");
    }

    @Test
    void shouldHandOnAnErrorThatIsNoException() throws Exception {
        FlowSource<ByteBuffer> in = FlowSource.ofBuffers(3);
        Pull pull = new Pull(in, 100);
        in.onSubscribe(asked);
        AssertionError broken = new AssertionError("broken");
        in.onError(broken);
        assertSame(broken, assertThrows(IOException.class, pull::all).getCause());
    }

    @Test
    void shouldFailWhereThePublisherGivesMoreThanWasAskedFor() throws Exception {
        FlowSource<ByteBuffer> in = FlowSource.ofBuffers(2);
        Pull pull = new Pull(in, 100);
        in.onSubscribe(asked);
        pull.untilEmpty();
        for (int i = 0; i < 5; i++) {
            in.onNext(text("x"));
        }
        IllegalStateException e = assertThrows(IllegalStateException.class, pull::all);
        assertEquals("the publisher gives more than it was asked for", e.getMessage());
        assertEquals("xx", text(pull.got()));
        in.close(e);
        assertTrue(asked.calls.contains("cancel"));
    }

    @Test
    void shouldCancelWhenTheReaderIsGoneAndTakeNoMore() throws Exception {
        FlowSource<ByteBuffer> in = FlowSource.ofBuffers(2);
        Pull pull = new Pull(in, 100);
        in.onSubscribe(asked);
        pull.untilEmpty();
        in.close(new IOException("gone"));
        assertEquals(List.of("2", "cancel"), asked.calls);
        in.onNext(text("late"));
        in.onComplete();
        in.close(new IOException("again"));
        assertEquals(List.of("2", "cancel"), asked.calls);
    }

    @Test
    void shouldCancelASubscriptionThatComesTooLateOrTwice() throws Exception {
        FlowSource<ByteBuffer> in = FlowSource.ofBuffers(2);
        new Pull(in, 100);
        in.onSubscribe(asked);
        Asked second = new Asked();
        in.onSubscribe(second);
        assertEquals(List.of("cancel"), second.calls);
        assertEquals(List.of(), asked.calls);

        FlowSource<ByteBuffer> over = FlowSource.ofBuffers(2);
        new Pull(over, 100);
        over.close(new IOException("gone"));
        Asked late = new Asked();
        over.onSubscribe(late);
        assertEquals(List.of("cancel"), late.calls);
    }

    @Test
    void shouldRefuseNullAndABoundOfNothing() {
        FlowSource<ByteBuffer> in = FlowSource.ofBuffers(1);
        assertThrows(NullPointerException.class, () -> in.onSubscribe(null));
        assertThrows(NullPointerException.class, () -> in.onNext(null));
        assertThrows(NullPointerException.class, () -> in.onError(null));
        assertThrows(IllegalArgumentException.class, () -> FlowSource.ofArrays(0));
    }

    /** One that gives at once, within the request, whatever it is asked for. */
    @Test
    void shouldBearAPublisherThatGivesWithinTheRequest() throws Exception {
        Flow.Publisher<ByteBuffer> publisher =
                subscriber ->
                        subscriber.onSubscribe(
                                new Flow.Subscription() {
                                    private int next;

                                    @Override
                                    public void request(long n) {
                                        for (; n > 0 && next < 1000; n--) {
                                            subscriber.onNext(
                                                    text((char) ('a' + next++ % 26) + ""));
                                        }
                                        if (next == 1000) {
                                            next++;
                                            subscriber.onComplete();
                                        }
                                    }

                                    @Override
                                    public void cancel() {}
                                });
        String all = text(new Pull(FlowSource.ofBuffers(publisher, 7), 64).all());
        assertEquals(1000, all.length());
        assertTrue(all.startsWith("abcdefghijklmnopqrstuvwxyzab"), all);
    }

    @Test
    void shouldTakeAllThatAPublisherOnOtherThreadsGives() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        ByteArrayOutputStream given = new ByteArrayOutputStream();
        SubmissionPublisher<ByteBuffer> publisher = new SubmissionPublisher<>(threads, 4);
        try {
            FlowSource<ByteBuffer> in = FlowSource.ofBuffers(publisher, 3);
            Pull pull = new Pull(in, 500);
            Thread giver =
                    new Thread(
                            () -> {
                                Random random = new Random(3);
                                for (int i = 0; i < 2000; i++) {
                                    byte[] chunk = new byte[random.nextInt(2000)];
                                    random.nextBytes(chunk);
                                    given.writeBytes(chunk);
                                    publisher.submit(ByteBuffer.wrap(chunk));
                                }
                                publisher.close();
                            });
            giver.start();
            byte[] all = pull.all();
            giver.join();
            assertArrayEquals(given.toByteArray(), all);
        } finally {
            threads.shutdown();
            assertTrue(threads.awaitTermination(20, TimeUnit.SECONDS));
        }
    }
}
