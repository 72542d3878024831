package dev.penstock.scenario;

import java.util.Arrays;
import java.util.Random;

/**
 * A median, or a ratio of two, and how far it can be trusted.
 *
 * <p>The spread is a bootstrap interval: rounds are drawn with replacement, as many as there are,
 * and the figure taken anew, many times over; of these figures it has the middle 95 in a hundred.
 * Two contenders took their rounds in turn, so that round by round they met the same troubles: they
 * are drawn in pairs. With 3 rounds the interval is hardly less than the range of single rounds,
 * which is as it should be.
 *
 * @param figure of all rounds
 * @param low where the interval begins
 * @param high where it ends
 */
record Estimate(double figure, double low, double high) {
    private static final int DRAWS = 4000;
    private static final double OUTSIDE = 0.025;

    /** The median of the figures. */
    static Estimate of(double[] figures) {
        return of(figures, null);
    }

    /**
     * The ratio of the medians.
     *
     * @throws IllegalArgumentException if there are not as many of both, in turn
     */
    static Estimate ofRatio(double[] figures, double[] others) {
        if (figures.length != others.length) {
            throw new IllegalArgumentException(
                    "rounds in turn are as many: " + figures.length + " and " + others.length);
        }
        return of(figures, others);
    }

    private static Estimate of(double[] figures, double[] others) {
        Random random = new Random(1);
        double[] drawn = new double[DRAWS];
        int[] rounds = new int[figures.length];
        for (int i = 0; i < DRAWS; i++) {
            for (int r = 0; r < rounds.length; r++) {
                rounds[r] = random.nextInt(rounds.length);
            }
            drawn[i] = ratio(figures, others, rounds);
        }
        Arrays.sort(drawn);
        for (int r = 0; r < rounds.length; r++) {
            rounds[r] = r;
        }
        int outside = (int) (DRAWS * OUTSIDE);
        return new Estimate(
                ratio(figures, others, rounds), drawn[outside], drawn[DRAWS - 1 - outside]);
    }

    private static double ratio(double[] figures, double[] others, int[] rounds) {
        double median = median(figures, rounds);
        return others == null ? median : median / median(others, rounds);
    }

    private static double median(double[] figures, int[] rounds) {
        double[] chosen = new double[rounds.length];
        for (int i = 0; i < rounds.length; i++) {
            chosen[i] = figures[rounds[i]];
        }
        return Spread.median(chosen);
    }
}
