package dev.penstock.corpus;

import dev.penstock.cli.reproduce.scenario.Case;
import dev.penstock.cli.reproduce.scenario.Staged;
import dev.penstock.procfs.ProcFs;
import dev.penstock.procfs.TaskStat;
import dev.penstock.testing.Eventually;
import java.io.FileInputStream;

/**
 * The proof that a case's culprit is the culprit: without it, or with its pipe drained, what hung
 * goes on. Spoils the case.
 */
final class Remedy {
    private Remedy() {}

    /**
     * @return false where the case has no such proof: what hangs is the culprit itself
     */
    static boolean prove(Staged staged) throws Exception {
        Case about = staged.about();
        if (about.drains()) {
            drain(staged);
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

    /** Takes out what lies in the pipe, until there comes more than it held: the writer goes on. */
    private static void drain(Staged staged) throws Exception {
        int culprit = staged.pid(staged.about().culprit().orElseThrow().role());
        int fd = staged.culpritFds().get(0);
        try (FileInputStream pipe = new FileInputStream("/proc/" + culprit + "/fd/" + fd)) {
            long held = pipe.available();
            byte[] buffer = new byte[65536];
            long[] taken = {0};
            Eventually.await(
                    staged.about().name() + ": more than " + held + " bytes",
                    () -> {
                        if (pipe.available() > 0) {
                            taken[0] += pipe.read(buffer);
                        }
                        return taken[0] > held;
                    });
        }
    }

    private static boolean hasEnded(int pid) {
        return ProcFs.open().stat(pid).known().map(TaskStat::ended).orElse(true);
    }
}
