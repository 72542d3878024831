package dev.penstock.command.corpus;

import dev.penstock.command.reproduce.scenario.Case;
import dev.penstock.command.reproduce.scenario.Corpus;
import dev.penstock.command.reproduce.scenario.Staged;
import java.io.IOException;
import java.time.Duration;
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
    private final Map<Case, Throwable> failed = new LinkedHashMap<>();
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

    /** Starts those that were thought out here, and returns when each stands. */
    static CorpusRun start() throws Exception {
        CorpusRun run = start(Corpus.cases(), LONGEST);
        if (!run.failed.isEmpty()) {
            run.close();
            AssertionError failed = new AssertionError(run.failed.size() + " cases did not stand");
            run.failed.values().forEach(failed::addSuppressed);
            throw failed;
        }
        return run;
    }

    /**
     * Starts some, and returns when each stands or has {@link #failed}.
     *
     * @param longest how long one may take
     */
    static CorpusRun start(List<Case> cases, Duration longest) throws Exception {
        CorpusRun run = new CorpusRun();
        Map<Case, Future<Staged>> starts = new LinkedHashMap<>();
        ExecutorService starters = Executors.newFixedThreadPool(AT_ONCE);
        try {
            for (Case about : cases) {
                Optional<String> missing = about.missing();
                if (missing.isPresent()) {
                    run.skipped.put(about, missing.get());
                } else {
                    starts.put(about, starters.submit(() -> stand(about, longest)));
                }
            }
        } finally {
            starters.shutdown();
        }
        run.collect(starts);
        return run;
    }

    private static Staged stand(Case about, Duration longest) throws Exception {
        Staged staged = Staged.start(about, isRoot() ? asUser(USER) : List.of());
        STARTED.add(staged);
        try {
            staged.awaitStanding(longest);
            return staged;
        } catch (IOException | InterruptedException e) {
            staged.close();
            throw e;
        }
    }

    /** All are waited for, so that what did start is closed whatever became of the others. */
    private void collect(Map<Case, Future<Staged>> starts) throws Exception {
        for (Map.Entry<Case, Future<Staged>> start : starts.entrySet()) {
            try {
                standing.put(start.getKey(), start.getValue().get());
            } catch (ExecutionException e) {
                failed.put(start.getKey(), e.getCause());
            }
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

    /** What did not come to where it should stand, and why. */
    Map<Case, Throwable> failed() {
        return failed;
    }

    @Override
    public void close() throws IOException {
        for (Staged staged : standing.values()) {
            staged.close();
        }
        standing.clear();
    }
}
