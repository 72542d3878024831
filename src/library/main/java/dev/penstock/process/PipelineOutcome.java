package dev.penstock.process;

import dev.penstock.sys.Signal;
import java.util.List;
import java.util.Optional;

/**
 * What became of a pipeline's children.
 *
 * @param outcomes of each, in the order of the commands
 * @param brokenPipeFails whether SIGPIPE counts as a failure: see {@link Pipeline#brokenPipeFails}
 */
public record PipelineOutcome(List<Outcome> outcomes, boolean brokenPipeFails) {

    /**
     * Whether all succeeded: a shell's {@code pipefail}. One that is not the last and that SIGPIPE
     * ended is no failure, since its reader had enough.
     */
    public boolean succeeded() {
        return failure().isEmpty();
    }

    /** The outcome of the last in the row that failed, as {@code pipefail} tells its code. */
    public Optional<Outcome> failure() {
        for (int i = outcomes.size() - 1; i >= 0; i--) {
            if (!outcomes.get(i).succeeded() && !hadEnoughRead(i)) {
                return Optional.of(outcomes.get(i));
            }
        }
        return Optional.empty();
    }

    private boolean hadEnoughRead(int place) {
        Outcome outcome = outcomes.get(place);
        return !brokenPipeFails
                && place < outcomes.size() - 1
                && outcome.endedBy() == EndedBy.ITSELF
                && outcome.exit() instanceof Exit.Killed killed
                && killed.signal() == Signal.PIPE;
    }

    /** Whether every stream that was carried ran to its end, or its reader had enough. */
    public boolean complete() {
        return outcomes.stream().allMatch(Outcome::complete);
    }

    /** Whether the time of any ran out; those around it may have ended by themselves then. */
    public boolean timedOut() {
        return outcomes.stream().anyMatch(Outcome::timedOut);
    }

    /** The outcome of the last command. */
    public Outcome last() {
        return outcomes.get(outcomes.size() - 1);
    }

    /**
     * This outcome, if all {@linkplain #succeeded succeeded} and the streams are {@linkplain
     * #complete complete}.
     *
     * @throws OutcomeException otherwise, with all outcomes in its message; it holds the outcome of
     *     the last in the row that failed, or else of the first whose streams are not complete
     */
    public PipelineOutcome orThrow() throws OutcomeException {
        if (succeeded() && complete()) {
            return this;
        }
        Outcome first =
                failure()
                        .orElseGet(
                                () ->
                                        outcomes.stream()
                                                .filter(outcome -> !outcome.complete())
                                                .findFirst()
                                                .orElseThrow());
        OutcomeException e = new OutcomeException(first, toString());
        outcomes.forEach(outcome -> outcome.suppressFailuresIn(e));
        throw e;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Outcome outcome : outcomes) {
            text.append(text.isEmpty() ? "" : "\n| ").append(outcome);
        }
        return text.toString();
    }
}
