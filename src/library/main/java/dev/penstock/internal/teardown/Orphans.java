package dev.penstock.internal.teardown;

import dev.penstock.internal.procfs.TaskStat;
import dev.penstock.internal.sys.Linux;
import dev.penstock.internal.sys.SystemConstants;
import dev.penstock.internal.thread.OwnThread;
import dev.penstock.sys.SyscallException;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntPredicate;

/**
 * The orphans that this process has adopted, and the trees of children that they belong to. Any
 * thread.
 */
public final class Orphans {
    private static final long LOOK_MILLIS = 500;

    /** The variable that a child's descendants inherit, unless they clear their environment. */
    public static final String VARIABLE = "PENSTOCK_TREE";

    private static final AtomicLong COUNTER = new AtomicLong();
    private static final Set<Tree> TREES = ConcurrentHashMap.newKeySet();

    private static volatile boolean enabled;

    /** Guarded by the class; null while there is nothing to watch. */
    private static Thread watch;

    /** Null unless they are reaped. Changed with the class's monitor held. */
    private static volatile Strangers strangers;

    /** How many are about to be started and watched. Guarded by the class. */
    private static int expected;

    private Orphans() {}

    /**
     * Makes this process adopt orphans, for as long as it lives. Once is enough.
     *
     * @throws IOException if prctl(2) refuses {@code PR_SET_CHILD_SUBREAPER}, as Linux before 3.4
     *     does
     */
    public static void adopt() throws IOException {
        Linux.bind();
        int result = Linux.libc().prctl(SystemConstants.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
        SyscallException.check("prctl(PR_SET_CHILD_SUBREAPER)", result);
        enabled = true;
    }

    /** Whether {@link #adopt} has been called. */
    public static boolean areAdopted() {
        return enabled;
    }

    /**
     * What a child's tree is known by that is about to be started: a value for {@link #VARIABLE},
     * never given twice. {@link #watch} may follow, and {@link #marked} must. Makes this process
     * adopt orphans, if it does not yet.
     *
     * @throws IOException as {@link #adopt} does, or if no thread can be started to watch
     */
    public static String newMark() throws IOException {
        if (!enabled) {
            adopt();
        }
        synchronized (Orphans.class) {
            startWatch();
            expected++;
        }
        return ProcessHandle.current().pid()
                + "-"
                + Long.toHexString(System.nanoTime())
                + "-"
                + COUNTER.incrementAndGet();
    }

    private static void startWatch() throws IOException {
        if (watch == null) {
            Thread thread = OwnThread.daemon("penstock subreaper", Orphans::look);
            OwnThread.start(thread);
            watch = thread;
        }
    }

    /**
     * Reaps, from now on, whoever is this process's child by adoption and nobody's here.
     *
     * @param ours tells of a pid whether somebody here waits for it
     * @throws IOException if no thread can be started to watch
     */
    public static synchronized void reapStrangers(IntPredicate ours) throws IOException {
        startWatch();
        strangers = new Strangers(ours);
    }

    /** Ends what {@link #reapStrangers} began. */
    public static synchronized void leaveStrangers() {
        strangers = null;
    }

    /** The child that a mark was for is watched, or could not be started. */
    public static void marked() {
        synchronized (Orphans.class) {
            expected--;
        }
    }

    /** Begins to watch a child's tree; until it is {@linkplain Tree#leave left} and empty. */
    public static Targets watch(Leader leader, String mark) {
        Tree tree = new Tree(leader, VARIABLE + "=" + mark);
        TREES.add(tree);
        return tree;
    }

    private static void look() {
        while (true) {
            try {
                Thread.sleep(LOOK_MILLIS);
                long taken = System.nanoTime();
                List<TaskStat> census = Census.take();
                for (Tree tree : TREES) {
                    if (tree.isEmptyAndLeft(census, taken)) {
                        TREES.remove(tree);
                    }
                }
                Strangers reaped = strangers;
                if (reaped != null) {
                    reaped.look(census);
                }
            } catch (IOException | InterruptedException e) {
                // /proc cannot be listed at this moment: no descriptor is free, mostly. An
                // interrupt is nobody's right here. The next look sees the same and more.
                continue;
            }
            synchronized (Orphans.class) {
                if (TREES.isEmpty() && expected == 0 && strangers == null) {
                    watch = null;
                    return;
                }
            }
        }
    }
}
