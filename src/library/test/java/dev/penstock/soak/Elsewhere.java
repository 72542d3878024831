package dev.penstock.soak;

import dev.penstock.cgroup.CgroupLimits;
import dev.penstock.loop.EventLoop;
import dev.penstock.process.Child;
import dev.penstock.process.Command;
import dev.penstock.process.Exit;
import dev.penstock.process.Outcome;
import dev.penstock.process.Penstock;
import dev.penstock.process.SpawnException;
import dev.penstock.process.Teardown;
import dev.penstock.sink.Capture;
import dev.penstock.sys.Signal;
import dev.penstock.testing.ChildJvm;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/** Scenes that need a JVM or a class loader of their own. */
final class Elsewhere {
    private static final int CODE = 7;

    /** What becomes of the JVM. */
    enum Way {
        EXIT,
        NO_THREADS,
        NO_DESCRIPTORS,
        MIXED
    }

    private Elsewhere() {}

    static void play(Random random, EventLoop loop, List<String> wrapper, Way way)
            throws Exception {
        List<String> words = new ArrayList<>(wrapper);
        words.addAll(ChildJvm.command(Elsewhere.class, way.name(), "" + random.nextLong()));
        Capture out = Capture.of(1 << 16);
        Command jvm = Command.of(words).stdout(out).mergeStderr().timeout(Duration.ofMinutes(2));
        // So that who is left can be told; 100 are few enough to be filled.
        CgroupLimits limits = CgroupLimits.none().pids(way == Way.NO_THREADS ? 100 : 2000);
        Outcome outcome;
        try {
            outcome = jvm.cgroup(limits).run(loop);
        } catch (SpawnException e) {
            if (e.step().equals("cgroup")) {
                // Not as this user.
                return;
            }
            throw e;
        }
        // The mixture has scenes that leave somebody for a while.
        int left = way == Way.MIXED ? 0 : outcome.cgroup().map(end -> end.leftKilled()).orElse(0);
        if (!outcome.exit().equals(new Exit.Exited(CODE)) || left > 0) {
            throw new AssertionError(outcome + ", left " + left + "\n" + out.text());
        }
    }

    /** Without jnr, whose own layer starts a cleaner in each loader, which never ends. */
    static void inALoaderOfItsOwn() throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (Stream.of("/com/github/jnr/", "src/jnr/", "/penstock-jnr")
                    .noneMatch(entry::contains)) {
                urls.add(new File(entry).toURI().toURL());
            }
        }
        ClassLoader parent = ClassLoader.getPlatformClassLoader();
        try (URLClassLoader loader = new URLClassLoader(urls.toArray(new URL[0]), parent)) {
            Class<?> application = loader.loadClass(Application.class.getName());
            ((Runnable) application.getConstructor().newInstance()).run();
        }
    }

    /** What is run in a class loader that is dropped. */
    public static final class Application implements Runnable {
        @Override
        public void run() {
            try {
                Command.of("seq", "1000").endAtShutdown().run().orThrow();
                Command.of("true").parentDeathSignal(Signal.KILL).run().orThrow();
                Penstock.shutdown();
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** The JVM: a way, and a seed. */
    public static void main(String[] arguments) throws Exception {
        Random random = new Random(Long.parseLong(arguments[1]));
        Command family = Command.of("sh", "-c", "sleep 1000 & sleep 1000 & wait");
        Teardown teardown = Teardown.DEFAULT;
        teardown = random.nextBoolean() ? teardown.toGroup() : teardown.toSession();
        family = family.teardown(teardown);
        switch (Way.valueOf(arguments[0])) {
            case EXIT -> {
                EventLoop loop = EventLoop.start("exits");
                family.endAtShutdown().start(loop);
                loop.execute(() -> System.exit(CODE));
                new CountDownLatch(1).await();
            }
            case NO_THREADS -> {
                try (Child child = family.start()) {
                    List<Child> others = fill();
                    child.outcome().cancel(false);
                    child.await();
                    others.forEach(Child::close);
                }
            }
            case NO_DESCRIPTORS -> {
                List<FileInputStream> all = new ArrayList<>();
                try (Child child = family.start()) {
                    // What is loaded at the first teardown is loaded.
                    family.timeout(Duration.ofMillis(1)).run();
                    take(all);
                    child.outcome().cancel(false);
                    child.await();
                } finally {
                    for (FileInputStream one : all) {
                        one.close();
                    }
                }
            }
            default -> {
                Soak soak = new Soak(random.nextLong(), System.out);
                if (!soak.plain(500_000_000L)) {
                    throw new AssertionError("see above");
                }
            }
        }
        System.exit(CODE);
    }

    private static List<Child> fill() throws IOException {
        List<Child> children = new ArrayList<>();
        try {
            while (true) {
                children.add(Command.of("sleep", "1000").teardown(Teardown.kill()).start());
            }
        } catch (SpawnException full) {
            return children;
        }
    }

    private static void take(List<FileInputStream> all) {
        try {
            while (true) {
                all.add(new FileInputStream("/dev/null"));
            }
        } catch (IOException full) {
            return;
        }
    }
}
