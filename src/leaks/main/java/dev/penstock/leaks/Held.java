package dev.penstock.leaks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;

/**
 * What this process holds at a moment: descriptors, threads and children, except for what the JVM
 * and the test runners keep.
 *
 * @param fds what each descriptor is, as {@code /proc/self/fd} names it
 * @param children the state of each child, by its pid
 */
public record Held(
        TreeMap<Integer, String> fds, Set<Thread> threads, TreeMap<Long, String> children) {

    /**
     * @throws IOException if {@code /proc} cannot be read
     */
    public static Held now() throws IOException {
        return new Held(openFds(), liveThreads(), ownChildren());
    }

    /**
     * What is held now and was not then, a line each that begins with a newline; empty if nothing
     * is.
     */
    public String beyond(Held before) {
        StringBuilder text = new StringBuilder();
        fds.forEach(
                (fd, target) -> {
                    if (!target.equals(before.fds.get(fd))) {
                        text.append("\n  fd ").append(fd).append(" -> ").append(target);
                    }
                });
        for (Thread thread : threads) {
            if (!before.threads.contains(thread)) {
                text.append("\n  ").append(thread);
            }
        }
        children.forEach(
                (pid, what) -> {
                    if (!before.children.containsKey(pid)) {
                        text.append("\n  child ").append(pid).append(' ').append(what);
                    }
                });
        return text.toString();
    }

    private static TreeMap<Integer, String> openFds() throws IOException {
        TreeMap<Integer, String> fds = new TreeMap<>();
        try (DirectoryStream<Path> links = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path link : links) {
                String target;
                try {
                    target = Files.readSymbolicLink(link).toString();
                } catch (IOException closedMeanwhile) {
                    continue;
                }
                if (!isTheJvms(target)) {
                    fds.put(Integer.valueOf(link.getFileName().toString()), target);
                }
            }
        }
        return fds;
    }

    /**
     * The JVM opens jars and its sources of randomness when it first needs them, and keeps them; so
     * does Penstock with its launcher.
     */
    private static boolean isTheJvms(String target) {
        return target.contains(".jar")
                || target.endsWith("/modules")
                || target.endsWith("random")
                || target.startsWith("/memfd:penstock-launch")
                || target.startsWith("/proc/");
    }

    private static Set<Thread> liveThreads() {
        Set<Thread> threads = new HashSet<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (!isTheJdks(thread)) {
                threads.add(thread);
            }
        }
        return threads;
    }

    /**
     * What the JDK keeps: for parallel work, for delays, and one thread per Process. And the thread
     * that is meant to last as long as the JVM.
     */
    private static boolean isTheJdks(Thread thread) {
        return thread.getName().equals("penstock parent")
                || thread.getName().equals("penstock-junit")
                || thread.getName().startsWith("ForkJoinPool.commonPool")
                || thread.getName().equals("CompletableFutureDelayScheduler")
                || thread.getName().startsWith("process reaper")
                || thread.getName().startsWith("surefire")
                || thread.getName().startsWith("junit-")
                || (thread.getThreadGroup() != null
                        && ("system".equals(thread.getThreadGroup().getName())
                                || "InnocuousThreadGroup"
                                        .equals(thread.getThreadGroup().getName())));
    }

    private static TreeMap<Long, String> ownChildren() throws IOException {
        TreeMap<Long, String> children = new TreeMap<>();
        long self = ProcessHandle.current().pid();
        try (DirectoryStream<Path> dirs = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path dir : dirs) {
                String stat;
                try {
                    stat = Files.readString(dir.resolve("stat"), StandardCharsets.ISO_8859_1);
                } catch (IOException endedMeanwhile) {
                    continue;
                }
                // pid (comm) state ppid …; comm may hold anything, the last parenthesis ends
                // it.
                String[] rest = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
                if (Long.parseLong(rest[1]) == self) {
                    children.put(
                            Long.valueOf(dir.getFileName().toString()),
                            stat.substring(0, stat.lastIndexOf(')') + 3));
                }
            }
        }
        return children;
    }
}
