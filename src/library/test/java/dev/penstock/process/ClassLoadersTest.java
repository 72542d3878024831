package dev.penstock.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.internal.thread.OwnThread;
import dev.penstock.sink.Capture;
import dev.penstock.sys.Signal;
import dev.penstock.testing.ChildJvm;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads keep nothing of who caused them, and dropped class loaders leave nothing behind. */
@Timeout(120)
class ClassLoadersTest {
    private static final InheritableThreadLocal<String> LOCAL = new InheritableThreadLocal<>();

    @Test
    void shouldMakeThreadsThatHaveNothingOfTheirMaker() throws Exception {
        ThreadGroup group = new ThreadGroup("the caller's");
        List<String> told = new ArrayList<>();
        Thread[] made = new Thread[1];
        Thread caller =
                new Thread(
                        group,
                        () -> {
                            LOCAL.set("the caller's");
                            made[0] = OwnThread.daemon("own", () -> told.add("" + LOCAL.get()));
                        });
        caller.setPriority(Thread.MIN_PRIORITY);
        caller.setContextClassLoader(new ClassLoader() {});
        caller.start();
        caller.join();
        assertEquals(ClassLoader.getSystemClassLoader(), made[0].getContextClassLoader());
        assertEquals(Thread.NORM_PRIORITY, made[0].getPriority());
        assertEquals("main", made[0].getThreadGroup().getName());
        made[0].start();
        made[0].join();
        assertEquals(List.of("null"), told);
    }

    /** Through JNI: jnr's own layer starts a cleaner in each loader, which never ends. */
    @Test
    @Tag("not-under-qemu") // Starts a JVM of the architecture under test.
    void shouldLeaveNothingOfFiftyLoaders() throws Exception {
        List<String> words = new ArrayList<>(ChildJvm.command(Container.class));
        words.add(1, "-Ddev.penstock.binding=jni");
        Capture out = Capture.of(1 << 16);
        Outcome outcome = Command.of(words).stdout(out).mergeStderr().run();
        assertTrue(outcome.succeeded(), outcome + "\n" + out.text());
        assertTrue(out.text().endsWith("nothing is left\n"), out.text());
    }

    /** What an application does with the library. */
    public static final class Application implements Runnable {
        @Override
        public void run() {
            try {
                Capture out = Capture.of(100);
                Command.of("echo", "x").stdout(out).endAtShutdown().run().orThrow();
                Command.of("sh", "-c", "seq 10000").run().orThrow();
                Command.of("true").stdout(dev.penstock.sink.Lines.of(9, line -> {})).run();
                Command.of("true").parentDeathSignal(Signal.KILL).run().orThrow();
                Command.of("true").teardown(Teardown.DEFAULT.toGroup()).run().orThrow();
                try (Child child = Command.of("sleep", "1000").start()) {
                    child.signal(Signal.KILL);
                    child.await();
                }
                Penstock.shutdown();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** A JVM that loads an application, runs it and drops it, again and again. */
    static final class Container {
        private static final int LOADERS = 50;
        private static final int WARM = 10;

        public static void main(String[] arguments) throws Exception {
            List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
            long threads = 0;
            long descriptors = 0;
            long metaspace = 0;
            for (int i = 0; i < LOADERS; i++) {
                loaders.add(load());
                if (i == WARM) {
                    settle(loaders);
                    threads = threads();
                    descriptors = descriptors();
                    metaspace = metaspace();
                }
            }
            settle(loaders);
            System.out.println("threads " + threads + " -> " + threads());
            System.out.println("descriptors " + descriptors + " -> " + descriptors());
            System.out.println("loaders alive " + alive(loaders));
            System.out.println("metaspace " + metaspace + " -> " + metaspace());
            // A loader takes more than a megabyte of it, and forty came after the first count.
            if (metaspace() > 2 * metaspace
                    || threads() > threads
                    || descriptors() > descriptors
                    || alive(loaders) > 1) {
                throw new AssertionError(Thread.getAllStackTraces().keySet());
            }
            System.out.println("nothing is left");
        }

        private static WeakReference<ClassLoader> load() throws Exception {
            List<URL> urls = new ArrayList<>();
            for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
                urls.add(new File(entry).toURI().toURL());
            }
            try (URLClassLoader loader =
                    new URLClassLoader(
                            urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader())) {
                Class<?> application = loader.loadClass(Application.class.getName());
                ((Runnable) application.getConstructor().newInstance()).run();
                return new WeakReference<>(loader);
            }
        }

        /** Threads that are idle end a moment later, and what was dropped is collected then. */
        private static void settle(List<WeakReference<ClassLoader>> loaders) throws Exception {
            for (int i = 0; i < 200 && (alive(loaders) > 1 || ownThreads()); i++) {
                System.gc();
                Thread.sleep(50);
            }
        }

        private static long alive(List<WeakReference<ClassLoader>> loaders) {
            return loaders.stream().filter(loader -> loader.get() != null).count();
        }

        private static boolean ownThreads() {
            return Thread.getAllStackTraces().keySet().stream()
                    .anyMatch(thread -> thread.getName().startsWith("penstock"));
        }

        private static long metaspace() {
            return ManagementFactory.getMemoryPoolMXBeans().stream()
                    .filter(pool -> pool.getName().equals("Metaspace"))
                    .mapToLong(pool -> pool.getUsage().getUsed())
                    .sum();
        }

        private static long threads() {
            return ManagementFactory.getThreadMXBean().getThreadCount();
        }

        private static long descriptors() throws Exception {
            try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
                return all.count();
            }
        }
    }
}
