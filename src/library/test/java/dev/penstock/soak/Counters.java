package dev.penstock.soak;

import dev.penstock.internal.memory.Buffers;
import dev.penstock.internal.procfs.ProcFs;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What this process holds at a moment.
 *
 * @param descriptors that are no file of the JVM's own: pipes, pidfds, epoll sets …
 * @param threads of Java, without the JDK's pools
 * @param children zombies too
 * @param lent native memory that is lent: a buffer for each loop
 * @param direct native memory besides {@link Buffers}, in bytes
 */
record Counters(
        List<String> descriptors, List<String> threads, int children, long lent, long direct) {
    private static final long SETTLE_NANOS = 20_000_000_000L;

    /** The collector frees direct memory a little after it has found it unused. */
    private static final long GARBAGE_NANOS = 2_000_000_000L;

    /**
     * What comes and goes with luck: the JDK keeps a buffer for each thread that has read a file,
     * and four memories of spawns are kept for the next.
     */
    private static final long DIRECT_SLACK = 256 * 1024;

    static Counters now() throws IOException {
        return new Counters(
                openDescriptors(),
                liveThreads(),
                ProcFs.open().children((int) ProcessHandle.current().pid()).size(),
                Buffers.lent(),
                directMemory() - Buffers.bytes());
    }

    /** For the beginning: what the warming up has left is given time to end. */
    static Counters lowest() throws IOException, InterruptedException {
        Counters lowest = now();
        for (int i = 0; i < 10; i++) {
            System.gc();
            Thread.sleep(100);
            Counters now = now();
            lowest = now.isWithin(lowest) ? now : lowest;
        }
        return lowest;
    }

    /** What is just ending is given time; what has not ended by then stays in the figures. */
    static Counters settled(Counters before) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        while (true) {
            Counters now = now();
            long waited = System.nanoTime() - begun;
            boolean goodEnough = now.isWithin(before) && waited > GARBAGE_NANOS;
            if (now.isWithin(before, 0) || goodEnough || waited > SETTLE_NANOS) {
                return now;
            }
            System.gc();
            Thread.sleep(100);
        }
    }

    boolean isWithin(Counters before) {
        return isWithin(before, DIRECT_SLACK);
    }

    private boolean isWithin(Counters before, long slack) {
        return descriptors.size() <= before.descriptors.size()
                && threads.size() <= before.threads.size()
                && children <= before.children
                && lent <= before.lent
                && direct <= before.direct + slack;
    }

    private static List<String> openDescriptors() throws IOException {
        List<String> targets = new ArrayList<>();
        try (DirectoryStream<Path> links = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path link : links) {
                String target;
                try {
                    target = Files.readSymbolicLink(link).toString();
                } catch (IOException closedMeanwhile) {
                    continue;
                }
                if (!target.startsWith("/") || target.equals("/dev/null")) {
                    targets.add(target);
                }
            }
        }
        return targets;
    }

    private static List<String> liveThreads() {
        List<String> names = new ArrayList<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            String name = thread.getName();
            ThreadGroup group = thread.getThreadGroup();
            boolean jdks =
                    name.startsWith("ForkJoinPool")
                            || name.startsWith("CompletableFutureDelayScheduler")
                            || name.startsWith("process reaper")
                            || group == null
                            || group.getName().equals("system")
                            || group.getName().equals("InnocuousThreadGroup");
            if (!jdks) {
                names.add(name);
            }
        }
        return names;
    }

    private static long directMemory() {
        for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            if (pool.getName().equals("direct")) {
                return pool.getMemoryUsed();
            }
        }
        throw new IllegalStateException("this JVM does not count direct memory");
    }

    /** Both side by side. */
    static String table(Counters before, Counters after) {
        return String.format("%-28s %12s %12s%n", "", "before", "after")
                + row("descriptors", before.descriptors.size(), after.descriptors.size())
                + row("threads", before.threads.size(), after.threads.size())
                + row("children and zombies", before.children, after.children)
                + row("native memory lent, bytes", before.lent, after.lent)
                + row("other direct memory, bytes", before.direct, after.direct)
                + more(before.descriptors, after.descriptors)
                + more(before.threads, after.threads);
    }

    /** Names what there is more of. */
    private static String more(List<String> before, List<String> after) {
        List<String> rest = new ArrayList<>(after);
        before.forEach(rest::remove);
        return rest.isEmpty() ? "" : "new: " + rest + System.lineSeparator();
    }

    private static String row(String name, long before, long after) {
        return String.format("%-28s %12d %12d%n", name, before, after);
    }
}
