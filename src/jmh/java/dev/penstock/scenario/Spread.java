package dev.penstock.scenario;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Median, least and most of some rounds' figures. */
record Spread(double median, double least, double most) {

    static Spread of(List<Round> rounds, ToDoubleFunction<Round> figure) {
        double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
        int middle = sorted.length / 2;
        double median =
                sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], Arrays.stream(sorted).max().orElseThrow());
    }
}
