package dev.penstock.internal.procfs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the files say of a child that is really blocked. */
@Timeout(30)
class BlockedChildTest {
    private final ProcFs proc = ProcFs.open();
    private final Architecture architecture = Architecture.current().orElseThrow();

    @Test
    void shouldSeeAWriterAsleepInAFullPipe() throws Exception {
        Process child =
                new ProcessBuilder("dd", "if=/dev/zero", "bs=4096", "count=1000", "status=none")
                        .start();
        int pid = (int) child.pid();
        try {
            awaitWait(pid, PipeWait.ROOM);

            TaskStat stat = proc.stat(pid).known().orElseThrow();
            assertEquals('S', stat.state());
            assertEquals("dd", stat.comm());
            assertEquals((int) ProcessHandle.current().pid(), stat.parent());
            var call =
                    assertInstanceOf(
                            TaskSyscall.Inside.class, proc.syscall(pid).known().orElseThrow());
            Syscall write = Syscall.of(architecture, call.number()).orElseThrow();
            assertEquals(Syscall.WRITE, write);
            assertEquals(OptionalInt.of(1), write.writesTo(call.arguments()));
            assertEquals(OptionalLong.of(4096), write.count(call.arguments()));
            TaskIo io = proc.io(pid).known().orElseThrow();
            // A little more than the pipe holds: the JDK's spawn helper wrote under the same pid
            // before its exec.
            assertTrue(io.syscw() > 1 && io.wchar() / 4096 >= io.syscw() - 1, io.toString());
            assertTrue(proc.children((int) ProcessHandle.current().pid()).contains(pid));
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    @Test
    void shouldSeeAReaderAsleepInAnEmptyPipe() throws Exception {
        Process child = new ProcessBuilder("cat").start();
        int pid = (int) child.pid();
        try {
            awaitWait(pid, PipeWait.BYTES);

            var call =
                    assertInstanceOf(
                            TaskSyscall.Inside.class, proc.syscall(pid).known().orElseThrow());
            Syscall read = Syscall.of(architecture, call.number()).orElseThrow();
            assertEquals(OptionalInt.of(0), read.readsFrom(call.arguments()));
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    @Test
    void shouldSeeAProcessVanish() throws Exception {
        Process child = new ProcessBuilder("true").start();
        child.waitFor();

        var stat = assertInstanceOf(Reading.Unknown.class, proc.stat((int) child.pid()));

        assertEquals(Reading.Why.GONE, stat.why());
    }

    private void awaitWait(int pid, PipeWait expected) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        Reading<String> wchan = proc.wchan(pid);
        while (wchan.known().map(PipeWait::of).orElse(PipeWait.NONE) != expected) {
            assertTrue(System.nanoTime() < deadline, "still " + wchan.text());
            Thread.sleep(5);
            wchan = proc.wchan(pid);
        }
    }
}
