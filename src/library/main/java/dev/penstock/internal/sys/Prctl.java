package dev.penstock.internal.sys;

/** Options of prctl(2), from linux/prctl.h. */
public final class Prctl {
    /** Of the whole process: whether it adopts its orphaned descendants. Linux 3.4. */
    public static final int PR_SET_CHILD_SUBREAPER = 36;

    /** Writes an {@code int} to the address given. */
    public static final int PR_GET_CHILD_SUBREAPER = 37;

    private Prctl() {}
}
