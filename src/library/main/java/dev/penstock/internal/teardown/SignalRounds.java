package dev.penstock.internal.teardown;

import dev.penstock.internal.procfs.TaskStat;
import dev.penstock.internal.sys.Signals;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Signals processes that have to be found, round after round until a round finds nobody new. */
final class SignalRounds {
    /** Against one that forks as fast as it is found: then the next step goes on. */
    private static final int MOST = 50;

    /** How a round finds them, those who have ended left out. */
    interface Search {
        List<TaskStat> find() throws IOException;
    }

    private record Identity(int pid, long started) {}

    private SignalRounds() {}

    /** The child; and with SIGKILL all of the group that it leads, who need no search. */
    static void signalLeader(Leader leader, int signal) throws IOException {
        leader.signal(signal);
        if (signal == Signals.SIGKILL) {
            leader.signalGroup(signal);
        }
    }

    /**
     * @throws IOException the first failure, after all others have been signalled
     */
    static void signalOthers(Leader leader, int signal, Search search) throws IOException {
        IOException first = null;
        Set<Identity> signalled = new HashSet<>();
        boolean found = true;
        for (int round = 0; round < MOST && found; round++) {
            found = false;
            for (TaskStat stat : search.find()) {
                boolean isNew = signalled.add(new Identity(stat.pid(), stat.started()));
                if (isNew && stat.pid() != leader.pid()) {
                    found = true;
                    try {
                        Census.signal(stat, signal);
                    } catch (IOException e) {
                        first = first == null ? e : first;
                    }
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
