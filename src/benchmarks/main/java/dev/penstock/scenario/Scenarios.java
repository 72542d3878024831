package dev.penstock.scenario;

import static dev.penstock.scenario.Placement.CROSS_CPU;
import static dev.penstock.scenario.Placement.SAME_CPU;
import static dev.penstock.scenario.Placement.UNPINNED;
import static dev.penstock.scenario.Scenario.Unit.GIGABYTES_PER_SECOND;
import static dev.penstock.scenario.Scenario.Unit.MICROSECONDS_EACH;
import static dev.penstock.scenario.Scenario.Unit.MICROSECONDS_P99;
import static dev.penstock.scenario.Scenario.Unit.MILLISECONDS;
import static dev.penstock.scenario.Scenario.Unit.PER_SECOND;
import static dev.penstock.scenario.Scenario.Unit.SECONDS;

import dev.penstock.scenario.Scenario.Processes;
import dev.penstock.scenario.contender.CommonsExecContender;
import dev.penstock.scenario.contender.FairnessContender;
import dev.penstock.scenario.contender.FirstChild;
import dev.penstock.scenario.contender.JdkContender;
import dev.penstock.scenario.contender.LinesInMemory;
import dev.penstock.scenario.contender.NuContender;
import dev.penstock.scenario.contender.NuFirstChild;
import dev.penstock.scenario.contender.OnLoopContender;
import dev.penstock.scenario.contender.PenstockContender;
import dev.penstock.scenario.contender.ZtExecContender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs the scenarios: {@code make -C src/benchmarks scenarios}, or {@code make -C src/benchmarks
 * scenarios ARGS='drain spawn-8/unpinned'} for those whose names begin so, in the placements whose
 * names do.
 *
 * <p>Of each, the contenders are alive at the same time and take their rounds in turn, so that a
 * noisy machine is noisy for all of them; medians are compared within one run only. Where memory
 * and threads are the question, each round has a fresh process.
 *
 * <p>In the end the figures are held against {@code src/benchmarks/targets.tsv}.
 *
 * <pre>
 * Scenarios DIRECTORY TARGETS SCALE [NAME[/PLACEMENT]...]
 *   DIRECTORY  where the results go
 *   TARGETS    a file of targets
 *   SCALE      1 for the real sizes; 0.01 to see whether everything runs
 * </pre>
 */
public final class Scenarios {
    private static final String[] PLAIN = {"-Xmx256m"};

    /**
     * For a program that mostly waits: little is made new, and nothing runs so often that the
     * second compiler would earn what it costs.
     */
    private static final String[] WAITING = {"-Xmx256m", "-Xmn8m", "-XX:TieredStopAtLevel=1"};

    /** In memory, so that it is not a disk that is measured. */
    private static final Path TARGET =
            Path.of("/dev/shm/penstock-bench-" + ProcessHandle.current().pid());

    private final double scale;
    private final Jvm jvm = Jvm.own(PLAIN);
    private final Jvm jni = Jvm.own("-Xmx256m", "-Ddev.penstock.binding=jni");
    private final Jvm jnr = Jvm.own("-Xmx256m", "-Ddev.penstock.binding=jnr");
    private final Jvm waiting = Jvm.own(WAITING);
    private final Optional<Jvm> virtual =
            Jvm.withVirtualThreads(WAITING[0], WAITING[1], WAITING[2], "-Dthreads=virtual");

    private Scenarios(double scale) {
        this.scale = scale;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length < 3) {
            throw new IllegalArgumentException(
                    "usage: Scenarios DIRECTORY TARGETS SCALE [NAME[/PLACEMENT]...]");
        }
        Path directory = Path.of(arguments[0]);
        List<String> names = List.of(arguments).subList(3, arguments.length);
        List<Target> targets = Target.readAll(Path.of(arguments[1]));
        Scenarios scenarios = new Scenarios(Double.parseDouble(arguments[2]));
        for (Target target : targets) {
            target.requireIn(scenarios.all());
        }
        String command =
                "make -C src/benchmarks scenarios SCALE="
                        + arguments[2]
                        + " ARGS='"
                        + String.join(" ", names)
                        + "'";
        try {
            scenarios.run(directory, command, names.stream().map(Choice::of).toList());
        } finally {
            Files.deleteIfExists(TARGET);
        }
        Targets.write(directory, targets);
    }

    private void run(Path directory, String command, List<Choice> choices)
            throws IOException, InterruptedException {
        try (Results results = new Results(directory, Machine.describe(command))) {
            for (Scenario scenario : all()) {
                List<Placement> placements = Choice.placements(scenario, choices);
                if (!placements.isEmpty()) {
                    run(scenario, placements, results);
                }
            }
        }
    }

    private static void run(Scenario scenario, List<Placement> placements, Results results)
            throws IOException, InterruptedException {
        String sums = new Comparison(scenario, placements.get(0)).sums();
        for (Placement placement : placements) {
            results.add(scenario, placement, new Comparison(scenario, placement).run());
        }
        if (!sums.isEmpty()) {
            results.say(sums + "\n");
        }
    }

    private List<Scenario> all() {
        List<Scenario> all = new ArrayList<>();
        all.add(drain("drain-64k", 64 * 1024));
        all.add(drain("drain-4k", 4 * 1024));
        all.add(drainTo("capture", "keep 64 KiB of head and tail"));
        all.add(drainTo("lines", "cut into lines of 64 bytes, none made a string"));
        all.add(drainTo("file", "write to a file on a memory file system"));
        all.add(linesInMemory());
        for (int atOnce : new int[] {1, 8, 64}) {
            all.add(spawn(atOnce));
        }
        all.add(spawnFromLargeHeap());
        for (boolean warm : new boolean[] {false, true}) {
            all.add(children(1000, 100, 1024, warm));
            all.add(children(5000, 20, 1024, warm));
        }
        all.add(echo());
        all.add(pingPong());
        all.add(longLines());
        all.add(fairness());
        all.add(coldStart());
        return all;
    }

    private long scaled(long full, long least) {
        return Math.max(least, (long) (full * scale));
    }

    private List<String> child(String program, Object... arguments) {
        List<String> words = new ArrayList<>();
        words.add(Native.path(program));
        for (Object argument : arguments) {
            words.add(argument.toString());
        }
        return words;
    }

    private Scenario drain(String name, int chunk) {
        return new Scenario(
                name,
                "How fast is a child's output drained to nowhere, written "
                        + chunk
                        + " bytes at a time?",
                GIGABYTES_PER_SECOND,
                child("spout", scaled(2_000_000_000L, 1_000_000), chunk),
                List.of(SAME_CPU, CROSS_CPU, UNPINNED),
                3,
                9,
                Processes.ONE,
                List.of(
                        Contender.c("C read(2) 64 KiB", "drain", "read", "nowhere"),
                        Contender.c("C splice(2)", "drain", "splice", "nowhere"),
                        Contender.c("C epoll", "drain", "epoll", "nowhere"),
                        Contender.java(
                                jvm,
                                "Penstock Discard",
                                PenstockContender.class,
                                "drain",
                                "nowhere"),
                        Contender.java(
                                jvm, "ProcessBuilder", JdkContender.class, "drain", "nowhere"),
                        Contender.java(jvm, "NuProcess", NuContender.class, "drain", "nowhere"),
                        Contender.java(jvm, "zt-exec", ZtExecContender.class, "drain", "nowhere"),
                        Contender.java(
                                jvm,
                                "commons-exec",
                                CommonsExecContender.class,
                                "drain",
                                "nowhere")));
    }

    private Scenario drainTo(String to, String what) {
        String target = to.equals("file") ? TARGET.toString() : to;
        List<Contender> contenders = new ArrayList<>();
        contenders.add(Contender.c("C epoll", "drain", "epoll", target));
        if (to.equals("file")) {
            contenders.add(Contender.c("C splice(2)", "drain", "splice", target));
        }
        contenders.add(Contender.java(jvm, "Penstock", PenstockContender.class, "drain", target));
        if (to.equals("lines")) {
            contenders.add(
                    Contender.java(
                            jvm, "Penstock, strings", PenstockContender.class, "drain", "strings"));
        }
        if (!to.equals("capture")) {
            contenders.add(
                    Contender.java(jvm, "ProcessBuilder", JdkContender.class, "drain", target));
        }
        return new Scenario(
                "to-" + to,
                "How fast can a child's output be taken to: " + what + "?",
                GIGABYTES_PER_SECOND,
                child("spout", scaled(1_000_000_000L, 1_000_000), 64 * 1024),
                List.of(SAME_CPU, CROSS_CPU),
                3,
                9,
                Processes.ONE,
                contenders);
    }

    private Scenario linesInMemory() {
        long passes = scaled(1000, 1);
        return new Scenario(
                "lines-in-memory",
                "How fast is a MiB in memory cut into its lines of 64 bytes?",
                GIGABYTES_PER_SECOND,
                child("spout", 1 << 20, 64 * 1024),
                List.of(SAME_CPU),
                3,
                9,
                Processes.ONE,
                List.of(
                        Contender.c("C memchr(3)", "lines", passes),
                        Contender.java(
                                jvm,
                                "Penstock, views",
                                LinesInMemory.class,
                                "memory",
                                "views",
                                passes),
                        Contender.java(
                                jvm,
                                "Penstock, strings",
                                LinesInMemory.class,
                                "memory",
                                "strings",
                                passes),
                        Contender.java(
                                jvm,
                                "BufferedReader",
                                LinesInMemory.class,
                                "memory",
                                "readers",
                                passes)));
    }

    private Scenario spawn(int atOnce) {
        long children = scaled(2000, atOnce);
        Jvm vfork = Jvm.own("-Xmx256m", "-Djdk.lang.Process.launchMechanism=VFORK");
        Jvm byEach = Jvm.own("-Xmx256m", "-Dstart.byEach=true");
        List<Contender> contenders = new ArrayList<>();
        contenders.add(Contender.c("C posix_spawn, epoll", "spawns", children, atOnce));
        contenders.add(spawner("Penstock", jvm, PenstockContender.class, children, atOnce));
        contenders.add(
                spawner("Penstock, on its loop", jvm, OnLoopContender.class, children, atOnce));
        if (atOnce > 1) {
            contenders.add(
                    spawner(
                            "Penstock, a thread each",
                            byEach,
                            PenstockContender.class,
                            children,
                            atOnce));
        }
        contenders.add(spawner("ProcessBuilder", jvm, JdkContender.class, children, atOnce));
        contenders.add(
                spawner("ProcessBuilder, VFORK", vfork, JdkContender.class, children, atOnce));
        // With one at once it may take tens of milliseconds a child.
        long fewer = atOnce == 1 ? Math.min(children, 100) : children;
        contenders.add(spawner("NuProcess", jvm, NuContender.class, fewer, atOnce));
        contenders.add(spawner("zt-exec", jvm, ZtExecContender.class, children, atOnce));
        contenders.add(spawner("commons-exec", jvm, CommonsExecContender.class, children, atOnce));
        return new Scenario(
                "spawn-" + atOnce,
                "How many children a second, "
                        + atOnce
                        + " at once, three pipes each, started, read to their end and reaped?",
                PER_SECOND,
                child("nothing"),
                atOnce == 8 ? List.of(SAME_CPU, UNPINNED) : List.of(UNPINNED),
                2,
                7,
                Processes.ONE,
                contenders);
    }

    private static Contender spawner(
            String name, Jvm jvm, Class<?> main, long children, int atOnce) {
        return Contender.java(jvm, name, main, "spawn", children, atOnce);
    }

    private Scenario spawnFromLargeHeap() {
        long children = scaled(1000, 8);
        Jvm large = Jvm.own("-Xms10g", "-Xmx10g", "-Xmn9g", "-Dheap.gib=" + (scale < 1 ? 1 : 8));
        return new Scenario(
                "spawn-large-heap",
                "What does a spawn cost in a process of which 8 GiB are in memory?",
                PER_SECOND,
                child("nothing"),
                List.of(UNPINNED),
                2,
                7,
                Processes.ONE,
                List.of(
                        Contender.java(
                                jvm,
                                "Penstock, small heap",
                                PenstockContender.class,
                                "spawn",
                                children,
                                8),
                        Contender.java(
                                large,
                                "Penstock, large heap",
                                PenstockContender.class,
                                "spawn",
                                children,
                                8)));
    }

    private Scenario children(int count, int lines, int bytes, boolean warm) {
        long children = scaled(count, 10);
        List<Contender> contenders = new ArrayList<>();
        contenders.add(Contender.c("C epoll", "children", children, 0));
        contenders.add(
                Contender.java(
                        waiting, "Penstock", PenstockContender.class, "children", children, 0));
        Jvm onLoop = Jvm.own(WAITING[0], WAITING[1], WAITING[2], "-Dstart.onLoop=true");
        contenders.add(
                Contender.java(
                        onLoop,
                        "Penstock, started on its loop",
                        PenstockContender.class,
                        "children",
                        children,
                        0));
        contenders.add(
                Contender.java(waiting, "NuProcess", NuContender.class, "children", children, 0));
        contenders.add(
                Contender.java(
                        waiting,
                        "ProcessBuilder, threads",
                        JdkContender.class,
                        "children",
                        children,
                        0));
        virtual.ifPresent(
                v ->
                        contenders.add(
                                Contender.java(
                                        v,
                                        "ProcessBuilder, virtual threads",
                                        JdkContender.class,
                                        "children",
                                        children,
                                        0)));
        return new Scenario(
                "children-" + count + (warm ? "-warm" : ""),
                count
                        + " children at once, each writing "
                        + lines
                        + " lines of "
                        + bytes
                        + " bytes, 20 ms apart: how long, and at what cost, in "
                        + (warm ? "JVMs that have done it before?" : "fresh JVMs?")
                        + " They have "
                        + String.join(" ", WAITING)
                        + ".",
                SECONDS,
                child("trickle", lines, bytes, 20),
                List.of(UNPINNED),
                warm ? 2 : 0,
                3,
                warm ? Processes.ONE : Processes.ONE_A_ROUND,
                contenders);
    }

    private Scenario echo() {
        long children = scaled(500, 5);
        long input = scaled(6_000_000, 100_000);
        Jvm twoLoops = Jvm.own("-Xmx256m", "-Dloops=2");
        return new Scenario(
                "echo-500",
                "500 cats, 6 MB sent through each at once, every echo summed: NuProcess's own scenario.",
                SECONDS,
                List.of("cat"),
                List.of(UNPINNED),
                1,
                3,
                Processes.ONE,
                List.of(
                        Contender.c("C epoll", "children", children, input),
                        Contender.java(
                                jvm,
                                "Penstock",
                                PenstockContender.class,
                                "children",
                                children,
                                input),
                        Contender.java(
                                twoLoops,
                                "Penstock, 2 loops",
                                PenstockContender.class,
                                "children",
                                children,
                                input),
                        Contender.java(
                                jvm, "NuProcess", NuContender.class, "children", children, input),
                        Contender.java(
                                jvm,
                                "ProcessBuilder, threads",
                                JdkContender.class,
                                "children",
                                children,
                                input)));
    }

    private Scenario pingPong() {
        long exchanges = scaled(50_000, 100);
        return new Scenario(
                "ping-pong",
                "64 bytes to a child and back: how long does one exchange take?",
                MICROSECONDS_EACH,
                child("bounce"),
                List.of(SAME_CPU, CROSS_CPU),
                3,
                7,
                Processes.ONE,
                List.of(
                        Contender.c("C epoll", "pingpong", "epoll", exchanges),
                        Contender.c("C blocking", "pingpong", "blocking", exchanges),
                        Contender.java(
                                jvm, "Penstock", PenstockContender.class, "pingpong", exchanges),
                        Contender.java(
                                jnr,
                                "Penstock, jnr",
                                PenstockContender.class,
                                "pingpong",
                                exchanges),
                        Contender.java(
                                jvm, "ProcessBuilder", JdkContender.class, "pingpong", exchanges),
                        Contender.java(
                                jvm, "NuProcess", NuContender.class, "pingpong", exchanges)));
    }

    private Scenario longLines() {
        return new Scenario(
                "long-lines",
                "Lines of 64 bytes, every 1000th of them a MiB, cut at 16 KiB: how fast, in how much memory?",
                GIGABYTES_PER_SECOND,
                child("spout", scaled(1_000_000_000L, 4_000_000), 64 * 1024, 64, 1 << 20, 1000),
                List.of(SAME_CPU),
                2,
                5,
                Processes.ONE,
                List.of(
                        Contender.c("C epoll, none cut", "drain", "epoll", "lines"),
                        Contender.java(jvm, "Penstock", PenstockContender.class, "drain", "lines"),
                        Contender.java(
                                jvm,
                                "Penstock, strings",
                                PenstockContender.class,
                                "drain",
                                "strings"),
                        Contender.java(
                                jvm,
                                "BufferedReader, none cut",
                                JdkContender.class,
                                "drain",
                                "lines")));
    }

    private Scenario fairness() {
        long exchanges = scaled(100, 5);
        return new Scenario(
                "fairness",
                "200 children play ping-pong on one loop: what does a firehose on the same loop do to them?",
                MICROSECONDS_P99,
                List.of(),
                List.of(UNPINNED),
                2,
                5,
                Processes.ONE,
                List.of(
                        Contender.java(
                                jvm,
                                "alone",
                                FairnessContender.class,
                                200,
                                exchanges,
                                Native.path("bounce")),
                        Contender.java(
                                jvm,
                                "beside a firehose",
                                FairnessContender.class,
                                200,
                                exchanges,
                                Native.path("bounce"),
                                Native.path("spout"))));
    }

    private Scenario coldStart() {
        return new Scenario(
                "cold-start",
                "From nothing to a first child's end, and the command's start: whole processes.",
                MILLISECONDS,
                List.of(),
                List.of(UNPINNED),
                1,
                (int) scaled(15, 2),
                Processes.WHOLE,
                List.of(
                        Contender.java(jvm, "ProcessBuilder", FirstChild.class, "jdk"),
                        Contender.java(jvm, "NuProcess", NuFirstChild.class),
                        Contender.java(jvm, "Penstock", FirstChild.class, "penstock"),
                        Contender.java(jni, "Penstock, jni", FirstChild.class, "penstock"),
                        Contender.java(jnr, "Penstock, jnr", FirstChild.class, "penstock"),
                        new Contender(
                                "penstock run -- true",
                                List.of("scripts/penstock", "run", "--", "true")),
                        new Contender("penstock limits", List.of("scripts/penstock", "limits"))));
    }
}
