package dev.penstock.process;

import dev.penstock.internal.loop.Nanos;
import dev.penstock.loop.Timer;
import java.time.Duration;

/**
 * Watches for a child that prints nothing for a time. Time during which a sink of ours is full does
 * not count. It looks eight times in that time, which is how late it may be. The loop's thread.
 */
final class SilenceWatch {
    private static final int LOOKS = 8;
    private static final long SHORTEST_LOOK_NANOS = 1_000_000;

    private final LoopGuard guard;
    private final Streams streams;
    private final long limit;
    private final Duration pause;
    private final Runnable action;

    private long bytes;
    private long since = System.nanoTime();
    private Timer timer;

    /**
     * Begins to watch.
     *
     * @param action run once, when it has been silent for so long
     */
    SilenceWatch(LoopGuard guard, Streams streams, Duration limit, Runnable action) {
        this.guard = guard;
        this.streams = streams;
        this.limit = Nanos.of(limit);
        this.action = action;
        pause = Duration.ofNanos(Math.max(SHORTEST_LOOK_NANOS, this.limit / LOOKS));
        timer = guard.after(pause, this::look);
    }

    private void look() {
        long now = System.nanoTime();
        long read = streams.bytesRead();
        if (read != bytes || streams.waitForOurSink()) {
            bytes = read;
            since = now;
        }
        if (now - since >= limit) {
            action.run();
        } else {
            timer = guard.after(pause, this::look);
        }
    }

    void cancel() {
        LoopGuard.cancel(timer);
    }
}
