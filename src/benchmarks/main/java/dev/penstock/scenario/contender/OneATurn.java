package dev.penstock.scenario.contender;

import dev.penstock.loop.EventLoop;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/**
 * Starts children from their loop's own thread, one a turn, so that the loop has closed the input
 * of one before it starts the next, and reads what those before have written.
 */
final class OneATurn implements Runnable {
    private final EventLoop loop;
    private final Callable<?> start;
    private int left;

    /** Completes when all are started. */
    final CompletableFuture<Void> started = new CompletableFuture<>();

    OneATurn(EventLoop loop, int children, Callable<?> start) {
        this.loop = loop;
        this.start = start;
        left = children;
        loop.execute(this);
    }

    @Override
    public void run() {
        if (left-- == 0) {
            started.complete(null);
            return;
        }
        try {
            start.call();
            loop.execute(this);
        } catch (Exception e) {
            started.completeExceptionally(e);
        }
    }
}
