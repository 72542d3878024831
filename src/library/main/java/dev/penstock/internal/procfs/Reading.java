package dev.penstock.internal.procfs;

import java.util.Optional;
import java.util.function.Function;

/**
 * What one look at {@code /proc} gave: the value, or the reason why there is none. Never a guess.
 *
 * @param <T> what was looked for
 */
public sealed interface Reading<T> {
    /**
     * The kernel told.
     *
     * @param value what it told
     * @param <T> what was looked for
     */
    record Known<T>(T value) implements Reading<T> {}

    /**
     * The kernel did not tell.
     *
     * @param why which kind of not
     * @param reason a sentence for people, naming the file
     * @param <T> what was looked for
     */
    record Unknown<T>(Why why, String reason) implements Reading<T> {}

    /** Why there is no value. */
    enum Why {
        /**
         * It is not there: the process ended, the descriptor is closed, or this kernel has no such
         * file.
         */
        GONE,
        /** It is there and may not be looked at by this user. */
        DENIED,
        /** It is there, but does not say, or not in a form known here. */
        UNTOLD
    }

    /**
     * The value, if there is one.
     *
     * @return the value of a {@link Known}, empty for an {@link Unknown}
     */
    default Optional<T> known() {
        return this instanceof Known<T> known ? Optional.of(known.value()) : Optional.empty();
    }

    /**
     * The value for people to read.
     *
     * @return the value as text, or {@code unknown: } and the reason
     */
    default String text() {
        return this instanceof Unknown<T> unknown
                ? "unknown: " + unknown.reason()
                : String.valueOf(known().orElseThrow());
    }

    /**
     * The same reading of something derived from the value.
     *
     * @param derive from the value
     * @return the derived value, or the same reason
     * @param <U> what is derived
     */
    default <U> Reading<U> map(Function<? super T, ? extends U> derive) {
        if (this instanceof Unknown<T> unknown) {
            return new Unknown<>(unknown.why(), unknown.reason());
        }
        return new Known<>(derive.apply(known().orElseThrow()));
    }
}
