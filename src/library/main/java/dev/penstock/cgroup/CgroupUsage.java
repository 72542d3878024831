package dev.penstock.cgroup;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the processes of a cgroup have used together. Each figure is empty where the cgroup was not
 * limited in it, or the kernel does not count it.
 *
 * @param cpu processor time
 * @param peakMemory the most memory at a time, in bytes
 * @param memoryKills how many processes the kernel killed because the memory was used up
 * @param peakPids the most processes and threads at a time; Linux 6.1
 * @param forksRefused how often a fork was refused because of the limit
 */
public record CgroupUsage(
        Optional<Duration> cpu,
        OptionalLong peakMemory,
        OptionalLong memoryKills,
        OptionalLong peakPids,
        OptionalLong forksRefused) {

    /** From a cgroup's directories, one for each hierarchy. */
    static CgroupUsage of(List<Path> directories) throws IOException {
        Optional<Duration> cpu = Optional.empty();
        OptionalLong peakMemory = OptionalLong.empty();
        OptionalLong memoryKills = OptionalLong.empty();
        OptionalLong peakPids = OptionalLong.empty();
        OptionalLong forksRefused = OptionalLong.empty();
        for (Path directory : directories) {
            cpu = or(cpu, cpu(directory));
            // Version 2's file, then version 1's; no hierarchy has both.
            peakMemory = or(peakMemory, number(directory, "memory.peak"));
            peakMemory = or(peakMemory, number(directory, "memory.max_usage_in_bytes"));
            memoryKills = or(memoryKills, number(directory, "memory.events", "oom_kill"));
            memoryKills = or(memoryKills, number(directory, "memory.oom_control", "oom_kill"));
            peakPids = or(peakPids, number(directory, "pids.peak"));
            forksRefused = or(forksRefused, number(directory, "pids.events", "max"));
        }
        return new CgroupUsage(cpu, peakMemory, memoryKills, peakPids, forksRefused);
    }

    private static Optional<Duration> cpu(Path directory) throws IOException {
        OptionalLong micros = number(directory, "cpu.stat", "usage_usec");
        if (micros.isPresent()) {
            return Optional.of(Duration.ofNanos(micros.getAsLong() * 1_000));
        }
        OptionalLong nanos = number(directory, "cpuacct.usage");
        return nanos.isPresent()
                ? Optional.of(Duration.ofNanos(nanos.getAsLong()))
                : Optional.empty();
    }

    private static OptionalLong number(Path directory, String file) throws IOException {
        return ControlFile.number(directory.resolve(file));
    }

    private static OptionalLong number(Path directory, String file, String word)
            throws IOException {
        return ControlFile.number(directory.resolve(file), word);
    }

    private static OptionalLong or(OptionalLong first, OptionalLong second) {
        return first.isPresent() ? first : second;
    }

    private static Optional<Duration> or(Optional<Duration> first, Optional<Duration> second) {
        return first.isPresent() ? first : second;
    }
}
