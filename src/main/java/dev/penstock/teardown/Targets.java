package dev.penstock.teardown;

import dev.penstock.cgroup.Cgroup;
import java.io.IOException;

/** Those whom a teardown reaches. */
interface Targets {
    /**
     * Signals each that is there now.
     *
     * @throws IOException {@code EPERM} if somebody may not be signalled
     */
    void signal(int signal) throws IOException;

    /** Whether nobody but the leader is left, who is asked after elsewhere. */
    boolean othersGone() throws IOException;

    /** The leader is about to be reaped: from then on its pid is nobody's to signal. */
    default void leave() {}

    /**
     * @param mark what {@link Subreaper#newMark} gave for a teardown of all descendants, else null
     * @param cgroup the child's, or null
     */
    static Targets of(Teardown.Reach reach, Leader leader, String mark, Cgroup cgroup) {
        switch (reach) {
            case GROUP:
                return new GroupTargets(leader);
            case SESSION:
                return new SessionTargets(leader);
            case DESCENDANTS:
                return Subreaper.watch(leader, mark);
            case CGROUP:
                return new CgroupTargets(leader, cgroup);
            default:
                return new ChildTarget(leader);
        }
    }
}
