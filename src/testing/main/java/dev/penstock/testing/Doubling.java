package dev.penstock.testing;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.function.Predicate;

/**
 * For what takes place before a time runs out: how long that has to be on a machine that is busy,
 * nobody knows. It is tried with a short one first, and then with ones twice as long.
 */
public final class Doubling {
    private static final Duration LONGEST = Duration.ofSeconds(10);

    /** What is run with a time. */
    @FunctionalInterface
    public interface Trial<T> {
        T with(Duration time) throws Exception;
    }

    private Doubling() {}

    /**
     * Runs it until the time was long enough.
     *
     * @param wasEnough whether what was to take place has done so
     */
    public static <T> T of(Duration first, Predicate<T> wasEnough, Trial<T> trial)
            throws Exception {
        T result = null;
        for (Duration time = first; time.compareTo(LONGEST) < 0; time = time.multipliedBy(2)) {
            result = trial.with(time);
            if (wasEnough.test(result)) {
                return result;
            }
        }
        return fail("not even " + LONGEST.dividedBy(2) + " were enough: " + result);
    }
}
