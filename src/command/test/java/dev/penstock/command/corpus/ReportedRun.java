package dev.penstock.command.corpus;

import dev.penstock.command.reproduce.scenario.Case;
import dev.penstock.command.reproduce.scenario.Corpus;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;

/**
 * {@code make corpus PART=… RUNS=… LOAD=…}: starts the cases of a part again and again, on a quiet
 * machine and on a busy one, and counts what {@code inspect} says of them.
 */
final class ReportedRun {
    /** On a busy machine a JVM takes long to start. */
    private static final Duration LONGEST = Duration.ofMinutes(4);

    private static final String OWN = "own";

    private ReportedRun() {}

    /**
     * @param part one of {@link Corpus#REPORTED}, or own for those that were thought out here
     * @param runs how often each is started, quiet and busy
     * @param load how many processes make the machine busy; 0 for only quiet runs
     */
    static void print(PrintStream out, String part, int runs, int load) throws Exception {
        List<Case> cases = cases(part);
        Confusion confusion = new Confusion();
        TreeSet<String> notRun = new TreeSet<>();
        for (int run = 1; run <= runs; run++) {
            one(cases, confusion, "quiet", 0, notRun);
            if (load > 0) {
                one(cases, confusion, "under a load of " + load, load, notRun);
            }
        }
        out.println(cases.size() + " cases of '" + part + "', started " + runs + " times each");
        out.println();
        notRun.forEach(out::println);
        confusion.print(out);
    }

    private static List<Case> cases(String part) throws IOException {
        if (part.equals(OWN)) {
            return Corpus.cases();
        }
        if (!Corpus.REPORTED.contains(part)) {
            throw new IllegalArgumentException(
                    "the corpus has no part '"
                            + part
                            + "', but "
                            + OWN
                            + " and "
                            + Corpus.REPORTED);
        }
        return Corpus.reported(part);
    }

    private static void one(
            List<Case> cases, Confusion confusion, String title, int load, TreeSet<String> notRun)
            throws Exception {
        Load busy = Load.of(load);
        try (CorpusRun run = CorpusRun.start(cases, LONGEST)) {
            run.skipped().forEach((about, why) -> notRun.add(about.name() + ": SKIPPED: " + why));
            run.failed()
                    .forEach((about, why) -> notRun.add(about.name() + ": DID NOT STAND: " + why));
            confusion.add(Judge.judge(run, List.of()), title);
        } finally {
            busy.end();
        }
    }
}
