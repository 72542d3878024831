package dev.penstock.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.penstock.sink.QueueSink;
import dev.penstock.sink.StreamFailedException;
import dev.penstock.testing.Eventually;
import dev.penstock.testing.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A child that SIGKILL does not end: in a frozen cgroup (v1), where the kernel keeps it until it is
 * thawed, as it does one that waits for a disk.
 */
@Timeout(60)
class UnkillableTest {
    private static final Path FREEZER = Path.of("/sys/fs/cgroup/freezer");

    @Test
    void shouldGiveUpAChildThatSigkillDoesNotEnd() throws Exception {
        assumeTrue(Files.isWritable(FREEZER.resolve("cgroup.procs")), "no freezer of ours");
        Path group = FREEZER.resolve("penstock-test-" + ProcessHandle.current().pid());
        Files.createDirectory(group);
        try {
            freezeAndEnd(group);
        } finally {
            Files.writeString(group.resolve("freezer.state"), "THAWED");
            Eventually.await("the cgroup is empty", () -> removed(group));
        }
    }

    private static boolean removed(Path group) {
        try {
            Files.delete(group);
            return true;
        } catch (IOException stillInUse) {
            return false;
        }
    }

    private static void freezeAndEnd(Path group) throws Exception {
        QueueSink<String> lines = QueueSink.ofLines(100, 10);
        Command command = Command.of("sh", "-c", "echo x; exec sleep 1000");
        Child child =
                command.stdout(lines)
                        .timeout(Duration.ofSeconds(3))
                        .teardown(Teardown.kill())
                        .start();
        try (Workers workers = new Workers()) {
            assertEquals("x", lines.take());
            Files.writeString(group.resolve("cgroup.procs"), String.valueOf(child.pid()));
            Files.writeString(group.resolve("freezer.state"), "FROZEN");
            workers.start(() -> Assertions.assertThrows(StreamFailedException.class, lines::take));
            Outcome outcome = child.await();
            Exit.Lost lost = assertInstanceOf(Exit.Lost.class, outcome.exit());
            assertTrue(lost.reason().contains("still there"), lost.reason());
            assertTrue(outcome.timedOut());
            assertEquals(StreamEnd.How.CUT, outcome.stdout().how());
            assertEquals(child.pid(), outcome.stdout().holders().get(0).pid());
            workers.join();
        }
        // Thawed, it dies and is reaped after all: LeakCheck looks.
    }
}
