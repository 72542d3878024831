package dev.penstock.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.penstock.cgroup.Cgroup;
import dev.penstock.cgroup.CgroupException;
import dev.penstock.cgroup.CgroupLimits;
import dev.penstock.internal.procfs.ProcFs;
import dev.penstock.internal.procfs.TaskStat;
import dev.penstock.internal.sys.Linux;
import dev.penstock.internal.sys.SystemConstants;
import dev.penstock.libc.Libc;
import dev.penstock.sink.Capture;
import dev.penstock.sink.QueueSink;
import dev.penstock.sys.Signal;
import dev.penstock.testing.ChildJvm;
import dev.penstock.testing.Eventually;
import dev.penstock.testing.Native;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What each reach of a teardown catches of a family ({@code native/tree.c}) that ignores SIGTERM
 * and of which some have left the group, the session and the parent.
 */
@Timeout(60)
class TeardownTest {
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final Duration NEVER = Duration.ofHours(1);
    private static final Teardown QUICK = Teardown.signal(Signal.TERM).within(SHORT).thenKill();

    @TempDir Path directory;

    /** Those who outlived a test. */
    @AfterEach
    void endTheRest() throws IOException {
        for (int pid : family(directory).values()) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private static Map<String, Integer> family(Path directory) throws IOException {
        Map<String, Integer> family = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (!name.endsWith(".part")) {
                    family.put(name, Integer.valueOf(Files.readString(file)));
                }
            }
        }
        return family;
    }

    /** The names of those who have not ended. */
    private static Set<String> living(Path directory) throws IOException {
        Set<String> living = new TreeSet<>();
        for (Map.Entry<String, Integer> one : family(directory).entrySet()) {
            if (lives(one.getValue())) {
                living.add(one.getKey());
            }
        }
        return living;
    }

    private static boolean lives(int pid) {
        return ProcFs.open().stat(pid).known().filter(stat -> !stat.ended()).isPresent();
    }

    /** Runs the family until all are there, and ends it. */
    private static Outcome end(Teardown teardown, Path directory) throws Exception {
        QueueSink<String> lines = QueueSink.ofLines(100, 1);
        Command tree = Command.of(Native.program("tree"), directory.toString());
        try (Child child = tree.stdout(lines).teardown(teardown).start()) {
            assertEquals("ready", lines.take());
            assertEquals(
                    Set.of("bare", "child", "daemon", "job", "leader", "session"),
                    living(directory));
            child.outcome().cancel(false);
            return child.await();
        }
    }

    @Test
    void shouldEndTheChildAlone() throws Exception {
        Outcome outcome = end(QUICK, directory);
        assertEquals(new Exit.Killed(Signal.KILL, false), outcome.exit());
        assertEquals(Set.of("bare", "child", "daemon", "job", "session"), living(directory));
        assertEquals(StreamEnd.How.CUT, outcome.stdout().how());
        assertEquals(5, outcome.stdout().holders().size(), outcome.toString());
    }

    @Test
    void shouldEndTheGroup() throws Exception {
        Outcome outcome = end(QUICK.toGroup(), directory);
        assertEquals(new Exit.Killed(Signal.KILL, false), outcome.exit());
        assertEquals(Set.of("bare", "daemon", "job", "session"), living(directory));
    }

    @Test
    void shouldEndTheSession() throws Exception {
        Outcome outcome = end(QUICK.toSession(), directory);
        assertEquals(new Exit.Killed(Signal.KILL, false), outcome.exit());
        assertEquals(Set.of("bare", "daemon", "session"), living(directory));
    }

    @Test
    void shouldEndTheCgroup() throws Exception {
        try {
            Cgroup.create(CgroupLimits.none()).close();
        } catch (CgroupException e) {
            abort(e.getMessage());
        }
        Outcome outcome = end(QUICK.toCgroup(), directory);
        assertEquals(new Exit.Killed(Signal.KILL, false), outcome.exit());
        assertEquals(Set.of(), living(directory));
        assertTrue(outcome.complete(), outcome.toString());
    }

    @Test
    @Tag("not-under-qemu") // Starts a JVM of the architecture under test.
    void shouldEndAllDescendantsAndReapTheOrphans() throws Exception {
        Capture out = Capture.of(1 << 16);
        Outcome outcome =
                Command.of(ChildJvm.command(Adopting.class, directory.toString()))
                        .stdout(out)
                        .mergeStderr()
                        .run();
        assertEquals("killed by SIGKILL\nnone left\n", out.text());
        assertTrue(outcome.succeeded(), outcome.toString());
    }

    /** A JVM that adopts orphans, which is a property of the whole process. */
    static final class Adopting {
        /** In which the daemon is seen, half a second apart. */
        private static final long TWO_LOOKS_MILLIS = 1200;

        public static void main(String[] arguments) throws Exception {
            // Unasked: a first child that is to be reached like this needs it.
            Command.of("true").teardown(Teardown.kill().toDescendants()).run().orThrow();
            java.nio.ByteBuffer flag = java.nio.ByteBuffer.allocateDirect(4);
            Libc libc = Linux.libc();
            libc.prctl(SystemConstants.PR_GET_CHILD_SUBREAPER, libc.address(flag), 0, 0, 0);
            if (flag.get(0) != 1) {
                throw new AssertionError("it is no subreaper");
            }
            Path directory = Path.of(arguments[0]);
            // A child of the JDK's, which must not be reaped by us, ends as a zombie meanwhile.
            Process jdks = new ProcessBuilder("sh", "-c", "exit 9").start();
            Outcome outcome = end(QUICK.toDescendants(), directory);
            System.out.println(outcome.exit());
            Set<String> left = living(directory);
            // It cleared its environment and lost its parent: seen only by luck.
            left.remove("bare");
            if (!left.isEmpty()) {
                throw new AssertionError("left: " + left);
            }
            if (jdks.waitFor() != 9) {
                throw new AssertionError("the JDK's child exited with " + jdks.exitValue());
            }
            // A daemon that ends long after the child has.
            Command.of("sh", "-c", "setsid sleep 1001 >/dev/null 2>&1 &")
                    .teardown(Teardown.DEFAULT.toDescendants())
                    .run()
                    .orThrow();
            Eventually.await("it is adopted", () -> daemon(directory) > 0);
            Thread.sleep(TWO_LOOKS_MILLIS);
            ProcessHandle.of(daemon(directory)).orElseThrow().destroyForcibly();
            Eventually.await(
                    "all that were adopted are reaped", () -> children(directory).isEmpty());
            System.out.println("none left");
        }

        /** Its pid, or 0. */
        private static int daemon(Path directory) throws IOException {
            for (TaskStat stat : children(directory)) {
                if (ProcFs.open().command(stat.pid()).equals("sleep 1001")) {
                    return stat.pid();
                }
            }
            return 0;
        }

        private static List<TaskStat> children(Path directory) throws IOException {
            int bare = family(directory).get("bare");
            int self = (int) ProcessHandle.current().pid();
            ProcFs proc = ProcFs.open();
            return proc.children(self).stream()
                    .filter(pid -> pid != bare)
                    .flatMap(pid -> proc.stat(pid).known().stream())
                    .toList();
        }
    }

    @Test
    void shouldLeaveAStepEarlyWhenAllAreGone() throws Exception {
        // The shell ends at once, its child of the same group a little later, both by SIGTERM.
        String script =
                "(trap 'sleep 0.2; exit' TERM; echo x; while :; do sleep 0.01; done) & wait";
        Teardown patient = Teardown.signal(Signal.TERM).within(NEVER).thenKill().toGroup();
        QueueSink<String> lines = QueueSink.ofLines(100, 1);
        Command command = Command.of("sh", "-c", script).stdout(lines).teardown(patient);
        try (Child child = command.start()) {
            assertEquals("x", lines.take());
            child.outcome().cancel(false);
            Outcome outcome = child.await();
            assertEquals(new Exit.Killed(Signal.TERM, false), outcome.exit());
            assertTrue(outcome.complete(), outcome.toString());
        }
    }

    @Test
    void shouldTakeEveryStepUntilOneWorks() throws Exception {
        String script = "trap '' TERM; trap 'exit 5' USR1; echo x; while :; do sleep 0.01; done";
        Teardown steps =
                Teardown.signal(Signal.TERM)
                        .within(SHORT)
                        .thenSignal(Signal.USR1)
                        .within(NEVER)
                        .thenKill();
        QueueSink<String> lines = QueueSink.ofLines(100, 1);
        Command command = Command.of("sh", "-c", script).stdout(lines).teardown(steps);
        try (Child child = command.start()) {
            assertEquals("x", lines.take());
            child.outcome().cancel(false);
            assertEquals(new Exit.Exited(5), child.await().exit());
            assertFalse(child.await().succeeded());
        }
    }

    @Test
    void shouldEndTheRestOfAGroupWhoseLeaderIsGone() throws Exception {
        // The leader exits by itself; its child holds the pipe until the timeout.
        Command command = Command.of("sh", "-c", "sleep 1003 & echo $!").teardown(QUICK.toGroup());
        Capture out = Capture.of(100);
        Outcome outcome =
                command.stdout(out).outputGrace(NEVER).timeout(Duration.ofSeconds(2)).run();
        assertEquals(new Exit.Exited(0), outcome.exit());
        assertTrue(outcome.complete(), outcome.toString());
        assertFalse(lives(Integer.parseInt(out.text().strip())));
    }

    @Test
    void shouldKeepThePidOfALeaderUntilItsGroupIsDoneWith() throws Exception {
        Command command = Command.of("sh", "-c", "sleep 1004 & echo $!").teardown(QUICK.toGroup());
        QueueSink<String> lines = QueueSink.ofLines(100, 1);
        try (Child child = command.stdout(lines).outputGrace(NEVER).start()) {
            lines.take();
            ProcFs proc = ProcFs.open();
            Eventually.await(
                    "the leader is a zombie",
                    () -> proc.stat((int) child.pid()).known().filter(TaskStat::ended).isPresent());
            assertFalse(child.signal(Signal.TERM) && child.outcome().isDone());
            child.outcome().cancel(false);
            child.await();
            assertFalse(proc.stat((int) child.pid()).known().isPresent(), "reaped");
        }
    }

    @Test
    void shouldSayWhatItWillDo() {
        Teardown two =
                Teardown.signal(Signal.INT)
                        .within(Duration.ofSeconds(5))
                        .thenSignal(Signal.TERM)
                        .within(Duration.ofMillis(1500))
                        .thenKill();
        assertEquals("SIGINT, 5s, SIGTERM, 1.5s, SIGKILL to the child", two.toString());
        assertEquals("SIGKILL to its process group", Teardown.kill().toGroup().toString());
        assertEquals(Teardown.Reach.SESSION, two.toSession().reach());
        Teardown.Signalled signalled = Teardown.signal(Signal.HUP);
        assertThrows(IllegalArgumentException.class, () -> signalled.within(Duration.ofMillis(-1)));
    }
}
