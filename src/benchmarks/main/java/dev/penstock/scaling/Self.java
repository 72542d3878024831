package dev.penstock.scaling;

import dev.penstock.internal.sys.Linux;
import dev.penstock.internal.sys.ResourceUsage;
import dev.penstock.sys.SyscallException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What this process takes, and may take. */
final class Self {
    private static final ResourceUsage USAGE = new ResourceUsage();

    private Self() {}

    /** Of all threads, in nanoseconds; children not included. */
    static synchronized long cpuNanos() throws SyscallException {
        int result = Linux.libc().getrusage(ResourceUsage.RUSAGE_SELF, USAGE.address());
        SyscallException.check("getrusage", result);
        return USAGE.user().plus(USAGE.system()).toNanos();
    }

    /** Bytes of the heap that are in use once it has been collected. */
    static long heapBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** The resident set. */
    static long rssBytes() throws IOException {
        return kib(Path.of("/proc/self/status"), List.of("VmRSS"));
    }

    /** What the kernel has of its own on this machine: stacks, page tables, slabs. */
    static long kernelBytes() throws IOException {
        return kib(
                Path.of("/proc/meminfo"),
                List.of("KernelStack", "PageTables", "SReclaimable", "SUnreclaim", "Percpu"));
    }

    /** Pages that a process has written to, so that they are its own. */
    static long privateBytes(long pid) throws IOException {
        return kib(Path.of("/proc", Long.toString(pid), "smaps_rollup"), List.of("Private_Dirty"));
    }

    static int descriptors() throws IOException {
        int count = 0;
        try (DirectoryStream<Path> fds = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path fd : fds) {
                count++;
            }
        }
        // Its own is among them.
        return count - 1;
    }

    /** The soft RLIMIT_NOFILE. */
    static int mostDescriptors() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/limits"))) {
            if (line.startsWith("Max open files")) {
                String soft = line.substring("Max open files".length()).strip().split(" +")[0];
                return soft.equals("unlimited") ? Integer.MAX_VALUE : Integer.parseInt(soft);
            }
        }
        throw new IOException("no 'Max open files' in /proc/self/limits");
    }

    private static long kib(Path file, List<String> names) throws IOException {
        long sum = 0;
        for (String line : Files.readAllLines(file)) {
            int colon = line.indexOf(':');
            if (colon > 0 && names.contains(line.substring(0, colon))) {
                sum += Long.parseLong(line.substring(colon + 1).replace("kB", "").strip());
            }
        }
        return sum * 1024;
    }
}
