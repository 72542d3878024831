package dev.penstock.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.internal.procfs.PipeWait;
import dev.penstock.internal.procfs.ProcFs;
import dev.penstock.internal.sys.Linux;
import dev.penstock.internal.sys.SignalInfo;
import dev.penstock.internal.sys.SystemConstants;
import dev.penstock.loop.EventLoop;
import dev.penstock.sink.Capture;
import dev.penstock.sink.Lines;
import dev.penstock.sink.QueueSink;
import dev.penstock.sink.StreamFailedException;
import dev.penstock.sys.Signal;
import dev.penstock.testing.Doubling;
import dev.penstock.testing.Native;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a child and its streams end, and who brought it about. */
@Timeout(60)
class EndingTest {
    private static final Duration SOON = Duration.ofMillis(100);

    /** Longer than any test may take: reaching it is the failure. */
    private static final Duration NEVER = Duration.ofHours(1);

    private static final Teardown TERM_ONLY = Teardown.signal(Signal.TERM).within(NEVER).thenKill();

    @Test
    void shouldEndAChildThatOutlivesItsTimeout() throws Exception {
        Outcome outcome = Command.of("sleep", "1000").timeout(SOON).teardown(TERM_ONLY).run();
        assertTrue(outcome.timedOut());
        assertFalse(outcome.succeeded());
        assertEquals(new Exit.Killed(Signal.TERM, false), outcome.exit());
        assertEquals("sleep 1000 killed by SIGTERM after its timeout of 0.1s", outcome.toString());
    }

    @Test
    void shouldKillAChildThatIgnoresSigterm() throws Exception {
        Command command = Command.of("sh", "-c", "trap '' TERM; echo x; while :; do sleep 1; done");
        Teardown impatient = Teardown.signal(Signal.TERM).within(SOON).thenKill();
        Outcome outcome =
                Doubling.of(
                        SOON,
                        ignoring -> ignoring.stdout().bytes() > 0,
                        time -> command.timeout(time).teardown(impatient).run());
        assertEquals(new Exit.Killed(Signal.KILL, false), outcome.exit());
        assertTrue(outcome.timedOut());
    }

    @Test
    void shouldEndAStoppedChildAtItsTimeout() throws Exception {
        Outcome outcome =
                Command.of("sh", "-c", "kill -STOP $$").timeout(SOON).teardown(TERM_ONLY).run();
        assertEquals(new Exit.Killed(Signal.TERM, false), outcome.exit());
    }

    @Test
    void shouldEndTheReadsAtTheTimeoutToo() throws Exception {
        // Ended by the timeout's SIGTERM, the child leaves a grandchild that holds the pipe.
        String script = "trap 'sleep 20 & exit 1' TERM; echo here; while :; do sleep 0.01; done";
        Command command = Command.of("sh", "-c", script).teardown(TERM_ONLY).outputGrace(NEVER);
        Outcome outcome =
                Doubling.of(
                        SOON,
                        trapped -> trapped.stdout().bytes() > 0,
                        time -> command.timeout(time).run());
        assertTrue(outcome.timedOut());
        assertEquals(StreamEnd.How.CUT, outcome.stdout().how());
        assertEquals(5, outcome.stdout().bytes());
        assertEquals("sleep 20", outcome.stdout().holders().get(0).command());
        end(outcome.stdout().holders().get(0));
    }

    @Test
    void shouldKeepTheChildsSuccessWhereAGrandchildHoldsThePipe() throws Exception {
        Capture out = Capture.of(1 << 16);
        Command command = Command.of(Native.program("holder"), "1000");
        Outcome outcome = command.stdout(out).outputGrace(SOON).run();
        Holder holder = outcome.stdout().holders().get(0);
        try {
            assertTrue(outcome.succeeded());
            assertFalse(outcome.complete());
            assertEquals("parent done\n", out.text());
            assertEquals(StreamEnd.How.CUT, outcome.stdout().how());
            assertEquals(1, holder.fd());
            assertTrue(outcome.toString().contains("still held by " + holder), outcome.toString());
        } finally {
            end(holder);
        }
    }

    /** Ends a grandchild of ours, which init then reaps. */
    private static void end(Holder holder) {
        assertTrue(ProcessHandle.of(holder.pid()).orElseThrow().destroyForcibly());
    }

    @Test
    void shouldReadOnUntilTheEndOfFileOfAGrandchildWithinTheGrace() throws Exception {
        Capture out = Capture.of(1 << 16);
        Command command = Command.of("sh", "-c", "(sleep 0.2; echo late) & echo early");
        Outcome outcome = command.stdout(out).outputGrace(NEVER).run().orThrow();
        assertEquals("early\nlate\n", out.text());
        assertTrue(outcome.complete());
    }

    @Test
    void shouldNotReadForEverWhatAGrandchildWritesFasterThanOurSinkTakesIt() throws Exception {
        QueueSink<String> lines = QueueSink.ofLines(100, 1);
        Command flood = Command.of("sh", "-c", "yes & sleep 0.1").stdout(lines);
        try (Child child = flood.outputGrace(Duration.ofMillis(100)).start()) {
            long taken = 0;
            try {
                while (lines.take() != null) {
                    if (taken++ % 100 == 0) {
                        Thread.sleep(1);
                    }
                }
            } catch (StreamFailedException cut) {
                assertInstanceOf(StreamCutException.class, cut.getCause());
            }
            Outcome outcome = child.await();
            assertTrue(outcome.succeeded(), outcome.toString());
            assertEquals(StreamEnd.How.CUT, outcome.stdout().how());
            assertTrue(taken > 0, "the child's own are read");
        }
    }

    @Test
    void shouldNotCountTheGraceWhileOurOwnSinkIsFull() throws Exception {
        QueueSink<byte[]> queue = QueueSink.ofChunks(64, 1);
        Command command = Command.of("sh", "-c", "head -c 60000 /dev/zero");
        try (Child child = command.stdout(queue).outputGrace(Duration.ofMillis(1)).start()) {
            while (ProcessHandle.of(child.pid()).isPresent() && isRunning(child.pid())) {
                Thread.onSpinWait();
            }
            assertThrows(TimeoutException.class, () -> child.await(SOON));
            long bytes = 0;
            for (byte[] chunk = queue.take(); chunk != null; chunk = queue.take()) {
                bytes += chunk.length;
            }
            assertEquals(60000, bytes);
            assertTrue(child.await().complete());
        }
    }

    private static boolean isRunning(long pid) {
        return ProcessHandle.of(pid).flatMap(p -> p.info().command()).isPresent();
    }

    @Test
    void shouldGoOnWhenTheChildClosesItsOutputButRuns() throws Exception {
        Outcome outcome =
                Command.of("sh", "-c", "echo x; exec >&- 2>&-; read y; exit 5")
                        .stdin(Input.text("\n"))
                        .run();
        assertEquals(new Exit.Exited(5), outcome.exit());
        assertEquals(2, outcome.stdout().bytes());
    }

    @Test
    void shouldTakeWhatAChildKilledInMidWriteHadWritten() throws Exception {
        QueueSink<byte[]> queue = QueueSink.ofChunks(4096, 1);
        Command command = Command.of(Native.program("writer"), "1048576", "4096");
        try (Child child = command.stdout(queue).outputGrace(NEVER).start()) {
            awaitBlockedInWrite(child.pid());
            child.signal(Signal.KILL);
            long bytes = 0;
            for (byte[] chunk = queue.take(); chunk != null; chunk = queue.take()) {
                bytes += chunk.length;
            }
            Outcome outcome = child.await();
            assertEquals(new Exit.Killed(Signal.KILL, false), outcome.exit());
            assertTrue(outcome.complete());
            assertTrue(bytes > 4096 && bytes < 1048576, bytes + " bytes");
            assertFalse(child.signal(Signal.TERM));
        }
    }

    private static void awaitBlockedInWrite(long pid) throws InterruptedException {
        ProcFs proc = ProcFs.open();
        while (!proc.wchan((int) pid)
                .known()
                .map(PipeWait::of)
                .filter(PipeWait::mayWaitForRoom)
                .isPresent()) {
            Thread.sleep(1);
        }
    }

    @Test
    void shouldEndTheChildWhenClosed() throws Exception {
        Child child = Command.of("sleep", "1000").start();
        child.close();
        Outcome outcome = child.await();
        assertEquals(EndedBy.CLOSE, outcome.endedBy());
        assertEquals(new Exit.Killed(Signal.TERM, false), outcome.exit());
        child.close();
    }

    @Test
    void shouldSayThatAStatusIsLostWhichSomebodyElseTook() throws Exception {
        CountDownLatch taken = new CountDownLatch(1);
        try (EventLoop loop = EventLoop.start("held up");
                Child child = Command.of("sh", "-c", "exit 3").start(loop)) {
            loop.execute(() -> awaitUninterrupted(taken));
            int result =
                    Linux.libc()
                            .waitid(
                                    SystemConstants.P_PID,
                                    (int) child.pid(),
                                    new SignalInfo().address(),
                                    SystemConstants.WEXITED,
                                    0);
            taken.countDown();
            // Where the loop was faster after all, it has the status.
            Exit exit = child.await().exit();
            assertEquals(
                    result == 0
                            ? new Exit.Lost("waitid(pid " + child.pid() + "): ECHILD")
                            : new Exit.Exited(3),
                    exit);
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldEndTheChildAndThrowWhenTheRunIsInterrupted() throws Exception {
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> Command.of("sleep", "1000").run());
        assertFalse(Thread.interrupted());
    }

    @Test
    void shouldEndItsChildrenWhenTheLoopIsClosed() throws Exception {
        EventLoop loop = EventLoop.start("closing");
        Child child = Command.of("sleep", "1000").start(loop);
        loop.close();
        Outcome outcome = child.await();
        assertEquals(EndedBy.LOOP_CLOSED, outcome.endedBy());
        assertThrows(
                RejectedExecutionException.class, () -> Command.of("sleep", "1000").start(loop));
    }

    @Test
    void shouldFailOnlyTheStreamWhoseSinkThrows() throws Exception {
        Lines broken =
                Lines.of(
                        100,
                        line -> {
                            throw new ArithmeticException(line);
                        });
        Capture err = Capture.of(100);
        Outcome outcome =
                Command.of("sh", "-c", "echo out; echo err >&2").stdout(broken).stderr(err).run();
        assertTrue(outcome.succeeded());
        assertEquals(StreamEnd.How.FAILED, outcome.stdout().how());
        assertInstanceOf(ArithmeticException.class, outcome.stdout().failure().orElseThrow());
        assertEquals("err\n", err.text());
        assertTrue(Command.of("true").run().succeeded(), "the loop goes on");
    }

    @Test
    void shouldWaitForATimeWithoutTouchingTheChild() throws Exception {
        CountDownLatch completed = new CountDownLatch(1);
        try (Child child = Command.of("sleep", "1000").start()) {
            child.outcome().thenRun(completed::countDown);
            assertThrows(TimeoutException.class, () -> child.await(Duration.ofMillis(10)));
            assertEquals(1, completed.getCount());
        }
        completed.await();
    }
}
