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
            // The others first have to be read, and somebody may have moved the child elsewhere.
            leader.signal(signal);
        }
    }

    @Override
    public void signalOthers(int signal) throws IOException {
        if (signal == Signals.SIGKILL) {
            cgroup.kill();
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
