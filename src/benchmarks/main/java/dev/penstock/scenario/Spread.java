package dev.penstock.scenario;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Median, least and most of some rounds' figures. */
record Spread(double median, double least, double most) {

    static Spread of(List<Round> rounds, ToDoubleFunction<Round> figure) {
        return of(rounds.stream().mapToDouble(figure).toArray());
    }

    /** Sorts the figures. */
    static Spread of(double[] figures) {
        double median = median(figures);
        return new Spread(median, figures[0], figures[figures.length - 1]);
    }

    /** Sorts the figures. */
    static double median(double[] figures) {
        Arrays.sort(figures);
        int middle = figures.length / 2;
        return figures.length % 2 == 1
                ? figures[middle]
                : (figures[middle - 1] + figures[middle]) / 2;
    }
}
