package dev.penstock.spawn;

import java.nio.file.Path;
import java.util.List;

/**
 * How a child is born, apart from what it runs.
 *
 * @param group its process group and session
 * @param controllingTerminal whether its standard input becomes its session's terminal
 * @param parentDeathSignal what it gets when this JVM ends, or 0
 * @param confinement what it may use, and whom it runs as
 * @param cgroups the {@code cgroup.procs} files that it writes itself into
 */
public record Attributes(
        Group group,
        boolean controllingTerminal,
        int parentDeathSignal,
        Confinement confinement,
        List<Path> cgroups) {

    /** Nothing but its group. */
    public static Attributes of(Group group) {
        return new Attributes(group, false, 0, Confinement.none(), List.of());
    }

    /** Whether posix_spawn(3) alone cannot do it. */
    boolean needLauncher() {
        return controllingTerminal
                || parentDeathSignal != 0
                || confinement != Confinement.none()
                || !cgroups.isEmpty();
    }
}
