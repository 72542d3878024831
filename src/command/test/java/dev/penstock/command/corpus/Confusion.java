package dev.penstock.command.corpus;

import dev.penstock.command.reproduce.scenario.Case;
import dev.penstock.command.text.Table;
import dev.penstock.command.text.Table.Align;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What was said of what, counted: for each way to look and each load a table with a row for each
 * language, and then each case that was not judged rightly, with all that was said of it.
 */
final class Confusion {
    private static final String TOTAL = "all";

    /** One look at one case. */
    record Seen(Judgement judgement, String load) {}

    private final List<Seen> all = new ArrayList<>();

    void add(List<Judgement> judgements, String load) {
        judgements.forEach(one -> all.add(new Seen(one, load)));
    }

    /** What is counted of one language. */
    private static final class Row {
        private int stalls;
        private int found;
        private int wrong;
        private int idle;
        private int stallsUnknown;
        private int healthy;
        private int right;
        private int unclear;
        private int suspected;
        private int proven;

        private void count(Judgement one) {
            boolean isRight = one.grade() == Judgement.Grade.RIGHT;
            if (one.about().hangs()) {
                stalls++;
                found += is(isRight);
                wrong += is(!isRight && one.stalled());
                stallsUnknown += is(!isRight && one.verdict().equals("UNKNOWN"));
                idle += is(!isRight && !one.stalled() && !one.verdict().equals("UNKNOWN"));
            } else {
                healthy++;
                right += is(isRight);
                proven += is(one.proven());
                suspected += is(one.stalled() && !one.proven());
                unclear += is(!isRight && !one.stalled());
            }
        }

        private static int is(boolean so) {
            return so ? 1 : 0;
        }

        private String[] cells(String language) {
            List<String> cells = new ArrayList<>(List.of(language));
            for (int number :
                    new int[] {
                        stalls,
                        found,
                        wrong,
                        idle,
                        stallsUnknown,
                        healthy,
                        right,
                        unclear,
                        suspected,
                        proven
                    }) {
                cells.add(number == 0 ? "." : Integer.toString(number));
            }
            return cells.toArray(String[]::new);
        }
    }

    void print(PrintStream out) {
        for (Looks looks : Looks.values()) {
            for (String load : loads()) {
                print(out, looks, load);
            }
        }
        printMisses(out);
    }

    private Iterable<String> loads() {
        TreeSet<String> loads = new TreeSet<>();
        all.forEach(seen -> loads.add(seen.load()));
        return loads;
    }

    private void print(PrintStream out, Looks looks, String load) {
        Map<String, Row> rows = new TreeMap<>();
        Row total = new Row();
        for (Seen seen : all) {
            if (seen.judgement().looks() == looks && seen.load().equals(load)) {
                String language = seen.judgement().about().language().ending();
                rows.computeIfAbsent(language, added -> new Row()).count(seen.judgement());
                total.count(seen.judgement());
            }
        }
        if (rows.isEmpty()) {
            return;
        }
        Align[] align = new Align[11];
        Arrays.fill(align, Align.RIGHT);
        align[0] = Align.LEFT;
        Table table = new Table(align);
        table.row(
                "in",
                "stalled",
                "right",
                "wrong",
                "called idle",
                "unknown",
                "healthy",
                "right",
                "unclear",
                "suspected",
                "proven");
        rows.forEach((language, row) -> table.row(row.cells(language)));
        table.row(total.cells(TOTAL));
        out.println("looked at as " + looks.title() + ", " + load + ":");
        table.lines().forEach(out::println);
        out.println();
    }

    /** Those who may look and see everything first; the others are expected not to know. */
    private void printMisses(PrintStream out) {
        Map<String, Map<String, Integer>> misses = new LinkedHashMap<>();
        for (Looks looks : Looks.values()) {
            for (Seen seen : all) {
                Judgement one = seen.judgement();
                boolean expected =
                        one.grade() == Judgement.Grade.UNKNOWN
                                && looks != Looks.ROOT
                                && looks != Looks.USER;
                if (one.looks() == looks && one.grade() != Judgement.Grade.RIGHT && !expected) {
                    misses.computeIfAbsent(
                                    title(one.about()) + ", " + looks.title(),
                                    added -> new TreeMap<>())
                            .merge(seen.load() + " " + one, 1, Integer::sum);
                }
            }
        }
        out.println("not judged rightly:");
        misses.forEach((what, said) -> out.println("  " + what + ": " + said));
    }

    private static String title(Case about) {
        return about.name()
                + (about.hangs() ? " (stalled: " : " (healthy: ")
                + String.join(" ", about.verdicts())
                + about.culprit().map(culprit -> " by " + culprit.role()).orElse("")
                + ")";
    }
}
