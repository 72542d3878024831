package dev.penstock.testing;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Fails any test that leaves a descriptor, a thread or a child process (a zombie too) behind. It is
 * found by JUnit's service lookup and so stands around every test.
 */
public final class LeakCheck implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback {
    /** For the service lookup. */
    public LeakCheck() {}

    private static final Namespace NAMESPACE = Namespace.create(LeakCheck.class);

    /** What is just ending may take this long; what has not ended by then is a leak. */
    private static final long SETTLE_NANOS = 10_000_000_000L;

    @Override
    public void beforeAll(ExtensionContext context)
            throws ReflectiveOperationException, IOException {
        startWhatLasts();
    }

    /**
     * A loop, and a descriptor of {@code /dev/null}, live as long as the JVM and are no test's
     * doing. The library is named here, and not imported: this module lies below it.
     */
    private static void startWhatLasts() throws ReflectiveOperationException, IOException {
        // The JDK makes a socket for its first channel, and keeps it.
        Files.newByteChannel(Path.of("/dev/null")).close();
        Class.forName("dev.penstock.loop.EventLoop").getMethod("common").invoke(null);
        Class<?> pipes = Class.forName("dev.penstock.pipe.Pipe");
        Object pipe = pipes.getMethod("open").invoke(null);
        Object reader = pipes.getMethod("reader").invoke(pipe);
        reader.getClass().getMethod("discard", long.class).invoke(reader, 1L);
        pipes.getMethod("close").invoke(pipe);
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        context.getStore(NAMESPACE).put("before", Held.now());
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        Held before = context.getStore(NAMESPACE).get("before", Held.class);
        long deadline = System.nanoTime() + SETTLE_NANOS;
        String leaked = Held.now().beyond(before);
        while (!leaked.isEmpty() && System.nanoTime() - deadline < 0) {
            Thread.sleep(5);
            leaked = Held.now().beyond(before);
        }
        if (!leaked.isEmpty()) {
            fail("left behind:" + leaked);
        }
    }

    /** What this process holds at a moment. */
    private record Held(
            TreeMap<Integer, String> fds, Set<Thread> threads, TreeMap<Long, String> children) {

        static Held now() throws IOException {
            return new Held(openFds(), liveThreads(), ownChildren());
        }

        String beyond(Held before) {
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
         * The JVM opens jars and its sources of randomness when it first needs them, and keeps
         * them; so does Penstock with its launcher.
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
         * What the JDK keeps: for parallel work, for delays, and one thread per Process. And the
         * thread that is meant to last as long as the JVM.
         */
        private static boolean isTheJdks(Thread thread) {
            return thread.getName().equals("penstock parent")
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
            try (DirectoryStream<Path> dirs =
                    Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
                for (Path dir : dirs) {
                    String stat;
                    try {
                        stat =
                                Files.readString(
                                        dir.resolve("stat"),
                                        java.nio.charset.StandardCharsets.ISO_8859_1);
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
}
