package dev.penstock.diagnosis.trace;

import dev.penstock.diagnosis.trace.log.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who and what there is at one line of the log. */
final class LoggedWorld {
    /** Of more than these, those that came and went are dropped, first those without a stall. */
    private static final int MOST_PIPES = 1000;

    final Map<Integer, TracedThread> tasks = new LinkedHashMap<>();

    /** Those who are in fork(2) or its kin, the first to begin first. */
    final List<TracedThread> forking = new ArrayList<>();

    long line;
    long time = Clock.UNKNOWN;
    int processes;

    /** Children whose parent was guessed, for several were in fork(2) at once. */
    long guessed;

    /** Pipes whose descriptors {@code -s 0} left out. */
    long hidden;

    private final Map<Integer, TracedPipe> pipes = new LinkedHashMap<>();
    private final Map<Long, TracedPipe> byInode = new HashMap<>();
    private int pipeCount;
    private long dropped;

    TracedThread found(int tid) {
        return add(new TracedProcess(tid, null, line, new FdTable(), null), tid);
    }

    TracedThread add(TracedProcess process, int tid) {
        TracedThread task = new TracedThread(tid, process);
        tasks.put(tid, task);
        if (process.tasks.size() == 1) {
            processes++;
        }
        return task;
    }

    TracedPipe make(TracedProcess maker, boolean socket, boolean seen, long inode) {
        TracedPipe pipe = new TracedPipe(++pipeCount, line, time, maker, socket, seen);
        pipes.put(pipe.number(), pipe);
        if (inode > 0) {
            pipe.inode = inode;
            byInode.put(inode, pipe);
        }
        if (pipes.size() > 2 * MOST_PIPES) {
            drop(true);
            drop(false);
        }
        return pipe;
    }

    TracedPipe byInode(long inode) {
        return byInode.get(inode);
    }

    /** Drops pipes that nobody holds any more, the oldest first, until there are few enough. */
    private void drop(boolean plain) {
        Iterator<TracedPipe> oldest = pipes.values().iterator();
        while (oldest.hasNext() && pipes.size() > MOST_PIPES) {
            TracedPipe pipe = oldest.next();
            boolean told = !pipe.stalls.longest().isEmpty() || !pipe.leaks().isEmpty();
            if (pipe.descriptors.isEmpty() && !(plain && told)) {
                oldest.remove();
                byInode.remove(pipe.inode, pipe);
                dropped++;
            }
        }
    }

    Collection<TracedPipe> pipes() {
        return pipes.values();
    }

    /** Of how many pipes nothing is kept. */
    long dropped() {
        return dropped;
    }

    /** How long ago that was, in nanoseconds; −1 where the log has no times. */
    long since(long begin) {
        return begin == Clock.UNKNOWN || time == Clock.UNKNOWN ? -1 : Math.max(0, time - begin);
    }
}
