package dev.penstock.internal.teardown;

import dev.penstock.internal.procfs.ProcFs;
import dev.penstock.internal.procfs.TaskStat;
import dev.penstock.internal.sys.Linux;
import dev.penstock.internal.sys.SignalInfo;
import dev.penstock.internal.sys.SystemConstants;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that descends from one child, in a process that adopts orphans. A process belongs to it if
 *
 * <ul>
 *   <li>its parent does, or
 *   <li>it is in a session of one that does, or did at the last look: each session but the child's
 *       own was begun by one of them, and the child began its own; or
 *   <li>this process has adopted it, and it has the tree's mark in its environment; or
 *   <li>it did at an earlier look.
 * </ul>
 *
 * Those of them that this process adopted are reaped here when they have ended. Any thread.
 */
final class Tree implements Targets {
    private static final ProcFs PROC = ProcFs.open();
    private static final int SELF = (int) ProcessHandle.current().pid();

    private final Leader leader;
    private final String mark;

    /** When each member started, by pid: with it a pid is never mistaken for its next bearer. */
    private Map<Integer, Long> members = new HashMap<>();

    /** The sessions that members lived in at the last look. */
    private Set<Integer> inhabited = new HashSet<>();

    /** Likewise, of the children of this process that do not have the mark. */
    private Map<Integer, Long> unmarked = new HashMap<>();

    /** When the newest census that it has seen was begun. */
    private long newest = System.nanoTime();

    private boolean left;
    private long leftAt;

    Tree(Leader leader, String mark) {
        this.leader = leader;
        this.mark = mark;
    }

    @Override
    public void signal(int signal) throws IOException {
        SignalRounds.signalLeader(leader, signal);
    }

    @Override
    public void signalOthers(int signal) throws IOException {
        SignalRounds.signalOthers(leader, signal, this::living);
    }

    @Override
    public boolean othersGone() throws IOException {
        return living().isEmpty();
    }

    /** Who has been orphaned and has ended by now is reaped, and who lives is known from now on. */
    @Override
    public void lookBeforeLeaving() throws IOException {
        living();
    }

    /** The child is about to be reaped: from now on its pid may be another's. */
    @Override
    public synchronized void leave() {
        left = true;
        leftAt = System.nanoTime();
        members.remove(leader.pid());
    }

    /**
     * @param taken when the census was begun: one that is older than what this tree knows says
     *     nothing, and one from before the child's end does not say that all are gone
     */
    synchronized boolean isEmptyAndLeft(List<TaskStat> census, long taken) {
        if (taken - newest < 0) {
            return false;
        }
        return living(census, taken).isEmpty() && left && taken - leftAt > 0;
    }

    private List<TaskStat> living() throws IOException {
        long taken = System.nanoTime();
        return living(Census.take(), taken);
    }

    /** The members that have not ended, without the child. Reaps those that have. */
    private synchronized List<TaskStat> living(List<TaskStat> census, long taken) {
        newest = taken;
        List<TaskStat> found = members(census);
        List<TaskStat> living = new ArrayList<>();
        members = new HashMap<>();
        inhabited = new HashSet<>();
        for (TaskStat stat : found) {
            if (!stat.ended()) {
                members.put(stat.pid(), stat.started());
                inhabited.add(stat.session());
                if (stat.pid() != leader.pid()) {
                    living.add(stat);
                }
            } else if (stat.parent() == SELF && stat.pid() != leader.pid()) {
                reap(stat.pid());
            }
        }
        return living;
    }

    /** Its pid while that is its own; otherwise nobody's. */
    private int leader() {
        return left ? -1 : leader.pid();
    }

    private List<TaskStat> members(List<TaskStat> census) {
        Set<Integer> pids = new HashSet<>();
        Set<Integer> sessions = new HashSet<>();
        if (!left) {
            pids.add(leader.pid());
            sessions.add(leader.pid());
        }
        sessions.addAll(inhabited);
        for (TaskStat stat : census) {
            if (inhabited.contains(stat.pid())
                    && !isKnown(members, stat)
                    && stat.pid() != leader()) {
                // Its number is somebody else's by now.
                sessions.remove(stat.pid());
            }
        }
        List<TaskStat> found = new ArrayList<>();
        List<TaskStat> others = new ArrayList<>(census);
        Map<Integer, Long> nowUnmarked = new HashMap<>();
        // A child may have a smaller pid than its parent, so once through is not enough.
        for (int before = -1; before < found.size(); ) {
            before = found.size();
            for (var rest = others.iterator(); rest.hasNext(); ) {
                TaskStat stat = rest.next();
                if (pids.contains(stat.pid())
                        || pids.contains(stat.parent())
                        || sessions.contains(stat.session())
                        || isKnown(members, stat)
                        || isAdoptedWithMark(stat, nowUnmarked)) {
                    rest.remove();
                    found.add(stat);
                    pids.add(stat.pid());
                    sessions.add(stat.session());
                }
            }
        }
        unmarked = nowUnmarked;
        return found;
    }

    private static boolean isKnown(Map<Integer, Long> known, TaskStat stat) {
        Long started = known.get(stat.pid());
        return started != null && started == stat.started();
    }

    private boolean isAdoptedWithMark(TaskStat stat, Map<Integer, Long> nowUnmarked) {
        if (stat.parent() != SELF || stat.ended()) {
            return false;
        }
        if (isKnown(unmarked, stat) || isKnown(nowUnmarked, stat)) {
            nowUnmarked.put(stat.pid(), stat.started());
            return false;
        }
        List<String> environment = PROC.environment(stat.pid()).known().orElse(List.of());
        if (environment.contains(mark)) {
            return true;
        }
        // Empty while it is in an exec: then it is asked again.
        if (!environment.isEmpty()) {
            nowUnmarked.put(stat.pid(), stat.started());
        }
        return false;
    }

    /** Ended and a child of ours that nobody else knows of: its pid is its own until here. */
    static void reap(int pid) {
        SignalInfo info = new SignalInfo();
        Linux.libc()
                .waitid(
                        SystemConstants.P_PID,
                        pid,
                        info.address(),
                        SystemConstants.WEXITED | SystemConstants.WNOHANG,
                        0);
    }
}
