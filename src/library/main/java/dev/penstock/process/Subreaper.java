package dev.penstock.process;

import dev.penstock.internal.teardown.Orphans;
import java.io.IOException;

/**
 * Makes this process the one that orphaned descendants are given to, instead of process 1, so that
 * {@link Teardown#toDescendants} finds them.
 *
 * <p>This is a property of the whole process, set at the first start of a child whose teardown
 * reaches its descendants, or here: every orphan below it, also of children that other code starts,
 * becomes a child of this process and, when it ends, a zombie until somebody reaps it. Penstock
 * reaps those that descend from a child whose teardown reaches its descendants, each by its pid,
 * and no others: never by {@code waitpid(-1)}, which would take other code's children. Reaped too
 * late, when this process ends: one that left its session, and was born, orphaned and ended between
 * two looks, which are half a second apart.
 */
public final class Subreaper {
    private Subreaper() {}

    /**
     * Makes this process adopt orphans, for as long as it lives. Once is enough.
     *
     * @throws IOException if prctl(2) refuses {@code PR_SET_CHILD_SUBREAPER}, as Linux before 3.4
     *     does
     */
    public static void enable() throws IOException {
        Orphans.adopt();
    }

    /**
     * Has strangers reaped, until {@link Penstock#shutdown}: zombies that are this process's
     * children by adoption, which nobody here has started. For a JVM that is process 1 of a
     * container, to which every orphan comes, or a subreaper; others have none.
     *
     * <p>The hazard: a process cannot ask whether some code of its own waits for a child. Who has
     * been a zombie for more than a second, and was started neither by Penstock nor reaped by the
     * JDK until then, as its {@link Process} does at once, is taken for a stranger. Native code in
     * this JVM that forks and waits later than that loses the exit status. Where there is such
     * code, let an init be process 1: {@code docker run --init}.
     *
     * @throws IOException if no thread can be started to look
     */
    public static void reapStrangers() throws IOException {
        Orphans.reapStrangers(Reaper::isOurs);
    }

    /** Whether this process adopts orphans: {@link #enable}, or a start, has made it do so. */
    public static boolean isEnabled() {
        return Orphans.areAdopted();
    }
}
