package dev.penstock.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.loop.EventLoop;
import dev.penstock.sink.QueueSink;
import dev.penstock.sys.Signal;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The exit is told when it happens, whatever holds the streams. */
@Timeout(60)
class ExitTest {
    private static final Duration NEVER = Duration.ofDays(1);

    @Test
    void shouldTellTheExitWhileASinkIsFull() throws Exception {
        QueueSink<String> lines = QueueSink.ofLines(100, 1);
        Child child = Command.of("sh", "-c", "seq 1000; exit 3").stdout(lines).start();
        assertEquals(new Exit.Exited(3), child.exit().get(30, TimeUnit.SECONDS));
        assertFalse(child.isAlive());
        assertEquals(OptionalInt.of(3), child.exitValue());
        assertFalse(child.isDone(), "the sink is full");
        assertEquals(Optional.empty(), child.poll());
        int taken = 0;
        while (lines.take() != null) {
            taken++;
        }
        assertEquals(1000, taken);
        assertEquals(new Exit.Exited(3), child.await().exit());
        assertTrue(child.isDone());
        assertEquals(Optional.of(child.await()), child.poll());
    }

    @Test
    void shouldTellTheExitWhileAGrandchildHoldsTheOutput() throws Exception {
        QueueSink<String> lines = QueueSink.ofLines(100, 10);
        Command command = Command.of("sh", "-c", "sleep 1000 & echo $!").stdout(lines);
        try (Child child = command.outputGrace(NEVER).start()) {
            assertEquals(new Exit.Exited(0), child.exit().get(30, TimeUnit.SECONDS));
            assertFalse(child.isDone(), "somebody holds its output");
            long grandchild = Long.parseLong(lines.take());
            ProcessHandle.of(grandchild).orElseThrow().destroyForcibly();
            assertEquals(StreamEnd.How.COMPLETE, child.await().stdout().how());
        }
    }

    @Test
    void shouldBeAliveUntilThen() throws Exception {
        try (Child child = Command.of("sleep", "1000").start()) {
            assertTrue(child.isAlive());
            assertEquals(OptionalInt.empty(), child.exitValue());
            assertFalse(child.exit().isDone());
            child.signal(Signal.KILL);
            assertEquals(
                    new Exit.Killed(Signal.KILL, false), child.exit().get(30, TimeUnit.SECONDS));
            assertEquals(OptionalInt.of(137), child.exitValue());
            assertFalse(child.isAlive());
        }
    }

    /** Attached before the end, on the loop's thread; after it, on the thread that attaches. */
    @Test
    void shouldRunDependentsWhereTheJavadocSays() throws Exception {
        try (EventLoop loop = EventLoop.start("exit");
                Child child = Command.of("cat").stdin(Input.interactive()).start(loop)) {
            CompletableFuture<Boolean> before = child.exit().thenApply(exit -> loop.inLoop());
            child.stdin().close();
            assertTrue(before.get(30, TimeUnit.SECONDS));
            child.await();
            Thread here = Thread.currentThread();
            assertTrue(child.exit().thenApply(exit -> Thread.currentThread() == here).join());
        }
    }

    @Test
    void shouldTellTheExitThatTheClosingOfTheLoopBrings() throws Exception {
        EventLoop loop = EventLoop.start("closed");
        QueueSink<String> lines = QueueSink.ofLines(100, 1);
        Child child = Command.of("sh", "-c", "echo; exec sleep 1000").stdout(lines).start(loop);
        assertEquals("", lines.take());
        loop.close();
        assertEquals(new Exit.Killed(Signal.TERM, false), child.exit().join());
        assertEquals(EndedBy.LOOP_CLOSED, child.await().endedBy());
    }
}
