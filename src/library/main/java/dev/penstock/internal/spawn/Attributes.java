package dev.penstock.internal.spawn;

import java.nio.file.Path;
import java.util.List;

/**
 * How a child is born, apart from what it runs.
 *
 * @param group its process group and session
 * @param defaultSignals whether what is ignored here has its default there, too
 * @param controllingTerminal whether its standard input becomes its session's terminal
 * @param parentDeathSignal what it gets when this JVM ends, or 0
 * @param confinement the steps that set what it may use and whom it runs as, in their order
 * @param cgroups the {@code cgroup.procs} files that it writes itself into
 * @param openings the steps that open what it must open itself, because that may take any time:
 *     nobody waits for them
 */
public record Attributes(
        Group group,
        boolean defaultSignals,
        boolean controllingTerminal,
        int parentDeathSignal,
        List<LaunchStep> confinement,
        List<Path> cgroups,
        List<LaunchStep> openings) {

    /** Nothing but its group. */
    public static Attributes of(Group group) {
        return new Attributes(group, false, false, 0, List.of(), List.of(), List.of());
    }

    /** The same, and these. */
    public Attributes opening(List<LaunchStep> openings) {
        return new Attributes(
                group,
                defaultSignals,
                controllingTerminal,
                parentDeathSignal,
                confinement,
                cgroups,
                openings);
    }

    /** Whether posix_spawn(3) alone cannot do it. */
    boolean needLauncher() {
        return controllingTerminal
                || parentDeathSignal != 0
                || !confinement.isEmpty()
                || !cgroups.isEmpty()
                || !openings.isEmpty();
    }
}
