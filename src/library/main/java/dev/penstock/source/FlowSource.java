package dev.penstock.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Flow;
import java.util.function.Function;

/**
 * A source that a {@link Flow.Publisher} feeds. The publisher is asked for no more elements than
 * fit the bound, and for further ones only as the pipe has taken those before: a child that reads
 * slowly slows the publisher down.
 *
 * <p>The publisher may signal from any thread. The loop thread calls the {@link Source} methods,
 * and the subscription: {@code request} and {@code cancel} are called there alone, one at a time,
 * and must not block. The publisher's completion is the end of the input, its error fails the
 * input, and when the reader is gone the subscription is cancelled.
 *
 * <p>Memory: the bound times the publisher's elements, which are not copied: leave one as it is
 * once it was given. A publisher that gives more than it was asked for fails the input.
 *
 * @param <T> {@link ByteBuffer}, or an array of bytes
 */
public final class FlowSource<T> implements Flow.Subscriber<T>, Source {
    private final SingleUse once = new SingleUse();
    private final Function<T, ByteBuffer> view;
    private final int most;

    /** What to subscribe to when attached, or null where the caller has seen to that. */
    private final Flow.Publisher<T> publisher;

    /** Guards what follows, up to the loop's own. */
    private final Object lock = new Object();

    private final Queue<ByteBuffer> waiting = new ArrayDeque<>();
    private Runnable ready;
    private boolean subscribed;

    /** Null before it comes and when it is over. */
    private Flow.Subscription subscription;

    /** How many elements were asked for that have not come. */
    private long owed;

    private boolean completed;
    private Throwable failure;
    private boolean closed;

    /** Whether the last answer was EMPTY, so that {@link #ready} is waited for. */
    private boolean idle;

    /** The element that is being given; loop thread only, like what follows. */
    private ByteBuffer current = ByteBuffer.allocate(0);

    /** How many elements may be asked for. */
    private int room;

    private FlowSource(Flow.Publisher<T> publisher, int most, Function<T, ByteBuffer> view) {
        if (most < 1) {
            throw new IllegalArgumentException("at most " + most + " elements: at least 1");
        }
        this.publisher = publisher;
        this.most = most;
        this.view = view;
        room = most;
    }

    /**
     * For a publisher of buffers, each read from its position to its limit; its position is left
     * alone. Subscribe it.
     *
     * @param most how many elements wait here at most, 1 or more
     */
    public static FlowSource<ByteBuffer> ofBuffers(int most) {
        return new FlowSource<>(null, most, ByteBuffer::duplicate);
    }

    /**
     * For a publisher of arrays. Subscribe it.
     *
     * @param most how many elements wait here at most, 1 or more
     */
    public static FlowSource<byte[]> ofArrays(int most) {
        return new FlowSource<>(null, most, ByteBuffer::wrap);
    }

    /**
     * As {@link #ofBuffers(int)}, one that subscribes itself when it is attached, on the loop's
     * thread.
     */
    public static FlowSource<ByteBuffer> ofBuffers(Flow.Publisher<ByteBuffer> publisher, int most) {
        Objects.requireNonNull(publisher, "publisher");
        return new FlowSource<>(publisher, most, ByteBuffer::duplicate);
    }

    // ---- The publisher's signals

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        Objects.requireNonNull(subscription, "subscription");
        Runnable wake;
        synchronized (lock) {
            if (subscribed || closed) {
                wake = subscription::cancel;
            } else {
                subscribed = true;
                this.subscription = subscription;
                wake = wake();
            }
        }
        wake.run();
    }

    @Override
    public void onNext(T element) {
        ByteBuffer bytes = view.apply(Objects.requireNonNull(element, "element"));
        Runnable wake;
        synchronized (lock) {
            if (closed || completed || failure != null) {
                return;
            }
            if (owed == 0) {
                failure =
                        new IllegalStateException("the publisher gives more than it was asked for");
            } else {
                owed--;
                waiting.add(bytes);
            }
            wake = wake();
        }
        wake.run();
    }

    @Override
    public void onError(Throwable failure) {
        over(Objects.requireNonNull(failure, "failure"));
    }

    @Override
    public void onComplete() {
        over(null);
    }

    private void over(Throwable failure) {
        Runnable wake;
        synchronized (lock) {
            subscription = null;
            if (!completed && this.failure == null) {
                completed = failure == null;
                this.failure = failure;
            }
            wake = wake();
        }
        wake.run();
    }

    /** With the lock held: what to run when it has been let go. */
    private Runnable wake() {
        if (!idle) {
            return () -> {};
        }
        idle = false;
        return ready;
    }

    // ---- The loop's thread

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if this source has served a stream before
     */
    @Override
    public void attach(Runnable ready) {
        once.attach(this);
        synchronized (lock) {
            this.ready = ready;
        }
        if (publisher != null) {
            publisher.subscribe(this);
        }
    }

    /**
     * {@inheritDoc}
     *
     * @throws Exception what the publisher signalled as its error, when all that it gave before was
     *     given
     */
    @Override
    public Answer fill(ByteBuffer into) throws Exception {
        int begin = into.position();
        while (true) {
            give(into);
            request();
            boolean gave = into.position() > begin;
            synchronized (lock) {
                if (!current.hasRemaining() && waiting.isEmpty()) {
                    if (failure == null) {
                        idle = !completed;
                        return completed ? Answer.END : Answer.EMPTY;
                    }
                    if (!gave) {
                        throw failure instanceof Exception e
                                ? e
                                : new IOException("the publisher failed", failure);
                    }
                }
                if (gave) {
                    return Answer.MORE;
                }
            }
        }
    }

    private void give(ByteBuffer into) {
        while (into.hasRemaining() && next()) {
            int count = Math.min(current.remaining(), into.remaining());
            into.put(into.position(), current, current.position(), count);
            into.position(into.position() + count);
            current.position(current.position() + count);
            room += current.hasRemaining() ? 0 : 1;
        }
    }

    /** Sees that there are bytes to be given; false if there are none now. */
    private boolean next() {
        while (!current.hasRemaining()) {
            synchronized (lock) {
                if (waiting.isEmpty()) {
                    return false;
                }
                current = waiting.remove();
            }
            room += current.hasRemaining() ? 0 : 1;
        }
        return true;
    }

    /** Asks for as many as there is room for, when that is worth a call. */
    private void request() {
        Flow.Subscription from;
        int more = room;
        synchronized (lock) {
            from = subscription;
            if (from == null || more < (most + 1) / 2) {
                return;
            }
            owed += more;
        }
        room = 0;
        from.request(more);
    }

    @Override
    public void close(Throwable cause) {
        Flow.Subscription from;
        synchronized (lock) {
            closed = true;
            waiting.clear();
            from = subscription;
            subscription = null;
        }
        if (from != null) {
            from.cancel();
        }
    }
}
