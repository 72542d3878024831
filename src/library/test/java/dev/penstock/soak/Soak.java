package dev.penstock.soak;

import dev.penstock.loop.EventLoop;
import dev.penstock.process.Subreaper;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A random mixture of {@link Scenes} on several threads and loops, for a time; and whether all that
 * this process holds is afterwards as before. {@code make soak MINUTES=10}; the seed that it prints
 * chooses the same scenes again, {@code make soak SEED=…}, though not the same moments.
 */
final class Soak {
    private static final int WORKERS = 16;
    private static final int LOOPS = 3;

    private final long seed;
    private final PrintStream out;
    private final Map<Scenes, AtomicInteger> played = new EnumMap<>(Scenes.class);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private List<Scenes> scenes = List.of(Scenes.values());

    Soak(long seed, PrintStream out) {
        this.seed = seed;
        this.out = out;
        for (Scenes scene : Scenes.values()) {
            played.put(scene, new AtomicInteger());
        }
    }

    /** Arguments: minutes, and a seed or nothing. */
    public static void main(String[] arguments) throws Exception {
        long minutes = Long.parseLong(arguments[0]);
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : System.nanoTime();
        Soak soak = new Soak(seed, System.out);
        boolean passed = soak.run(TimeUnit.MINUTES.toNanos(minutes), 10_000, 2_000);
        System.exit(passed ? 0 : 1);
    }

    /**
     * Warms up, counts, soaks, and counts again.
     *
     * @param spawns how many one after another, 64 at once
     * @param alive how many at once
     * @return whether nothing failed and nothing is left
     */
    boolean run(long nanos, int spawns, int alive) throws Exception {
        out.println("soak: seed " + seed + ", " + WORKERS + " workers, " + LOOPS + " loops");
        // One scene makes this process adopt orphans, whosever they are.
        Subreaper.reapStrangers();
        // Classes are loaded and buffers made until here.
        mix(Math.min(nanos, TimeUnit.SECONDS.toNanos(2)));
        Crowd.spawn(64, 64);
        played.values().forEach(count -> count.set(0));
        Counters before = Counters.lowest();

        long begun = System.nanoTime();
        Crowd.spawn(spawns, 64);
        out.println("soak: " + spawns + " spawns, 64 at once: " + millisSince(begun) + " ms");
        begun = System.nanoTime();
        Crowd.keepAlive(alive, new Random(seed));
        out.println("soak: " + alive + " alive at once: " + millisSince(begun) + " ms");
        begun = System.nanoTime();
        mix(nanos);
        int total = 0;
        for (Map.Entry<Scenes, AtomicInteger> scene : played.entrySet()) {
            out.printf("  %8d %s%n", scene.getValue().get(), scene.getKey());
            total += scene.getValue().get();
        }
        out.println("soak: " + total + " scenes in " + millisSince(begun) / 1000 + " s");

        Counters after = Counters.settled(before);
        out.print(Counters.table(before, after));
        boolean passed = failure.get() == null && after.isWithin(before);
        out.println("soak: " + (passed ? "passed, nothing is left" : "FAILED") + "; seed " + seed);
        return passed;
    }

    /** Plays those scenes that need no JVM of their own, and says whether all went well. */
    boolean plain(long nanos) throws Exception {
        scenes =
                List.of(Scenes.values())
                        .subList(0, Scenes.IN_A_JVM_THAT_EXITS_ON_ITS_LOOP.ordinal());
        mix(nanos);
        return failure.get() == null;
    }

    private static long millisSince(long begun) {
        return (System.nanoTime() - begun) / 1_000_000;
    }

    private void mix(long nanos) throws Exception {
        long deadline = System.nanoTime() + nanos;
        List<EventLoop> loops = new ArrayList<>();
        List<Thread> workers = new ArrayList<>();
        try {
            for (int i = 0; i < LOOPS; i++) {
                loops.add(EventLoop.start("soak " + i));
            }
            for (int i = 0; i < WORKERS; i++) {
                Random random = new Random(seed + i);
                EventLoop loop = loops.get(i % LOOPS);
                Thread worker = new Thread(() -> play(random, loop, deadline), "soak worker " + i);
                workers.add(worker);
                worker.start();
            }
            for (Thread worker : workers) {
                worker.join();
            }
        } finally {
            for (EventLoop loop : loops) {
                loop.close();
            }
        }
    }

    private void play(Random random, EventLoop loop, long deadline) {
        while (System.nanoTime() - deadline < 0 && failure.get() == null) {
            Scenes scene = scenes.get(random.nextInt(scenes.size()));
            try {
                scene.play(random, loop);
                played.get(scene).incrementAndGet();
            } catch (Throwable t) {
                if (failure.compareAndSet(null, t)) {
                    synchronized (out) {
                        out.println("soak: FAILED in scene " + scene + ", seed " + seed);
                        t.printStackTrace(out);
                    }
                }
            }
        }
    }
}
