package dev.penstock.diagnosis.stall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.internal.procfs.FdLink;
import dev.penstock.internal.procfs.PipeHolder;
import dev.penstock.internal.procfs.PipeWait;
import dev.penstock.internal.procfs.ProcFs;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real children of the JDK's, whose pipe is asked by InputStream.available(). */
@Timeout(30)
class StallWatchTest {
    private final ProcFs proc = ProcFs.open();
    private final List<Sample> samples = new ArrayList<>();

    @Test
    void shouldSeeTheStallAndWhoIsInIt() throws Exception {
        Process child = new ProcessBuilder("dd", "if=/dev/zero", "bs=4096", "status=none").start();
        try {
            StallWatch watch = watch(child);
            Optional<FullPipe> seen = watch.look();
            while (seen.isEmpty()) {
                LockSupport.parkNanos(100_000);
                seen = watch.look();
            }

            FullPipe stall = seen.get();
            assertEquals(child.pid(), stall.writer().pid());
            assertTrue(PipeWait.of(stall.writer().wchan().known().orElseThrow()).mayWaitForRoom());
            assertEquals(child.getInputStream().available(), stall.unread());
            assertEquals(stall.unread(), samples.get(samples.size() - 1).unread());
            assertEquals(List.of((int) child.pid()), pids(stall.holders().writers()));
            assertEquals(
                    List.of((int) ProcessHandle.current().pid()), pids(stall.holders().readers()));
        } finally {
            end(child);
        }
    }

    @Test
    void shouldSeeNoStallInAPipeThatHoldsBytesButHasRoom() throws Exception {
        Process child = new ProcessBuilder("sh", "-c", "printf abc; exec sleep 60").start();
        try {
            StallWatch watch = watch(child);
            long deadline = System.nanoTime() + Duration.ofMillis(200).toNanos();
            while (samples.isEmpty()
                    || samples.get(samples.size() - 1).unread() < 3
                    || System.nanoTime() < deadline) {
                assertEquals(Optional.empty(), watch.look());
                LockSupport.parkNanos(1_000_000);
            }
        } finally {
            end(child);
        }
    }

    @Test
    void shouldBeginWithAnEmptyPipeAndSampleChangesAlone() throws IOException {
        long[] unread = {0};
        StallWatch watch = new StallWatch(proc, -1, () -> unread[0], samples::add);
        for (long bytes : new long[] {0, 0, 5, 5, 9, 0}) {
            unread[0] = bytes;
            assertEquals(Optional.empty(), watch.look());
        }

        assertEquals(List.of(0L, 5L, 9L, 0L), samples.stream().map(Sample::unread).toList());
        for (int i = 1; i < samples.size(); i++) {
            assertTrue(samples.get(i).at().compareTo(samples.get(i - 1).at()) >= 0);
        }
    }

    private StallWatch watch(Process child) {
        FdLink output =
                proc.fds((int) child.pid()).known().orElseThrow().stream()
                        .filter(link -> link.fd() == 1)
                        .findAny()
                        .orElseThrow();
        return new StallWatch(
                proc,
                output.pipeInode().orElseThrow(),
                () -> child.getInputStream().available(),
                samples::add);
    }

    private static List<Integer> pids(List<PipeHolder> holders) {
        return holders.stream().map(PipeHolder::pid).toList();
    }

    private static void end(Process child) throws Exception {
        child.destroyForcibly().waitFor();
        child.getInputStream().close();
        child.getErrorStream().close();
        child.getOutputStream().close();
    }
}
