package dev.penstock.command.corpus;

import dev.penstock.command.reproduce.scenario.Case;
import dev.penstock.command.reproduce.scenario.Corpus;
import dev.penstock.command.reproduce.scenario.Staged;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;

/**
 * All cases of the corpus that can be run here, standing side by side, so that they can be looked
 * at together. As root they run as another user: whoever looks then decides alone what may be seen.
 */
final class CorpusRun implements AutoCloseable {
    /** Nobody, on every Linux. */
    static final String USER = "65534";

    private static final int AT_ONCE = 4;
    private static final Duration LONGEST = Duration.ofSeconds(60);

    /** All that were ever started; closing one twice does nothing. */
    private static final Queue<Staged> STARTED = new ConcurrentLinkedQueue<>();

    private final Map<Case, Staged> standing = new LinkedHashMap<>();
    private final Map<Case, String> skipped = new LinkedHashMap<>();

    /** Where a signal ends this JVM, nothing of the corpus outlives it. */
    static void closeAtExit() {
        Runtime.getRuntime().addShutdownHook(new Thread(CorpusRun::closeStarted));
    }

    private static void closeStarted() {
        for (Staged staged : STARTED) {
            try {
                staged.close();
            } catch (IOException e) {
                System.err.println(staged.about().name() + " is left: " + e);
            }
        }
    }

    /** Starts those that are wanted, and returns when each stands. */
    static CorpusRun start(Predicate<Case> wanted) throws Exception {
        CorpusRun run = new CorpusRun();
        Map<Case, Future<Staged>> starts = new LinkedHashMap<>();
        ExecutorService starters = Executors.newFixedThreadPool(AT_ONCE);
        try {
            for (Case about : Corpus.cases()) {
                if (!wanted.test(about)) {
                    continue;
                }
                Optional<String> missing = about.missing();
                if (missing.isPresent()) {
                    run.skipped.put(about, missing.get());
                } else {
                    starts.put(about, starters.submit(() -> stand(about)));
                }
            }
        } finally {
            starters.shutdown();
        }
        run.collect(starts);
        return run;
    }

    private static Staged stand(Case about) throws Exception {
        Staged staged = Staged.start(about, isRoot() ? asUser(USER) : List.of());
        STARTED.add(staged);
        try {
            staged.awaitStanding(LONGEST);
            return staged;
        } catch (IOException | InterruptedException e) {
            staged.close();
            throw e;
        }
    }

    /** All are waited for, so that what did start is closed whatever became of the others. */
    private void collect(Map<Case, Future<Staged>> starts) throws Exception {
        List<Throwable> failures = new ArrayList<>();
        for (Map.Entry<Case, Future<Staged>> start : starts.entrySet()) {
            try {
                standing.put(start.getKey(), start.getValue().get());
            } catch (ExecutionException e) {
                failures.add(e.getCause());
            }
        }
        if (!failures.isEmpty()) {
            close();
            AssertionError failed = new AssertionError(failures.size() + " cases did not stand");
            failures.forEach(failed::addSuppressed);
            throw failed;
        }
    }

    /** Root without CAP_SYS_PTRACE sees no more than its own, as anybody else. */
    static boolean isRoot() {
        return "root".equals(System.getProperty("user.name")) && Capability.SYS_PTRACE.held();
    }

    /** What makes a command run as another user, without a capability. */
    static List<String> asUser(String id) {
        return List.of("setpriv", "--reuid=" + id, "--regid=" + id, "--clear-groups");
    }

    Iterable<Staged> standing() {
        return standing.values();
    }

    /** What cannot be run here, and why. */
    Map<Case, String> skipped() {
        return skipped;
    }

    @Override
    public void close() throws IOException {
        for (Staged staged : standing.values()) {
            staged.close();
        }
        standing.clear();
    }
}
