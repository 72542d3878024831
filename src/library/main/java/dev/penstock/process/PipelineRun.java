package dev.penstock.process;

import dev.penstock.internal.loop.Nanos;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

/**
 * The children of a {@link Pipeline} that was started. Any thread. Nobody needs to close it if its
 * outcome was awaited; closing it ends all that still run.
 */
public final class PipelineRun implements AutoCloseable {
    private final List<Child> children;
    private final boolean brokenPipeFails;
    private final SharedFuture<PipelineOutcome> outcome;

    PipelineRun(List<Child> children, boolean brokenPipeFails) {
        this.children = List.copyOf(children);
        this.brokenPipeFails = brokenPipeFails;
        outcome =
                new SharedFuture<>(() -> this.children.forEach(one -> one.outcome().cancel(false)));
        List<CompletableFuture<Outcome>> each = new ArrayList<>();
        for (Child child : children) {
            each.add(child.outcome());
        }
        CompletableFuture.allOf(each.toArray(new CompletableFuture<?>[0]))
                .whenComplete(
                        (nothing, failure) -> {
                            if (failure == null) {
                                outcome.settle(outcomes(each));
                            } else {
                                outcome.settleExceptionally(failure);
                            }
                        });
    }

    private PipelineOutcome outcomes(List<CompletableFuture<Outcome>> each) {
        return new PipelineOutcome(
                each.stream().map(CompletableFuture::join).toList(), brokenPipeFails);
    }

    /** Those that were started before another could not be. */
    static void kill(List<Child> children) {
        for (Child child : children) {
            child.beginToKill();
        }
        for (Child child : children) {
            child.close();
        }
    }

    /** The children, in the order of the commands. */
    public List<Child> children() {
        return children;
    }

    /**
     * Waits until all are over.
     *
     * @throws IllegalStateException on the loop's own thread, which would wait for itself
     */
    public PipelineOutcome await() throws InterruptedException {
        List<Outcome> outcomes = new ArrayList<>();
        for (Child child : children) {
            outcomes.add(child.await());
        }
        return new PipelineOutcome(List.copyOf(outcomes), brokenPipeFails);
    }

    /**
     * Waits until all are over, for a time; no child is touched when that has passed.
     *
     * @throws TimeoutException if not all are over by then
     * @throws IllegalStateException on the loop's own thread, which would wait for itself
     */
    public PipelineOutcome await(Duration limit) throws InterruptedException, TimeoutException {
        long begun = System.nanoTime();
        long most = Nanos.of(limit);
        for (Child child : children) {
            child.await(Duration.ofNanos(most - (System.nanoTime() - begun)));
        }
        return await();
    }

    /**
     * What becomes of all, as {@link Child#outcome} tells of one: the same future each time, which
     * only the children complete; {@code cancel} ends every child.
     */
    public CompletableFuture<PipelineOutcome> outcome() {
        return outcome;
    }

    /**
     * Ends all that are not over, each by its teardown, and waits for that; see {@link
     * Child#close}.
     */
    @Override
    public void close() {
        for (Child child : children) {
            child.beginToClose();
        }
        for (Child child : children) {
            child.close();
        }
    }
}
