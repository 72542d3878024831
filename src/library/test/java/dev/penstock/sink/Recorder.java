package dev.penstock.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A subscriber that keeps what it hears, and notices what it should not hear: two signals at a
 * time, more items than it asked for, anything before the first or after the last signal.
 */
class Recorder<T> implements Flow.Subscriber<T> {
    final List<T> items = new ArrayList<>();
    final CountDownLatch over = new CountDownLatch(1);
    volatile Throwable failure;
    volatile boolean completed;
    volatile Thread thread;

    private final long atOnce;
    private final AtomicLong unasked = new AtomicLong();
    private final AtomicBoolean busy = new AtomicBoolean();
    private final AtomicReference<AssertionError> wrong = new AtomicReference<>();
    private volatile Flow.Subscription subscription;

    /**
     * @param atOnce what it asks for at its beginning
     */
    Recorder(long atOnce) {
        this.atOnce = atOnce;
    }

    void request(long n) {
        unasked.addAndGet(-n);
        subscription.request(n);
    }

    Flow.Subscription subscription() {
        return subscription;
    }

    /** For subclasses; what it throws is thrown to the publisher. */
    void next(T item) {}

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        alone(
                () -> {
                    assertEquals(null, this.subscription, "subscribed twice");
                    this.subscription = subscription;
                    if (atOnce > 0) {
                        request(atOnce);
                    }
                });
    }

    @Override
    public void onNext(T item) {
        alone(
                () -> {
                    assertNotNull(subscription, "an item before onSubscribe");
                    assertTrue(unasked.incrementAndGet() <= 0, "more than was asked for");
                    assertEquals(1, over.getCount(), "an item after the last signal");
                    thread = Thread.currentThread();
                    items.add(item);
                    next(item);
                });
    }

    @Override
    public void onError(Throwable failure) {
        alone(
                () -> {
                    this.failure = failure;
                    last();
                });
    }

    @Override
    public void onComplete() {
        alone(
                () -> {
                    completed = true;
                    last();
                });
    }

    private void last() {
        assertNotNull(subscription, "the last signal before onSubscribe");
        assertEquals(1, over.getCount(), "a second last signal");
        over.countDown();
    }

    private void alone(Runnable signal) {
        try {
            assertTrue(busy.compareAndSet(false, true), "two signals at a time");
            signal.run();
        } catch (AssertionError e) {
            wrong.compareAndSet(null, e);
        } finally {
            busy.set(false);
        }
    }

    void check() {
        if (wrong.get() != null) {
            throw wrong.get();
        }
    }
}
