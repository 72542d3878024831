package dev.penstock.scenario;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** What of a round a target is about. Where two contenders are compared, the unit cancels out. */
enum Measure {
    /** Of work that is bytes; else a figure to compare with. */
    SPEED("MB/s", round -> round.work() * 1e3 / round.nanos()),
    /** For each piece of work: a whole process, an exchange. */
    TIME("ms", round -> round.nanos() / 1e6 / round.work()),
    /** Processor time of the contender for each piece of work. */
    CPU("CPU ms", round -> round.cpuNanos() / 1e6 / round.work()),
    RSS("MB", round -> round.rssBytes() / 1e6),
    /** The most at once, sampled. */
    THREADS("threads", Round::threads),
    /** What a contender that sorts its exchanges by time gives for its check. */
    P99("µs", round -> round.check() / 1e3);

    /** Of a figure that stands by itself. */
    final String unit;

    private final ToDoubleFunction<Round> figure;

    Measure(String unit, ToDoubleFunction<Round> figure) {
        this.unit = unit;
        this.figure = figure;
    }

    double of(Round round) {
        return figure.applyAsDouble(round);
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Measure named(String text) {
        for (Measure measure : values()) {
            if (measure.text().equals(text)) {
                return measure;
            }
        }
        throw new IllegalArgumentException(
                "no measure '"
                        + text
                        + "': there are "
                        + Arrays.stream(values())
                                .map(Measure::text)
                                .collect(Collectors.joining(", ")));
    }
}
