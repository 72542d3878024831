package dev.penstock.diagnosis.inspect;

import dev.penstock.diagnosis.model.Finding;
import dev.penstock.diagnosis.snapshot.ProcessView;
import dev.penstock.internal.procfs.FdLink;
import java.util.List;
import java.util.regex.Pattern;

/** Which JVMs have Penstock's agent: its jar is open in them. */
final class Agents {
    private static final Pattern JAR = Pattern.compile("penstock-agent[^/]{0,40}\\.jar");

    private Agents() {}

    /** The finding, which says so of those that it is about. */
    static Finding named(LiveScene scene, Finding finding) {
        Finding named = finding;
        for (ProcessView process : scene.interval.last().processes().all()) {
            if (finding.pids().contains(process.pid()) && hasAgent(process)) {
                named = named.because(scene.name(process.pid()) + " runs with Penstock's agent");
            }
        }
        return named;
    }

    private static boolean hasAgent(ProcessView process) {
        for (FdLink link : process.fds().known().orElse(List.of())) {
            String target = link.target();
            if (JAR.matcher(target.substring(target.lastIndexOf('/') + 1)).matches()) {
                return true;
            }
        }
        return false;
    }
}
