package dev.penstock.command.corpus;

import dev.penstock.command.reproduce.scenario.Case;
import dev.penstock.command.text.Table;
import dev.penstock.command.text.Table.Align;
import java.io.IOException;
import java.io.PrintStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** {@code make corpus}: prints what is said of each case, and how good that is. */
public final class CorpusTable {
    private CorpusTable() {}

    /**
     * With a part, a number of runs and a load: what {@link ReportedRun} counts. Ends with 1 where
     * something was missed, wrong, or claimed falsely.
     */
    public static void main(String[] args) throws Exception {
        CorpusRun.closeAtExit();
        if (args.length == 3) {
            try {
                ReportedRun.print(
                        System.out, args[0], Integer.parseInt(args[1]), Integer.parseInt(args[2]));
            } catch (IllegalArgumentException e) {
                System.err.println("corpus: " + e.getMessage());
                System.exit(2);
            }
            return;
        }
        boolean good;
        try (CorpusRun run = CorpusRun.start()) {
            List<Judgement> judgements = Judge.judge(run);
            print(System.out, judgements);
            System.out.println();
            run.skipped().forEach((about, why) -> skipped(about.name(), why));
            good = scores(System.out, judgements);
        }
        System.exit(good ? 0 : 1);
    }

    private static void skipped(String what, String why) {
        System.out.println(what + ": SKIPPED: " + why);
    }

    static void print(PrintStream out, List<Judgement> judgements) {
        Table table = new Table(Align.LEFT, Align.LEFT, Align.LEFT, Align.LEFT, Align.LEFT);
        table.row("case", "root", "user", "yama", "no-ptrace");
        Set<Case> cases = new LinkedHashSet<>();
        judgements.forEach(one -> cases.add(one.about()));
        for (Case about : cases) {
            table.row(
                    about.name(),
                    cell(judgements, about, Looks.ROOT),
                    cell(judgements, about, Looks.USER),
                    cell(judgements, about, Looks.YAMA),
                    cell(judgements, about, Looks.NO_PTRACE));
        }
        table.lines().forEach(out::println);
    }

    private static String cell(List<Judgement> judgements, Case about, Looks looks) {
        for (Judgement one : judgements) {
            if (one.about() == about && one.looks() == looks) {
                return one.toString();
            }
        }
        return "-";
    }

    static boolean scores(PrintStream out, List<Judgement> judgements) throws IOException {
        boolean good = true;
        for (Looks looks : Looks.values()) {
            if (looks.missing().isPresent()) {
                skipped(looks.title(), looks.missing().get());
                continue;
            }
            Score score = Score.of(judgements, looks);
            good &= score.good(looks);
            out.println(looks.title() + ": " + score);
        }
        return good;
    }
}
