package dev.penstock.diagnosis.trace;

import dev.penstock.diagnosis.trace.log.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Who and what there is at one line of the log. */
final class LoggedWorld {
    /** Of more than these, those that came and went are dropped, first those without a stall. */
    private static final int MOST_PIPES = 1000;

    /** Nothing is kept of more pipes than these at once, nor of more threads. */
    private static final int MOST_LIVE_PIPES = 20_000;

    private static final int MOST_TASKS = 20_000;

    // Of descriptors that are ends of pipes: in one table, and in all of them.
    private static final int MOST_OPEN = 4096;
    private static final int MOST_DESCRIPTORS = 200_000;

    /** With all pipes in use, one look for those that came and went is for so many new ones. */
    private static final int REFUSED_TOGETHER = 1000;

    final Map<Integer, TracedThread> tasks = new LinkedHashMap<>();

    /** Those who are in fork(2) or its kin and whose child is not known, the first first. */
    final Set<TracedThread> forking = new LinkedHashSet<>();

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
    private long refused;
    private int dropAt = 2 * MOST_PIPES;
    private int descriptors;

    /** Descriptors beyond what is kept. */
    private long unkept;

    /** Lines of threads beyond what is kept. */
    private long unfollowed;

    /** Whether there are as many threads as are followed. */
    boolean full() {
        return tasks.size() >= MOST_TASKS;
    }

    /** A line, or a birth, of somebody who is not followed. */
    void leaveOut() {
        unfollowed++;
    }

    /** Whether one more descriptor is kept; from then on it counts. */
    boolean keeps(FdTable files, TracedPipe reads, TracedPipe writes) {
        boolean room =
                files.size() < MOST_OPEN
                        && descriptors < MOST_DESCRIPTORS
                        && (reads == null || !reads.full())
                        && (writes == null || !writes.full());
        descriptors += room ? 1 : 0;
        unkept += room ? 0 : 1;
        return room;
    }

    /** A descriptor that counted is gone. */
    void released() {
        descriptors--;
    }

    /** A descriptor that somebody has, and of which nothing is kept. */
    void unkept() {
        unkept++;
    }

    /** Whether all that the log told of is kept: if not, nothing is proved by who is missing. */
    boolean complete() {
        return unkept == 0 && unfollowed == 0 && refused == 0;
    }

    /** How many lines nothing was made of, for there were too many threads at once. */
    long unfollowed() {
        return unfollowed;
    }

    /** Of how many descriptors nothing is kept, for there were too many at once. */
    long unkeptDescriptors() {
        return unkept;
    }

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

    /** Returns null where there are too many of them already. */
    TracedPipe make(TracedProcess maker, boolean socket, boolean seen, long inode) {
        boolean most = pipes.size() >= MOST_LIVE_PIPES;
        if (most ? refused % REFUSED_TOGETHER == 0 : pipes.size() >= dropAt) {
            drop(true);
            drop(false);
            dropAt = Math.max(2 * MOST_PIPES, 2 * pipes.size());
        }
        if (pipes.size() >= MOST_LIVE_PIPES) {
            refused++;
            dropped++;
            return null;
        }
        TracedPipe pipe = new TracedPipe(++pipeCount, line, time, maker, socket, seen);
        pipes.put(pipe.number(), pipe);
        if (inode > 0) {
            pipe.inode = inode;
            byInode.put(inode, pipe);
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
            if (pipe.descriptors.isEmpty() && !(plain && isTold(pipe))) {
                oldest.remove();
                byInode.remove(pipe.inode, pipe);
                dropped++;
            }
        }
    }

    private static boolean isTold(TracedPipe pipe) {
        return !pipe.stalls.longest().isEmpty() || !pipe.leaks().isEmpty();
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
