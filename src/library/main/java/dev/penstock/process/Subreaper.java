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

    /** Whether {@link #enable} has been called. */
    public static boolean isEnabled() {
        return Orphans.areAdopted();
    }
}
