package dev.penstock.internal.teardown;

import dev.penstock.cgroup.Cgroup;
import java.io.IOException;

/** Those whom a teardown reaches. */
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
     * Signals each that is there now.
     *
     * @throws IOException {@code EPERM} if somebody may not be signalled
     */
    void signal(int signal) throws IOException;

    /** Whether nobody but the leader is left, who is asked after elsewhere. */
    boolean othersGone() throws IOException;

    /** Whether they are more than the child, so that finding them may take time. */
    default boolean beyondTheChild() {
        return true;
    }

    /** The leader is about to be reaped: from then on its pid is nobody's to signal. */
    default void leave() {}
}
