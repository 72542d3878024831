package dev.penstock.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a figure of a run ought to be: a line of {@code targets.tsv} or {@code gate.tsv}.
 *
 * @param scenario its name
 * @param placement as the tables write it
 * @param contender whose figure it is
 * @param measure of what
 * @param other whom it is divided by; null for the figure itself
 * @param bound what it must not pass
 * @param ceiling who shows how far anybody gets here, against the same other; null for nobody
 * @param why the sentence that it stands for
 */
record Target(
        String scenario,
        String placement,
        String contender,
        Measure measure,
        String other,
        Bound bound,
        String ceiling,
        String why) {
    private static final String NONE = "-";
    private static final int FIELDS = 8;

    /** At least, at most, or nothing demanded: the figure is reported. */
    record Bound(Sense sense, double value) {
        enum Sense {
            LEAST("≥ "),
            MOST("≤ "),
            NONE("");

            final String sign;

            Sense(String sign) {
                this.sign = sign;
            }
        }

        /** {@code >=1.15}, {@code <=70} or {@code -}. */
        static Bound of(String text) {
            if (text.equals(Target.NONE)) {
                return new Bound(Sense.NONE, Double.NaN);
            }
            Sense sense =
                    text.startsWith(">=")
                            ? Sense.LEAST
                            : text.startsWith("<=") ? Sense.MOST : Sense.NONE;
            if (sense == Sense.NONE) {
                throw new IllegalArgumentException(
                        "a bound is >=NUMBER, <=NUMBER or " + Target.NONE + ": '" + text + "'");
            }
            return new Bound(sense, Double.parseDouble(text.substring(2)));
        }

        boolean holds(double figure) {
            return switch (sense) {
                case LEAST -> figure >= value;
                case MOST -> figure <= value;
                case NONE -> true;
            };
        }

        /** Further away by that share, for a machine whose ratios are not known. */
        Bound loosened(double share) {
            return new Bound(sense, value * (sense == Sense.LEAST ? 1 - share : 1 + share));
        }
    }

    static Target of(String line) {
        String[] fields = line.split("\t");
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException(
                    "a target has " + FIELDS + " fields, not " + fields.length + ": " + line);
        }
        return new Target(
                fields[0],
                fields[1],
                fields[2],
                Measure.named(fields[3]),
                orNull(fields[4]),
                Bound.of(fields[5]),
                orNull(fields[6]),
                fields[7]);
    }

    private static String orNull(String field) {
        return field.equals(NONE) ? null : field;
    }

    /** Those of a file, without its comments. */
    static List<Target> readAll(Path file) throws IOException {
        List<Target> targets = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                targets.add(of(line));
            }
        }
        return targets;
    }

    /**
     * @throws IllegalArgumentException if none of them is what this names: a slip of the pen would
     *     be taken for something that was not run
     */
    void requireIn(List<Scenario> scenarios) {
        Scenario named =
                scenarios.stream()
                        .filter(s -> s.name().equals(scenario))
                        .findAny()
                        .orElseThrow(() -> unknown("scenario", scenario));
        if (named.placements().stream().noneMatch(p -> p.text.equals(placement))) {
            throw unknown("placement", placement);
        }
        for (String name : new String[] {contender, other, ceiling}) {
            if (name != null && named.contenders().stream().noneMatch(e -> e.name().equals(name))) {
                throw unknown("contender", name);
            }
        }
    }

    private IllegalArgumentException unknown(String what, String name) {
        return new IllegalArgumentException(
                "no " + what + " '" + name + "' for the target: " + this);
    }

    Target loosened(double share) {
        return new Target(
                scenario,
                placement,
                contender,
                measure,
                other,
                bound.loosened(share),
                ceiling,
                why);
    }

    /** A figure of its kind, with its unit if it has one. */
    String shown(double figure) {
        return other == null
                ? String.format(Locale.ROOT, "%.0f %s", figure, measure.unit)
                : String.format(Locale.ROOT, "%.2f", figure);
    }

    /** Empty if nothing is demanded. */
    String shownBound() {
        return bound.sense() == Bound.Sense.NONE ? "" : bound.sense().sign + shown(bound.value());
    }

    /** What is measured of whom. */
    String text() {
        return scenario
                + ", "
                + placement
                + ": "
                + measure.text()
                + " of "
                + contender
                + (other == null ? "" : " to " + other);
    }
}
