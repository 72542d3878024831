package dev.penstock.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Holds a run's ratios against what they must be: {@code make bench-ci}. Exit status 1 if one is
 * not, and where there are none.
 *
 * <p>A bound is about two entrants of the same scenario in the same run, so that a slow machine is
 * slow for both. {@code src/jmh/gate.tsv} has them, and what they rest on.
 *
 * <pre>
 * Gate RESULTS BOUNDS
 * </pre>
 */
public final class Gate {
    private static final int SCENARIO = 0;
    private static final int PLACEMENT = 1;
    private static final int ENTRANT = 2;
    private static final int NANOS = 4;
    private static final int WORK = 5;

    private Gate() {}

    /**
     * One bound.
     *
     * @param least of the entrant's speed over the other's
     */
    private record Bound(
            String scenario, String placement, String entrant, String other, double least) {
        static Bound of(String line) {
            String[] fields = line.split("\t");
            if (fields.length != 5) {
                throw new IllegalArgumentException("a bound has 5 fields: " + line);
            }
            return new Bound(
                    fields[0], fields[1], fields[2], fields[3], Double.parseDouble(fields[4]));
        }
    }

    public static void main(String[] arguments) throws IOException {
        Map<List<String>, double[]> speeds = speeds(Path.of(arguments[0], "raw.tsv"));
        int missed = 0;
        int bounds = 0;
        for (String line : Files.readAllLines(Path.of(arguments[1]))) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            Bound bound = Bound.of(line);
            double ratio =
                    median(speeds, bound, bound.entrant()) / median(speeds, bound, bound.other());
            boolean holds = ratio >= bound.least();
            bounds++;
            missed += holds ? 0 : 1;
            System.out.printf(
                    Locale.ROOT,
                    "%s  %.2f of %s, at least %.2f: %s, %s, %s%n",
                    holds ? "holds " : "MISSED",
                    ratio,
                    bound.other(),
                    bound.least(),
                    bound.entrant(),
                    bound.scenario(),
                    bound.placement());
        }
        if (bounds == 0) {
            System.err.println("bench-ci: " + arguments[1] + " has no bounds, so nothing was held");
            System.exit(1);
        }
        System.out.println("bench-ci: " + bounds + " ratios, " + missed + " missed");
        System.exit(missed == 0 ? 0 : 1);
    }

    /** Work a nanosecond, of each round. */
    private static Map<List<String>, double[]> speeds(Path raw) throws IOException {
        Map<List<String>, double[]> speeds = new HashMap<>();
        List<String> lines = Files.readAllLines(raw);
        for (String line : lines.subList(1, lines.size())) {
            String[] fields = line.split("\t");
            double speed = Double.parseDouble(fields[WORK]) / Double.parseDouble(fields[NANOS]);
            speeds.merge(
                    List.of(fields[SCENARIO], fields[PLACEMENT], fields[ENTRANT]),
                    new double[] {speed},
                    Gate::joined);
        }
        return speeds;
    }

    private static double[] joined(double[] some, double[] more) {
        double[] all = Arrays.copyOf(some, some.length + more.length);
        System.arraycopy(more, 0, all, some.length, more.length);
        return all;
    }

    private static double median(Map<List<String>, double[]> speeds, Bound bound, String entrant) {
        double[] all = speeds.get(List.of(bound.scenario(), bound.placement(), entrant));
        if (all == null) {
            throw new IllegalArgumentException("the run has no " + entrant + " for " + bound);
        }
        Arrays.sort(all);
        return all[all.length / 2];
    }
}
