package dev.penstock.process;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What all users of one child wait for. Only the child completes it, so no user disturbs another:
 * what would complete it for everybody is refused, and a timeout is that of a copy. Cancelling it
 * asks for the child's end and leaves the future to tell what came of that.
 */
final class SharedFuture<T> extends CompletableFuture<T> {
    private final Runnable cancel;

    /**
     * @param cancel begins to end the child; run on the thread that cancels
     */
    SharedFuture(Runnable cancel) {
        this.cancel = cancel;
    }

    /** Completes it, unless it is complete. */
    void settle(T value) {
        super.complete(value);
    }

    /** Completes it with a failure, unless it is complete. */
    void settleExceptionally(Throwable failure) {
        super.completeExceptionally(failure);
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        if (isDone()) {
            return false;
        }
        cancel.run();
        return true;
    }

    /** What depends on it is an ordinary future. */
    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }

    @Override
    public CompletableFuture<T> orTimeout(long timeout, TimeUnit unit) {
        return copy().orTimeout(timeout, unit);
    }

    @Override
    public CompletableFuture<T> completeOnTimeout(T value, long timeout, TimeUnit unit) {
        return copy().completeOnTimeout(value, timeout, unit);
    }

    @Override
    public boolean complete(T value) {
        throw refused();
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        throw refused();
    }

    @Override
    public CompletableFuture<T> completeAsync(Supplier<? extends T> supplier, Executor executor) {
        throw refused();
    }

    @Override
    public CompletableFuture<T> completeAsync(Supplier<? extends T> supplier) {
        throw refused();
    }

    @Override
    public void obtrudeValue(T value) {
        throw refused();
    }

    @Override
    public void obtrudeException(Throwable failure) {
        throw refused();
    }

    private static UnsupportedOperationException refused() {
        return new UnsupportedOperationException(
                "only the child completes this future; complete a copy() of it");
    }
}
