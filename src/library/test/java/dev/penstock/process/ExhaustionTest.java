package dev.penstock.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.cgroup.Cgroup;
import dev.penstock.cgroup.CgroupException;
import dev.penstock.cgroup.CgroupLimits;
import dev.penstock.internal.procfs.ProcFs;
import dev.penstock.sink.Capture;
import dev.penstock.sys.Errno;
import dev.penstock.sys.Signal;
import dev.penstock.testing.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A JVM in a cgroup that has room for few processes, or little memory: starts fail with a reason,
 * and whoever runs goes on. Descriptors that run out are {@link SpawnFailureTest}'s.
 */
@Timeout(120)
@Tag("not-under-qemu") // Starts JVMs of the architecture under test.
class ExhaustionTest {
    private static final CgroupLimits NONE = CgroupLimits.none();

    @BeforeAll
    static void shouldBeAllowed() throws Exception {
        try {
            Cgroup.create(NONE.memory(1 << 20).pids(1)).close();
        } catch (CgroupException e) {
            Assumptions.abort(e.getMessage());
        }
    }

    /** What the class's main prints, in a cgroup of its own. */
    private static String run(Class<?> main, CgroupLimits limits) throws Exception {
        Capture out = Capture.of(1 << 16);
        Outcome outcome =
                Command.of(ChildJvm.command(main)).cgroup(limits).stdout(out).mergeStderr().run();
        assertTrue(outcome.succeeded(), outcome + "\n" + out.text());
        return out.text();
    }

    @Test
    void shouldSayThatThereMayBeNoMoreProcesses() throws Exception {
        // The JVM's threads count as well.
        String told = run(FewProcesses.class, NONE.pids(60));
        assertTrue(
                told.contains("cannot start 'sleep': posix_spawn: EAGAIN: no more processes"),
                told);
        assertTrue(told.endsWith("all ended, and one more runs\n"), told);
    }

    /** Starts children until there is no room, and again when there is. */
    static final class FewProcesses {
        public static void main(String[] arguments) throws Exception {
            Command.of("true").run().orThrow();
            List<Child> children = new ArrayList<>();
            try {
                while (children.size() < 100) {
                    children.add(Command.of("sleep", "1000").start());
                }
                throw new AssertionError("100 children");
            } catch (SpawnException e) {
                System.out.println(e.getMessage());
                if (e.errno() != Errno.EAGAIN) {
                    throw e;
                }
            }
            for (Child child : children) {
                child.outcome().cancel(false);
                if (child.await().endedBy() != EndedBy.CANCEL) {
                    throw new AssertionError(child.await());
                }
            }
            Command.of("true").run().orThrow();
            requireNothingLeft();
            System.out.println("all ended, and one more runs");
        }
    }

    @Test
    void shouldEndOneWayOrAnotherWhereMemoryIsUsedUp() throws Exception {
        String told = run(LittleMemory.class, NONE.memory(300L << 20));
        assertTrue(told.endsWith("none left\n"), told);
    }

    /**
     * Fills the cgroup with a child that the kernel is to kill first, and starts others meanwhile.
     */
    static final class LittleMemory {
        /** oom_score_adj: before all others. */
        private static final int FIRST = 1000;

        public static void main(String[] arguments) throws Exception {
            String greedy =
                    "b = []\nwhile True:\n b.append(bytearray(1 << 20))\n b[-1][::4096] = b'x' * 256";
            Command hog =
                    Command.of("python3", "-c", greedy)
                            .confine(Confinement.none().oomScoreAdjustment(FIRST));
            int killed = 0;
            int succeeded = 0;
            int refused = 0;
            for (int round = 0; round < 3; round++) {
                try (Child child = hog.start()) {
                    while (!child.outcome().isDone()) {
                        try {
                            Outcome outcome = Command.of("true").run();
                            if (outcome.succeeded()) {
                                succeeded++;
                            } else {
                                killed++;
                            }
                        } catch (SpawnException e) {
                            refused++;
                        }
                    }
                    assertEquals(new Exit.Killed(Signal.KILL, false), child.await().exit());
                }
            }
            requireNothingLeft();
            System.out.println(
                    succeeded + " succeeded, " + killed + " were killed, " + refused + " refused");
            System.out.println("none left");
        }
    }

    private static void requireNothingLeft() throws Exception {
        int self = (int) ProcessHandle.current().pid();
        assertEquals(List.of(), ProcFs.open().children(self));
        try (var fds = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            int pipes = 0;
            for (Path fd : fds) {
                boolean standard = fd.getFileName().toString().matches("[012]");
                if (!standard && Files.isSymbolicLink(fd)) {
                    pipes += Files.readSymbolicLink(fd).toString().startsWith("pipe:") ? 1 : 0;
                }
            }
            assertEquals(0, pipes);
        }
    }
}
