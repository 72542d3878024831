package dev.penstock.agent;

import dev.penstock.internal.procfs.ProcFs;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which threads sleep in a write to a pipe and have not run since. For one thread. */
final class FullPipeWrites {
    private record Sleep(long runs, long sinceNanos) {}

    private final ProcFs proc;
    private Map<Long, Sleep> before = new HashMap<>();

    FullPipeWrites(ProcFs proc) {
        this.proc = proc;
    }

    /**
     * Looks once more.
     *
     * @param pids at whom
     * @return since when, by {@link System#nanoTime}, a thread of each sleeps there that slept
     *     there at the last look too; no others
     */
    Map<Integer, Long> look(List<Integer> pids) {
        Map<Long, Sleep> now = new HashMap<>();
        Map<Integer, Long> lasting = new HashMap<>();
        for (int pid : pids) {
            for (int tid : proc.threads(pid).known().orElse(List.of())) {
                boolean writes =
                        proc.wchan(pid, tid)
                                .known()
                                .filter(function -> function.contains("pipe_write"))
                                .isPresent();
                Long runs = writes ? proc.runs(pid, tid).known().orElse(null) : null;
                if (runs == null) {
                    continue;
                }
                long key = (long) pid << 32 | tid;
                Sleep last = before.get(key);
                boolean same = last != null && last.runs() == runs;
                Sleep sleep = same ? last : new Sleep(runs, System.nanoTime());
                now.put(key, sleep);
                if (same) {
                    lasting.merge(pid, sleep.sinceNanos(), Math::min);
                }
            }
        }
        before = now;
        return lasting;
    }
}
