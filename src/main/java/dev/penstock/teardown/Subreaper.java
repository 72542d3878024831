package dev.penstock.teardown;

import dev.penstock.procfs.TaskStat;
import dev.penstock.sys.Linux;
import dev.penstock.sys.Prctl;
import dev.penstock.sys.SyscallException;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes this process the one that orphaned descendants are given to, instead of process 1, so that
 * {@link Teardown#toDescendants} finds them.
 *
 * <p>This is a property of the whole process, and so never set unasked: every orphan below it, also
 * of children that other code starts, becomes a child of this process and, when it ends, a zombie
 * until somebody reaps it. Penstock reaps those that descend from a child whose teardown reaches
 * its descendants, each by its pid, and no others: never by {@code waitpid(-1)}, which would take
 * other code's children. Reaped too late, when this process ends: one that left its session, and
 * was born, orphaned and ended between two looks, which are half a second apart.
 */
public final class Subreaper {
    private static final long LOOK_MILLIS = 500;

    /** The variable that a child's descendants inherit, unless they clear their environment. */
    public static final String VARIABLE = "PENSTOCK_TREE";

    private static final AtomicLong COUNTER = new AtomicLong();
    private static final Set<Tree> TREES = ConcurrentHashMap.newKeySet();

    private static volatile boolean enabled;

    /** Guarded by the class; null while there is nothing to watch. */
    private static Thread watch;

    private Subreaper() {}

    /**
     * Makes this process adopt orphans, for as long as it lives. Once is enough.
     *
     * @throws IOException if prctl(2) refuses {@code PR_SET_CHILD_SUBREAPER}, as Linux before 3.4
     *     does
     */
    public static void enable() throws IOException {
        int result = Linux.libc().prctl(Prctl.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
        SyscallException.check("prctl(PR_SET_CHILD_SUBREAPER)", result);
        enabled = true;
    }

    /** Whether {@link #enable} has been called. */
    public static boolean isEnabled() {
        return enabled;
    }

    /**
     * What one child's tree is known by: a value for {@link #VARIABLE}, never given twice.
     *
     * @throws IllegalStateException if this process adopts no orphans
     */
    public static String newMark() {
        if (!enabled) {
            throw new IllegalStateException(
                    "a teardown that reaches all descendants needs Subreaper.enable() before");
        }
        return ProcessHandle.current().pid()
                + "-"
                + Long.toHexString(System.nanoTime())
                + "-"
                + COUNTER.incrementAndGet();
    }

    /** Begins to watch a child's tree; until it is {@linkplain Tree#leave left} and empty. */
    static Tree watch(Leader leader, String mark) {
        Tree tree = new Tree(leader, VARIABLE + "=" + mark);
        TREES.add(tree);
        synchronized (Subreaper.class) {
            if (watch == null) {
                watch = new Thread(Subreaper::look, "penstock subreaper");
                watch.setDaemon(true);
                watch.start();
            }
        }
        return tree;
    }

    private static void look() {
        while (true) {
            try {
                Thread.sleep(LOOK_MILLIS);
                List<TaskStat> census = Census.take();
                for (Tree tree : TREES) {
                    if (tree.isEmptyAndLeft(census)) {
                        TREES.remove(tree);
                    }
                }
            } catch (IOException | InterruptedException e) {
                // /proc cannot be listed at this moment: no descriptor is free, mostly. An
                // interrupt is nobody's right here. The next look sees the same and more.
                continue;
            }
            synchronized (Subreaper.class) {
                if (TREES.isEmpty()) {
                    watch = null;
                    return;
                }
            }
        }
    }
}
