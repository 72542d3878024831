package dev.penstock.cgroup;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the processes of a cgroup may use <em>together</em>, children of children too. Immutable;
 * each method answers a changed copy. What is not named is not limited, and not measured either: to
 * have memory counted without a limit, limit it to {@link #UNLIMITED}.
 */
public final class CgroupLimits {
    /** No limit. */
    public static final long UNLIMITED = Long.MAX_VALUE;

    private static final CgroupLimits NONE = new CgroupLimits(null, null, null);

    /** In microseconds; the kernel's own default. */
    private static final long PERIOD = 100_000;

    /** The kernel's least quota, in microseconds. */
    private static final long LEAST_QUOTA = 1_000;

    private final Long memory;
    private final Long cpuQuota;
    private final Long pids;

    private CgroupLimits(Long memory, Long cpuQuota, Long pids) {
        this.memory = memory;
        this.cpuQuota = cpuQuota;
        this.pids = pids;
    }

    /** No limit: a cgroup that only holds its processes together. */
    public static CgroupLimits none() {
        return NONE;
    }

    /**
     * Memory, files' pages in the cache included, without any swap on top. Beyond it the kernel
     * kills a process of the cgroup.
     *
     * @param bytes 1 or more; the kernel rounds to pages
     */
    public CgroupLimits memory(long bytes) {
        return new CgroupLimits(positive("memory", bytes), cpuQuota, pids);
    }

    /**
     * Processor time. Whoever has used it up waits for the next tenth of a second.
     *
     * @param processors how many's worth, such as 0.5; from 0.01 on
     */
    public CgroupLimits cpus(double processors) {
        double quota = processors * PERIOD;
        // The comparison is false for a NaN.
        if (!(quota >= LEAST_QUOTA && quota <= Long.MAX_VALUE / 1000)) {
            throw new IllegalArgumentException(
                    processors + " processors: the kernel takes 0.01 or more");
        }
        return new CgroupLimits(memory, Math.round(quota), pids);
    }

    /**
     * Processes and threads; fork(2) fails beyond it with {@code EAGAIN}.
     *
     * @param count 1 or more
     */
    public CgroupLimits pids(long count) {
        return new CgroupLimits(memory, cpuQuota, positive("pids", count));
    }

    private static long positive(String what, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(what + ": at least 1, and not " + value);
        }
        return value;
    }

    /** The files to write in version 2, by controller and in this order. */
    Map<String, Map<String, String>> version2() {
        Map<String, Map<String, String>> files = new LinkedHashMap<>();
        if (memory != null) {
            files.put("memory", ordered("memory.max", text(memory, "max"), "memory.swap.max", "0"));
        }
        if (cpuQuota != null) {
            files.put("cpu", Map.of("cpu.max", cpuQuota + " " + PERIOD));
        }
        if (pids != null) {
            files.put("pids", Map.of("pids.max", text(pids, "max")));
        }
        return files;
    }

    /** The files to write in version 1, by controller and in this order. */
    Map<String, Map<String, String>> version1() {
        Map<String, Map<String, String>> files = new LinkedHashMap<>();
        if (memory != null) {
            // Memory and swap together; it may not be below the other at any time.
            String bytes = text(memory, "-1");
            files.put(
                    "memory",
                    ordered("memory.limit_in_bytes", bytes, "memory.memsw.limit_in_bytes", bytes));
        }
        if (cpuQuota != null) {
            files.put(
                    "cpu",
                    ordered(
                            "cpu.cfs_period_us",
                            Long.toString(PERIOD),
                            "cpu.cfs_quota_us",
                            cpuQuota.toString()));
        }
        if (pids != null) {
            files.put("pids", Map.of("pids.max", text(pids, "max")));
        }
        return files;
    }

    private static String text(long value, String unlimited) {
        return value == UNLIMITED ? unlimited : Long.toString(value);
    }

    private static Map<String, String> ordered(String a, String x, String b, String y) {
        Map<String, String> files = new LinkedHashMap<>();
        files.put(a, x);
        files.put(b, y);
        return files;
    }

    @Override
    public String toString() {
        return version2().toString();
    }
}
