package dev.penstock.command.corpus;

import dev.penstock.command.reproduce.scenario.Case;
import dev.penstock.command.reproduce.scenario.Corpus;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;

/**
 * {@code make corpus HALF=… RUNS=… LOAD=…}: starts the cases of a half again and again, on a quiet
 * machine and on a busy one, and counts what {@code inspect} says of them.
 */
final class ReportedRun {
    /** On a busy machine a JVM takes long to start. */
    private static final Duration LONGEST = Duration.ofMinutes(4);

    private ReportedRun() {}

    /**
     * @param half tuned, held, or own for those that were thought out here
     * @param runs how often each is started, quiet and busy
     * @param load how many processes make the machine busy; 0 for only quiet runs
     */
    static void print(PrintStream out, String half, int runs, int load) throws Exception {
        List<Case> cases = half.equals("own") ? Corpus.cases() : Corpus.reported(half);
        if (cases.isEmpty()) {
            throw new IllegalArgumentException("this checkout has no half '" + half + "'");
        }
        Confusion confusion = new Confusion();
        TreeSet<String> notRun = new TreeSet<>();
        for (int run = 1; run <= runs; run++) {
            one(cases, confusion, "quiet", 0, notRun);
            if (load > 0) {
                one(cases, confusion, "under a load of " + load, load, notRun);
            }
        }
        out.println(cases.size() + " cases of '" + half + "', started " + runs + " times each");
        out.println();
        notRun.forEach(out::println);
        confusion.print(out);
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
