package dev.penstock.command.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.command.Ran;
import dev.penstock.command.reproduce.scenario.Case;
import dev.penstock.command.reproduce.scenario.Staged;
import dev.penstock.internal.procfs.ProcFs;
import dev.penstock.internal.procfs.TaskStat;
import dev.penstock.process.Outcome;
import dev.penstock.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The proof that a case's culprit is the culprit: without it, or with its pipe drained, what hung
 * goes on. Spoils the case.
 */
final class CaseRemedy {
    /** Whether somebody is stuck in the end. */
    private static final int EITHER = -1;

    private CaseRemedy() {}

    /**
     * @return false where the case has no such proof: what hangs is the culprit itself
     */
    static boolean prove(Staged staged) throws Exception {
        Case about = staged.about();
        if (about.rescued().isPresent()) {
            rescue(staged, about.rescued().get());
            return true;
        }
        if (about.culprit().isEmpty() || about.culprit().get().role().equals(about.asked())) {
            return false;
        }
        int hung = staged.pid(about.asked());
        ProcessHandle.of(staged.pid(about.culprit().get().role())).orElseThrow().destroyForcibly();
        Eventually.await(about.name() + ": " + about.asked() + " ends", () -> hasEnded(hung));
        return true;
    }

    /**
     * To the end, where the case ends by that; else a byte more than there was: the writer goes on.
     */
    private static void rescue(Staged staged, Case.Rescued rescued) throws Exception {
        String pid = Integer.toString(staged.pid(rescued.end().role()));
        String fd = Integer.toString(rescued.end().fd());
        Map<String, Object> before = rescue(1, "rescue", pid, fd, "--json");
        assertNotNull(before.get("stuck"));
        Path into = Files.createTempFile("penstock-rescued-", "");
        Files.delete(into);
        try {
            String most =
                    rescued.ends()
                            ? Long.toString(1L << 40)
                            : Long.toString((long) before.get("unread") + 1);
            String file = into.toString();
            Map<String, Object> after =
                    rescue(
                            rescued.ends() ? 0 : EITHER,
                            ("rescue "
                                            + pid
                                            + " "
                                            + fd
                                            + " --json --yes --for 40s --bytes "
                                            + most
                                            + " --drain "
                                            + file)
                                    .split(" "));
            @SuppressWarnings("unchecked")
            Map<String, Object> drained = (Map<String, Object>) after.get("drained");
            long stored = (long) drained.get("stored");
            assertEquals(Files.size(into), stored);
            assertEquals(0L, drained.get("lost"));
            if (!rescued.ends()) {
                assertEquals(most, Long.toString(stored));
                return;
            }
            Outcome outcome = staged.outcome().get(40, TimeUnit.SECONDS);
            assertTrue(outcome.succeeded(), outcome + staged.printed());
            if (rescued.total() > 0) {
                assertEquals(rescued.total(), stored + told(staged.printed()), staged.printed());
            }
        } finally {
            Files.deleteIfExists(into);
        }
    }

    /** How much the first process says that it read, or what it passed on of that. */
    private static long told(String printed) {
        String line = printed.strip();
        return line.matches("[0-9]+") ? Long.parseLong(line) : printed.length();
    }

    private static Map<String, Object> rescue(int code, String... words) throws IOException {
        Ran ran = Ran.penstock(words);
        assertTrue(code == EITHER ? ran.code() < 2 : ran.code() == code, ran.out() + ran.err());
        return ran.json();
    }

    private static boolean hasEnded(int pid) {
        return ProcFs.open().stat(pid).known().map(TaskStat::ended).orElse(true);
    }
}
