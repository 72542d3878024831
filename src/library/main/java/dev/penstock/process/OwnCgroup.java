package dev.penstock.process;

import dev.penstock.cgroup.Cgroup;
import dev.penstock.cgroup.CgroupLimits;
import dev.penstock.cgroup.CgroupUsage;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** A cgroup that is made for one child and ends with it. Any thread. */
final class OwnCgroup {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    final Cgroup cgroup;

    /** Null until it has ended. Guarded by this. */
    private CgroupEnd end;

    OwnCgroup(CgroupLimits limits) throws IOException {
        cgroup = Cgroup.create(limits);
    }

    /**
     * Kills whoever is left in it, takes its figures and removes it; waits for that. Again, it
     * answers the same.
     */
    synchronized CgroupEnd end() {
        if (end == null) {
            CgroupUsage usage = null;
            int left = 0;
            IOException failure = null;
            try {
                left = cgroup.members().size();
                if (left > 0) {
                    cgroup.kill();
                    cgroup.awaitEmpty(PATIENCE);
                }
                usage = cgroup.usage();
                cgroup.close();
            } catch (IOException e) {
                failure = e;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                failure = new IOException("interrupted at the end of " + cgroup, e);
            }
            end = new CgroupEnd(Optional.ofNullable(usage), left, Optional.ofNullable(failure));
        }
        return end;
    }
}
