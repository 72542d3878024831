package dev.penstock.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.penstock.cgroup.Cgroup;
import dev.penstock.cgroup.CgroupException;
import dev.penstock.cgroup.CgroupLimits;
import dev.penstock.loop.EventLoop;
import dev.penstock.sink.Capture;
import dev.penstock.sink.QueueSink;
import dev.penstock.sys.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Children in cgroups, of their own and of ours. Skipped, with the reason, where none may be made.
 */
@Timeout(60)
@Tag("not-under-qemu") // It is this machine's kernel that is looked at, by programs of its own.
class CgroupLimitTest {
    private static final CgroupLimits NONE = CgroupLimits.none();

    /** One that leaves a daemon behind: forked twice, in a session of its own, deaf to SIGTERM. */
    private static final Command DAEMON =
            Command.of(
                    "sh",
                    "-c",
                    "(setsid sh -c 'trap \"\" TERM; echo $$; exec sleep 1000' &); sleep 0.1;"
                            + " exec sleep ${SLEEP:-1000}");

    @BeforeAll
    static void shouldBeAllowed() throws IOException {
        try {
            Cgroup.create(NONE.memory(1 << 20).pids(1).cpus(1)).close();
        } catch (CgroupException e) {
            assumeTrue(false, e.getMessage());
        }
    }

    @AfterEach
    void shouldLeaveNoCgroup() throws IOException {
        String ours = "penstock-" + ProcessHandle.current().pid() + "-";
        try (Stream<Path> all = Files.walk(Path.of("/sys/fs/cgroup"), 4)) {
            List<Path> left =
                    all.filter(path -> path.getFileName().toString().startsWith(ours)).toList();
            assertEquals(List.of(), left);
        }
    }

    @Test
    void shouldBeInItBeforeItsProgramBegins() throws Exception {
        Capture out = Capture.of(1 << 12);
        Outcome outcome =
                Command.of("cat", "/proc/self/cgroup")
                        .cgroup(NONE.memory(64 << 20).pids(5).cpus(0.5))
                        .stdout(out)
                        .run()
                        .orThrow();
        String ours = "/penstock-" + ProcessHandle.current().pid() + "-";
        long places = out.text().lines().filter(line -> line.contains(ours)).count();
        assertTrue(places >= 1, out.text());
        assertTrue(
                out.text().lines().anyMatch(l -> l.contains("memory:") && l.contains(ours))
                        || out.text()
                                .lines()
                                .anyMatch(l -> l.startsWith("0::") && l.contains(ours)),
                out.text());
        CgroupEnd end = outcome.cgroup().orElseThrow();
        assertEquals(0, end.leftKilled());
        assertTrue(end.usage().orElseThrow().peakMemory().orElse(1) > 0);
        assertTrue(end.usage().orElseThrow().cpu().orElseThrow().toNanos() > 0);
        assertTrue(Command.of("true").run().cgroup().isEmpty());
    }

    @Test
    void shouldSayThatMemoryWasUsedUp() throws Exception {
        Outcome outcome =
                Command.of("python3", "-c", "x = b'x' * (64 << 20)")
                        .cgroup(NONE.memory(16 << 20))
                        .run();
        assertEquals(new Exit.Killed(Signal.KILL, false), outcome.exit());
        assertTrue(outcome.toString().endsWith("; its cgroup's memory was used up"), outcome + "");
    }

    @Test
    void shouldTakeWhoeverIsLeftWithIt() throws Exception {
        QueueSink<String> out = QueueSink.ofLines(100, 10);
        Command command =
                DAEMON.environment("SLEEP", "0.1")
                        .stdout(out)
                        .cgroup(NONE)
                        .outputGrace(Duration.ZERO);
        Outcome outcome;
        long daemon;
        try (Child child = command.start()) {
            daemon = Long.parseLong(out.take());
            outcome = child.await();
        }
        assertTrue(outcome.succeeded(), outcome.toString());
        assertEquals(1, outcome.cgroup().orElseThrow().leftKilled());
        assertTrue(outcome.toString().contains("; 1 left in its cgroup were killed"), outcome + "");
        assertFalse(isAlive(daemon));
        // It was named before it was killed.
        assertEquals(daemon, outcome.stdout().holders().get(0).pid());
    }

    private static boolean isAlive(long pid) throws IOException {
        try {
            return !Files.readString(Path.of("/proc/" + pid + "/stat")).contains(") Z ");
        } catch (IOException gone) {
            return false;
        }
    }

    @Test
    void shouldBeReachedByATeardown() throws Exception {
        QueueSink<String> out = QueueSink.ofLines(100, 10);
        Teardown teardown = Teardown.signal(Signal.TERM).within(Duration.ofMillis(200)).thenKill();
        Child child = DAEMON.stdout(out).teardown(teardown.toCgroup()).start();
        long daemon = Long.parseLong(out.take());
        child.close();
        Outcome outcome = child.await();
        assertEquals(EndedBy.CLOSE, outcome.endedBy());
        assertEquals(new Exit.Killed(Signal.TERM, false), outcome.exit());
        assertEquals(StreamEnd.How.COMPLETE, outcome.stdout().how(), outcome.toString());
        assertFalse(isAlive(daemon));
    }

    @Test
    void shouldHoldSeveralChildrenWhereItIsTheCallers() throws Exception {
        try (Cgroup cgroup = Cgroup.create(NONE.pids(10))) {
            Command sleep = Command.of("sleep", "1000").cgroup(cgroup);
            try (Child one = sleep.start();
                    Child two = sleep.start()) {
                assertEquals(
                        List.of(one.pid(), two.pid()),
                        cgroup.members().stream().map(Integer::longValue).sorted().toList());
                cgroup.kill();
                assertEquals(new Exit.Killed(Signal.KILL, false), one.await().exit());
                assertTrue(two.await().cgroup().isEmpty());
            }
        }
    }

    @Test
    void shouldEndWithItsLoop() throws Exception {
        Child child;
        try (EventLoop loop = EventLoop.start("closing")) {
            child = Command.of("sleep", "1000").cgroup(NONE).start(loop);
        }
        assertEquals(EndedBy.LOOP_CLOSED, child.await().endedBy());
    }

    @Test
    void shouldBeRemovedWhereTheProgramDoesNotStart() {
        SpawnException e =
                assertThrows(SpawnException.class, () -> Command.of("/no/such").cgroup(NONE).run());
        assertEquals("exec", e.step());
    }

    @Test
    void shouldNameTheStepWhereItCannotBeEntered() throws Exception {
        Cgroup removed = Cgroup.create(NONE);
        removed.close();
        SpawnException e =
                assertThrows(SpawnException.class, () -> Command.of("true").cgroup(removed).run());
        assertTrue(e.step().startsWith("write(/sys/fs/cgroup/"), e.step());
        assertTrue(e.step().endsWith("/cgroup.procs)"), e.step());
    }
}
