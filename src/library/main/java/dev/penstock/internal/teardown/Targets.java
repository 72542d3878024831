package dev.penstock.internal.teardown;

import dev.penstock.cgroup.Cgroup;
import java.io.IOException;

/**
 * Those whom a teardown reaches: who can be named at once, and who has to be searched for. The
 * first need a system call each and nothing else, so no lack of threads or descriptors keeps a
 * signal from them.
 */
public interface Targets {
    /** The child alone. */
    static Targets child(Leader leader) {
        return new ChildTarget(leader);
    }

    /** The process group that the child leads. */
    static Targets group(Leader leader) {
        return new GroupTargets(leader);
    }

    /** The session that the child leads. */
    static Targets session(Leader leader) {
        return new SessionTargets(leader);
    }

    /** Whoever is in the child's cgroup. */
    static Targets cgroup(Leader leader, Cgroup cgroup) {
        return new CgroupTargets(leader, cgroup);
    }

    /**
     * Signals those who can be named. Does not wait for anything.
     *
     * @throws IOException {@code EPERM} if they may not be signalled
     */
    void signal(int signal) throws IOException;

    /**
     * Searches for all others who are there now, and signals each. It may take time.
     *
     * @throws IOException {@code EPERM} if somebody may not be signalled
     */
    default void signalOthers(int signal) throws IOException {}

    /** Whether {@link #signalOthers} does anything. */
    default boolean search() {
        return true;
    }

    /** Whether nobody but the leader is left, who is asked after elsewhere. It may take time. */
    boolean othersGone() throws IOException;

    /** Whether they are more than the child. */
    default boolean beyondTheChild() {
        return true;
    }

    /**
     * Looks once more at who is there, while the leader still has its number. It may take time.
     *
     * @throws IOException if {@code /proc} cannot be read
     */
    default void lookBeforeLeaving() throws IOException {}

    /** The leader is about to be reaped: from then on its pid is nobody's to signal. */
    default void leave() {}
}
