package dev.penstock.internal.teardown;

import dev.penstock.cgroup.Cgroup;
import dev.penstock.internal.sys.Signals;
import dev.penstock.sys.Signal;
import java.io.IOException;

/** Whoever is in the child's cgroup. */
record CgroupTargets(Leader leader, Cgroup cgroup) implements Targets {
    @Override
    public void signal(int signal) throws IOException {
        if (signal == Signals.SIGKILL) {
            cgroup.kill();
            // In case that somebody has moved it elsewhere.
            leader.signal(signal);
        } else {
            cgroup.signal(Signal.of(signal));
        }
    }

    @Override
    public boolean othersGone() throws IOException {
        for (int pid : cgroup.members()) {
            if (pid != leader.pid()) {
                return false;
            }
        }
        return true;
    }
}
