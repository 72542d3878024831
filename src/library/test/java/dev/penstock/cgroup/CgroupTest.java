package dev.penstock.cgroup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Cgroups of this machine, in each way that it has; skipped, with the reason, where it has none.
 */
@Timeout(60)
@Tag("not-under-qemu") // The JDK's own children are used here.
class CgroupTest {
    /** Forks whenever it may, in every process there is of it. */
    private static final String BOMB =
            """
            import os, time
            while True:
                try:
                    os.fork()
                except OSError:
                    time.sleep(0.002)
            """;

    /** By version 2's cgroup.kill, and by version 1's freezer, as far as there are both. */
    private static List<List<Hierarchy>> ways() throws Exception {
        List<List<Hierarchy>> ways = new ArrayList<>();
        List<Hierarchy> all = Hierarchy.all();
        List<Hierarchy> one = all.stream().filter(h -> !h.version2()).toList();
        List<Hierarchy> two = all.stream().filter(Hierarchy::version2).toList();
        for (List<Hierarchy> way : List.of(two, one)) {
            try (Cgroup cgroup = Cgroup.create(CgroupLimits.none(), way)) {
                assertTrue(cgroup.members().isEmpty());
                ways.add(way);
            } catch (CgroupException e) {
                if (ways.isEmpty() && way == one) {
                    abort(e.getMessage());
                }
            }
        }
        return ways;
    }

    private static Process start(Cgroup cgroup, String script) throws Exception {
        StringBuilder enter = new StringBuilder();
        for (Path entrance : cgroup.entrances()) {
            enter.append("echo 0 >").append(entrance).append(" && ");
        }
        return new ProcessBuilder("sh", "-c", enter + "{ " + script + "; }")
                .redirectErrorStream(true)
                .start();
    }

    private static void finish(Process process) throws Exception {
        process.getInputStream().readAllBytes();
        process.waitFor();
        process.getInputStream().close();
        process.getErrorStream().close();
        process.getOutputStream().close();
    }

    @Test
    void shouldEndAllThatDescendWhateverTheyDidToGetAway() throws Exception {
        for (List<Hierarchy> way : ways()) {
            Cgroup cgroup = Cgroup.create(CgroupLimits.none(), way);
            Process process =
                    start(
                            cgroup,
                            "trap '' TERM; (setsid sh -c 'sleep 1000 & sleep 1000' &) ;"
                                    + " echo ready; sleep 1000");
            assertEquals('r', process.getInputStream().read());
            while (cgroup.members().size() < 4) {
                Thread.sleep(1);
            }
            assertFalse(cgroup.remove());
            assertFalse(cgroup.awaitEmpty(Duration.ofMillis(20)));
            cgroup.kill();
            assertTrue(cgroup.awaitEmpty(Duration.ofSeconds(30)));
            finish(process);
            cgroup.close();
            for (Path entrance : cgroup.entrances()) {
                assertFalse(Files.exists(entrance.getParent()), entrance.toString());
            }
        }
    }

    @Test
    void shouldOutrunAForkBomb() throws Exception {
        for (List<Hierarchy> way : ways()) {
            CgroupLimits limits = CgroupLimits.none();
            boolean limited =
                    Hierarchy.all().stream().anyMatch(h -> h.controllers().contains("pids"));
            if (!limited) {
                abort("no pids controller to keep it in bounds");
            }
            List<Hierarchy> withPids =
                    Stream.concat(
                                    way.stream(),
                                    Hierarchy.all().stream()
                                            .filter(h -> h.controllers().contains("pids")))
                            .distinct()
                            .toList();
            Cgroup cgroup = Cgroup.create(limits.pids(40), withPids);
            Process process = start(cgroup, "exec python3 -c '" + BOMB + "'");
            try {
                while (cgroup.members().size() < 30) {
                    Thread.sleep(1);
                }
            } finally {
                cgroup.close();
                finish(process);
            }
        }
    }

    @Test
    void shouldLimitMemoryAndSayWhatWasUsed() throws Exception {
        ways();
        Cgroup cgroup;
        try {
            cgroup = Cgroup.create(CgroupLimits.none().memory(16 << 20).cpus(0.9).pids(20));
        } catch (CgroupException e) {
            abort(e.getMessage());
            return;
        }
        try (cgroup) {
            Process process =
                    start(cgroup, "exec python3 -c 'x = b\"x\" * (64 << 20); print(len(x))'");
            finish(process);
            assertEquals(128 + 9, process.exitValue());
            CgroupUsage usage = cgroup.usage();
            assertEquals(1, usage.memoryKills().orElse(1), usage.toString());
            long peak = usage.peakMemory().orElse(16 << 20);
            assertTrue(peak > 8 << 20 && peak <= 16 << 20, usage.toString());
            assertTrue(usage.cpu().orElseThrow().toNanos() > 0, usage.toString());
        }
    }

    @Test
    void shouldLimitProcesses() throws Exception {
        ways();
        try (Cgroup cgroup = Cgroup.create(CgroupLimits.none().pids(3))) {
            Process process = start(cgroup, "sleep 1000 & sleep 1000 & sleep 1000 & wait");
            while (cgroup.usage().forksRefused().orElse(1) == 0) {
                Thread.sleep(1);
            }
            cgroup.kill();
            finish(process);
            assertTrue(cgroup.usage().peakPids().orElse(3) <= 3, cgroup.usage().toString());
        } catch (CgroupException e) {
            abort(e.getMessage());
        }
    }
}
