package dev.penstock.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.penstock.process.Holder.Ancestor;
import dev.penstock.sys.Signal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an outcome tells of a child. */
@Timeout(60)
class OutcomeTest {
    private static final Duration SOON = Duration.ofMillis(100);

    @Test
    @Tag("not-under-qemu") // qemu-user leaves waitid's fifth argument out.
    void shouldTellTheProcessorTimeAndThePageFaults() throws Exception {
        String script = "i=0; while [ $i -lt 50000 ]; do i=$((i+1)); done";
        Usage usage = Command.of("sh", "-c", script).run().orThrow().usage();
        Duration busy = usage.user().plus(usage.system());
        assertTrue(busy.compareTo(Duration.ofMillis(1)) > 0, usage.toString());
        assertTrue(usage.minorFaults() > 10, usage.toString());
    }

    @Test
    @Tag("not-under-qemu")
    void shouldTellTheMostMemoryOnlyWhereItIsTheChildsOwn() throws Exception {
        assertEquals(OptionalLong.empty(), Command.of("true").run().usage().maxResident());

        long bytes = ownPeak() + (64 << 20);
        String allocate = "b = bytearray(" + bytes + ")\nfor i in range(0, len(b), 4096): b[i] = 1";
        Usage usage = Command.of("python3", "-c", allocate).run().orThrow().usage();
        assertTrue(usage.maxResident().orElse(0) > bytes, usage + ", wrote to " + bytes);
        assertTrue(usage.maxResident().orElse(0) < bytes + (100 << 20), usage + " for " + bytes);
    }

    private static long ownPeak() throws Exception {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmHWM:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        }
        throw new AssertionError("no VmHWM");
    }

    @Test
    void shouldKeepTheTimeToTheExitApartFromTheTimeToTheEndOfFile() throws Exception {
        Command early =
                Command.of("sh", "-c", "sleep 0.5 & exit 0").outputGrace(SOON.multipliedBy(600));
        Outcome outcome = early.run().orThrow();
        assertTrue(outcome.elapsed().toMillis() >= 500, outcome.elapsed().toString());
        assertTrue(outcome.ran().compareTo(outcome.elapsed()) < 0, outcome.toString());

        Outcome closed = Command.of("sh", "-c", "exec >&- 2>&-; sleep 0.2").run().orThrow();
        assertTrue(closed.ran().toMillis() >= 200, closed.ran().toString());
    }

    @Test
    void shouldNameEveryHolderAndWhomItDescendsFrom() throws Exception {
        // Two levels below the child, which has ended: the upper shell's parent is another by then.
        String script = "sh -c 'sleep 1001 & sleep 1002; :' 2>/dev/null & exit 7";
        Duration enoughToStart = Duration.ofSeconds(1);
        Outcome outcome = Command.of("sh", "-c", script).outputGrace(enoughToStart).run();
        assertEquals(new Exit.Exited(7), outcome.exit());
        assertEquals(StreamEnd.How.CUT, outcome.stdout().how());
        try {
            int shell = 0;
            int sleeps = 0;
            for (Holder holder : outcome.stdout().holders()) {
                if (holder.command().startsWith("sleep 100")) {
                    sleeps++;
                    Ancestor parent = holder.ancestors().get(0);
                    assertTrue(parent.command().startsWith("sh -c sleep 1001"), holder.toString());
                    assertTrue(holder.ancestors().size() >= 2, holder.toString());
                    assertTrue(
                            outcome.toString().contains("fd 1, child of " + parent),
                            outcome.toString());
                    shell = parent.pid();
                }
            }
            assertEquals(2, sleeps, outcome.toString());
            int upper = shell;
            assertTrue(
                    outcome.stdout().holders().stream()
                            .anyMatch(h -> h.pid() == upper && h.fd() == 1),
                    outcome.toString());
        } finally {
            outcome.stdout().holders().forEach(h -> end(h.pid()));
        }
    }

    private static void end(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    @Test
    void shouldNameTheSignalAndSayWhetherACoreWasDumped() throws Exception {
        Exit segv = Command.of("sh", "-c", "ulimit -c 0; kill -SEGV $$").run().exit();
        assertEquals("killed by SIGSEGV", segv.toString());
        assertFalse(((Exit.Killed) segv).coreDumped());
        assertEquals(128 + 11, segv.shellCode());
        assertEquals(
                Signal.TERM,
                ((Exit.Killed) Command.of("sh", "-c", "kill $$").run().exit()).signal());
    }

    @Test
    @Tag("not-under-qemu") // qemu-user writes core files of its own.
    void shouldSayThatACoreWasDumped(@TempDir Path directory) throws Exception {
        String pattern = Files.readString(Path.of("/proc/sys/kernel/core_pattern"));
        assumeFalse(pattern.startsWith("|"), "cores go to a program: " + pattern);
        assumeFalse(pattern.startsWith("/"), "cores go elsewhere: " + pattern);
        String script = "ulimit -c unlimited && kill -SEGV $$";
        Outcome outcome = Command.of("sh", "-c", script).directory(directory).run();
        assertEquals(new Exit.Killed(Signal.of("SEGV"), true), outcome.exit());
        assertTrue(outcome.toString().endsWith("killed by SIGSEGV (core dumped)"));
    }
}
