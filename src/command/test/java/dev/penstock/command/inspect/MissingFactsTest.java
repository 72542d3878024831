package dev.penstock.command.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.diagnosis.inspect.Inspection;
import dev.penstock.diagnosis.inspect.Inspector;
import dev.penstock.diagnosis.inspect.ThreadDumps;
import dev.penstock.diagnosis.model.Verdict;
import dev.penstock.internal.procfs.PipeWait;
import dev.penstock.internal.procfs.ProcFs;
import dev.penstock.internal.procfs.TaskStat;
import dev.penstock.testing.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is missing or has changed can make a verdict weaker, and never prove anything. Processes
 * stand, what {@code /proc} says of them is copied to files, and then one fact after another is
 * taken away, or is another one at the second look.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class MissingFactsTest {
    /** Of each scene; a system property asks for more. */
    private static final int TIMES = Integer.getInteger("penstock.facts", 20);

    private static final String WRITER = "['dd', 'if=/dev/zero', 'bs=4096', 'count=512']";
    private static final String START =
            "import os, subprocess as s, threading, time\n" + "p = s.Popen(" + WRITER;

    private static final Map<String, String> SCENES =
            Map.of(
                    "waits before it reads",
                    START + ", stdout=s.PIPE)\np.wait()",
                    "writes before it reads",
                    "import subprocess as s\np = s.Popen(['cat'], stdin=s.PIPE, stdout=s.PIPE)\n"
                            + "p.stdin.write(bytes(1 << 20))",
                    "never closes what it reads the end of",
                    "import subprocess as s\np = s.Popen(['cat'], stdin=s.PIPE, stdout=s.PIPE)\n"
                            + "p.stdout.read()",
                    "another process may read",
                    START
                            + ", stdout=s.PIPE)\nif os.fork() == 0:\n"
                            + "    while True: time.sleep(.05)\np.wait()",
                    "another thread may read",
                    START
                            + ", stdout=s.PIPE)\ndef beat():\n    while True: time.sleep(.05)\n"
                            + "threading.Thread(target=beat, daemon=True).start()\np.wait()",
                    "another session may read",
                    START
                            + ", stdout=s.PIPE)\nif os.fork() == 0:\n    os.setsid()\n"
                            + "    while True: time.sleep(.05)\np.wait()");

    /** Of a process or of a thread; the files of descriptors come to these. */
    private static final List<String> FACTS =
            List.of(
                    "stat",
                    "status",
                    "wchan",
                    "syscall",
                    "schedstat",
                    "timers",
                    "task",
                    "fd",
                    "fdinfo");

    /** Its links lead nowhere that is to be cleaned up. */
    private Path folder;

    @BeforeEach
    void make() throws IOException {
        folder = Files.createTempDirectory("penstock-facts");
    }

    @AfterEach
    void clean() throws IOException {
        remove(folder);
    }

    private Path tree;
    private int pid;

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "waits before it reads, true",
        "writes before it reads, true",
        "never closes what it reads the end of, true",
        "another process may read, false",
        "another thread may read, false",
        "another session may read, false"
    })
    void shouldProveNothingByWhatIsMissing(String scene, boolean deadlock) throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (Hung hung = Hung.python(SCENES.get(scene))) {
            hung.awaitPipe(deadlock && scene.startsWith("never") ? PipeWait.BYTES : PipeWait.ROOM);
            pid = hung.pid();
            List<Integer> members = members();
            Inspection[] looks = {null};
            Eventually.await(
                    "what is so, or is not",
                    () -> {
                        tree = folder.resolve("whole");
                        remove(tree);
                        copy(members);
                        looks[0] = inspect(ThreadDumps.NONE);
                        return looks[0].verdict().proven() == deadlock;
                    });
            Inspection whole = looks[0];
            int weaker = 0;
            for (int i = 0; i < TIMES; i++) {
                tree = folder.resolve("tree" + i);
                copy(members);
                String what = scene + ", seed " + seed + ", time " + i + ": ";
                Inspection less;
                if (random.nextInt(3) > 0) {
                    String denied = deny(random);
                    what += denied + " denied";
                    less = inspect(ThreadDumps.NONE);
                } else {
                    Path task = task(random);
                    what += task + " woke";
                    less =
                            inspect(
                                    process -> {
                                        wake(task);
                                        return Map.of();
                                    });
                }
                remove(tree);
                if (less.verdict().proven()) {
                    assertTrue(deadlock, what);
                    assertEquals(
                            whole.findings().get(0).pids(), less.findings().get(0).pids(), what);
                } else {
                    weaker++;
                }
            }
            assertTrue(weaker > 0, "nothing that was missing mattered, seed " + seed);
        }
    }

    private Inspection inspect(ThreadDumps between) throws Exception {
        Duration length = Duration.ofMillis(1);
        Inspector inspector = new Inspector(new ProcFs(tree), length, length, false, between);
        Inspection inspection = inspector.inspect(process -> process.pid() == pid);
        if (inspection.findings().isEmpty()) {
            // It told nobody who it is, and so was not found.
            return new Inspection(List.of(), length, 2, 0, Map.of());
        }
        assertFalse(
                inspection.findings().stream()
                        .anyMatch(
                                found ->
                                        found.verdict() == Verdict.ORPHAN_WRITER
                                                || found.verdict() == Verdict.STOPPED),
                () -> inspection.findings().toString());
        return inspection;
    }

    private List<Integer> members() throws IOException {
        ProcFs proc = ProcFs.open();
        List<Integer> members = new ArrayList<>();
        for (int other : proc.processes()) {
            TaskStat stat = proc.stat(other).known().orElse(null);
            if (stat != null && (stat.session() == pid || stat.parent() == pid)) {
                members.add(other);
            }
        }
        return members;
    }

    /** What there is to read of these processes. */
    private void copy(List<Integer> members) throws IOException {
        for (int member : members) {
            Path from = Path.of("/proc/" + member);
            Path to = tree.resolve(Integer.toString(member));
            for (String name : List.of("stat", "status", "cmdline", "timers", "io", "cgroup")) {
                file(from.resolve(name), to.resolve(name));
            }
            for (Path task : list(from.resolve("task"))) {
                Path thread = to.resolve("task").resolve(task.getFileName());
                for (String name : List.of("stat", "status", "wchan", "syscall", "schedstat")) {
                    file(task.resolve(name), thread.resolve(name));
                }
            }
            for (Path link : list(from.resolve("fd"))) {
                Path fds = Files.createDirectories(to.resolve("fd"));
                Files.createSymbolicLink(
                        fds.resolve(link.getFileName()), Files.readSymbolicLink(link));
                Path info = Path.of("fdinfo").resolve(link.getFileName());
                file(from.resolve(info), to.resolve(info));
            }
        }
    }

    private static void file(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(from);
        } catch (IOException notForUs) {
            return;
        }
        Files.write(to, bytes);
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        } catch (IOException notForUs) {
            return List.of();
        }
    }

    /** Puts something in a fact's place that cannot be read as one. */
    private String deny(Random random) throws IOException {
        List<Path> processes = list(tree);
        Path process = processes.get(random.nextInt(processes.size()));
        Path at = process.resolve(FACTS.get(random.nextInt(FACTS.size())));
        List<Path> threads = list(process.resolve("task"));
        if (random.nextBoolean() && !threads.isEmpty()) {
            Path thread = threads.get(random.nextInt(threads.size()));
            at = thread.resolve(FACTS.get(random.nextInt(5)));
        } else if (at.endsWith("fdinfo") && Files.isDirectory(at)) {
            List<Path> infos = list(at);
            at = infos.get(random.nextInt(infos.size()));
        }
        boolean folder = Files.isDirectory(at);
        remove(at);
        if (folder) {
            Files.writeString(at, "");
        } else {
            Files.createDirectories(at.resolve("denied"));
        }
        return tree.relativize(at).toString();
    }

    private Path task(Random random) throws IOException {
        List<Path> tasks = new ArrayList<>();
        for (Path process : list(tree)) {
            tasks.addAll(list(process.resolve("task")));
        }
        return tasks.get(random.nextInt(tasks.size()));
    }

    /** It was given a CPU once more: the third number of schedstat. */
    private static void wake(Path task) {
        try {
            String[] numbers =
                    Files.readString(task.resolve("schedstat"), StandardCharsets.ISO_8859_1)
                            .strip()
                            .split(" ");
            long runs = Long.parseLong(numbers[2]) + 1;
            Files.writeString(
                    task.resolve("schedstat"), numbers[0] + " " + numbers[1] + " " + runs + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void remove(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> all = Files.walk(path)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
