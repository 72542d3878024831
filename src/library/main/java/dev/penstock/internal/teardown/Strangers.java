package dev.penstock.internal.teardown;

import dev.penstock.internal.procfs.TaskStat;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * Zombies of this process that nobody in it waits for, as a process 1 gets them: orphans of whoever
 * is below it. Nobody can tell for sure that none waits; who was not reaped for more than a second
 * is taken for such a one. For one thread.
 */
final class Strangers {
    private static final int SELF = (int) ProcessHandle.current().pid();
    private static final long PATIENCE_NANOS = 1_000_000_000;

    private record Zombie(int pid, long started) {}

    private final IntPredicate ours;

    /** Since when each has been seen. */
    private Map<Zombie, Long> seen = new HashMap<>();

    Strangers(IntPredicate ours) {
        this.ours = ours;
    }

    void look(List<TaskStat> census) {
        Map<Zombie, Long> now = new HashMap<>();
        for (TaskStat stat : census) {
            if (stat.parent() == SELF && stat.ended() && !ours.test(stat.pid())) {
                Zombie zombie = new Zombie(stat.pid(), stat.started());
                long since = seen.getOrDefault(zombie, System.nanoTime());
                if (System.nanoTime() - since > PATIENCE_NANOS) {
                    Tree.reap(stat.pid());
                } else {
                    now.put(zombie, since);
                }
            }
        }
        seen = now;
    }
}
