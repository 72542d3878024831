package dev.penstock.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.sink.QueueSink;
import dev.penstock.sink.StreamFailedException;
import dev.penstock.sys.Signal;
import dev.penstock.testing.ChildJvm;
import dev.penstock.testing.Doubling;
import dev.penstock.testing.Eventually;
import dev.penstock.testing.Native;
import dev.penstock.testing.Workers;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Times that run out, and callers who no longer want to wait. */
@Timeout(60)
class DeadlineTest {
    private static final Duration SOON = Duration.ofMillis(100);
    private static final Duration SILENCE = Duration.ofMillis(400);
    private static final Duration NEVER = Duration.ofHours(1);
    private static final Exit BY_SIGTERM = new Exit.Killed(Signal.TERM, false);
    private static final Command SLEEP = Command.of("sleep", "1000");

    @Test
    void shouldEndAChildThatIsSilent() throws Exception {
        Outcome outcome =
                Doubling.of(
                        SILENCE,
                        talked -> talked.stdout().bytes() == "1\n2\n3\n4\n5\n6\n".length(),
                        time -> {
                            String script = talking(time, "") + "; sleep 1000";
                            Teardown all = Teardown.kill().toGroup();
                            Outcome silent = sh(script).silence(time).teardown(all).run();
                            String told = "after a silence of " + time.toMillis() / 1000.0 + "s";
                            assertTrue(silent.toString().contains(told), silent.toString());
                            return silent;
                        });
        assertEquals(EndedBy.SILENCE, outcome.endedBy());
        assertTrue(outcome.elapsed().toMillis() >= 900, outcome.elapsed().toString());
    }

    @Test
    void shouldTakeOutputOnEitherStreamForASignOfLife() throws Exception {
        Outcome outcome =
                Doubling.of(
                        SILENCE,
                        Outcome::succeeded,
                        time -> sh(talking(time, " >&2")).silence(time).run());
        assertEquals(12, outcome.stderr().bytes());
    }

    /** Talks for half as long again as the silence, of which no pause has more than a quarter. */
    private static String talking(Duration silence, String where) {
        String pause = String.valueOf(silence.toMillis() / 4000.0);
        return "for i in 1 2 3 4 5 6; do echo $i" + where + "; sleep " + pause + "; done";
    }

    private static Command sh(String script) {
        return Command.of("sh", "-c", script);
    }

    @Test
    void shouldNotCallAChildSilentThatWaitsForOurSink() throws Exception {
        Doubling.of(SOON, Outcome::succeeded, DeadlineTest::readAfterFiveSilences);
    }

    private static Outcome readAfterFiveSilences(Duration silence) throws Exception {
        QueueSink<byte[]> queue = QueueSink.ofChunks(4096, 1);
        Command command = Command.of(Native.program("writer"), "1048576", "4096");
        try (Child child = command.stdout(queue).silence(silence).start()) {
            try {
                return child.await(silence.multipliedBy(5));
            } catch (TimeoutException waiting) {
                while (queue.take() != null) {
                    continue;
                }
                return child.await();
            }
        }
    }

    @Test
    void shouldRefuseToListenWhereThereIsNothingToHear() {
        Command deaf = SLEEP.stdout(Output.nowhere()).stderr(Output.nowhere()).silence(SOON);
        IllegalStateException e = assertThrows(IllegalStateException.class, deaf::start);
        assertTrue(e.getMessage().contains("whether sleep 1000 is silent"), e.getMessage());
    }

    @Test
    void shouldEndTheChildWhenTheFutureIsCancelled() throws Exception {
        try (Child child = SLEEP.start()) {
            CompletableFuture<Outcome> future = child.outcome();
            assertTrue(future.cancel(false));
            Outcome outcome = future.get(40, TimeUnit.SECONDS);
            assertEquals(EndedBy.CANCEL, outcome.endedBy());
            assertEquals(BY_SIGTERM, outcome.exit());
            assertEquals("sleep 1000 killed by SIGTERM after it was cancelled", outcome.toString());
            assertEquals(outcome, child.await());
        }
    }

    @Test
    void shouldEndTheChildWhenTheFutureOfItsExitIsCancelled() throws Exception {
        try (Child child = SLEEP.start()) {
            assertTrue(child.exit().cancel(false));
            assertEquals(BY_SIGTERM, child.exit().get(40, TimeUnit.SECONDS));
            assertEquals(EndedBy.CANCEL, child.await().endedBy());
        }
    }

    @Test
    void shouldNotEndTheChildWhenAUsersTimeRunsOut() throws Exception {
        try (Child child = SLEEP.start()) {
            CompletableFuture<Outcome> mine = child.outcome().orTimeout(10, TimeUnit.MILLISECONDS);
            ExecutionException e = assertThrows(ExecutionException.class, mine::get);
            assertInstanceOf(TimeoutException.class, e.getCause());
            CompletableFuture<Outcome> absent =
                    child.outcome().completeOnTimeout(null, 10, TimeUnit.MILLISECONDS);
            assertNull(absent.get());
            assertFalse(child.isDone());
            assertTrue(child.signal(Signal.USR1), "it lives");
            assertEquals(EndedBy.ITSELF, child.await().endedBy());
        }
    }

    @Test
    void shouldLetNobodyElseCompleteTheFuture() throws Exception {
        try (Child child = SLEEP.start()) {
            CompletableFuture<Outcome> future = child.outcome();
            assertThrows(UnsupportedOperationException.class, () -> future.complete(null));
            assertThrows(
                    UnsupportedOperationException.class,
                    () -> future.completeExceptionally(new IOException()));
            assertThrows(UnsupportedOperationException.class, () -> future.obtrudeValue(null));
            assertThrows(
                    UnsupportedOperationException.class, () -> future.completeAsync(() -> null));
            assertTrue(future.copy().complete(null));
            assertFalse(future.isDone());
            assertTrue(child.signal(Signal.KILL));
            assertEquals(EndedBy.ITSELF, child.await().endedBy());
        }
    }

    /** So that asking again and again keeps nothing. */
    @Test
    void shouldAnswerTheSameFutureEachTime() throws Exception {
        try (Child child = SLEEP.start()) {
            assertSame(child.outcome(), child.outcome());
            assertSame(child.exit(), child.exit());
            assertEquals(0, child.outcome().getNumberOfDependents());
        }
    }

    @Test
    void shouldNotEndTheChildForADerivedFutureOrAWait() throws Exception {
        try (Child child = SLEEP.start()) {
            assertTrue(child.outcome().thenApply(Outcome::exit).cancel(true));
            assertThrows(
                    TimeoutException.class, () -> child.outcome().get(10, TimeUnit.MILLISECONDS));
            assertThrows(TimeoutException.class, () -> child.await(SOON));
            assertTrue(child.signal(Signal.USR1), "it lives");
            assertEquals(EndedBy.ITSELF, child.await().endedBy());
        }
    }

    @Test
    void shouldLeaveAFinishedChildAlone() throws Exception {
        try (Child child = Command.of("true").start()) {
            child.await();
            CompletableFuture<Outcome> late = child.outcome();
            assertFalse(late.cancel(true));
            assertTrue(late.join().succeeded());
        }
    }

    @Test
    void shouldAnswerABlockedReaderAtTheDeadline() throws Exception {
        Outcome outcome =
                Doubling.of(
                        SOON.multipliedBy(5),
                        exited -> exited.endedBy() == EndedBy.ITSELF,
                        DeadlineTest::readUntilTheDeadline);
        assertEquals(StreamEnd.How.CUT, outcome.stdout().how());
        assertEquals(1, outcome.stdout().holders().size());
    }

    /** The child ends by itself; its grandchild ignores SIGTERM and keeps the pipe for ever. */
    private static Outcome readUntilTheDeadline(Duration deadline) throws Exception {
        QueueSink<String> lines = QueueSink.ofLines(100, 10);
        List<String> read = new ArrayList<>();
        Command command = Command.of(Native.program("holder"), "1000").stdout(lines);
        Child child = command.outputGrace(NEVER).timeout(deadline).start();
        try (Workers workers = new Workers()) {
            workers.start(
                    () -> {
                        try {
                            for (String line; (line = lines.take()) != null; ) {
                                read.add(line);
                            }
                        } catch (StreamFailedException e) {
                            read.add("cut");
                        }
                    });
            workers.join();
        }
        Outcome outcome = child.await();
        for (Holder holder : outcome.stdout().holders()) {
            assertTrue(ProcessHandle.of(holder.pid()).orElseThrow().destroyForcibly());
        }
        if (outcome.endedBy() == EndedBy.ITSELF) {
            assertEquals(List.of("parent done", "cut"), read);
        }
        return outcome;
    }

    @Test
    void shouldEndAChildOnceHoweverManyAskForIt() throws Exception {
        String script =
                "n=0; trap 'n=$((n+1))' TERM; echo x; while [ $n -lt 1 ]; do sleep 0.01; done;"
                        + " sleep 0.3; exit $n";
        QueueSink<String> lines = QueueSink.ofLines(100, 10);
        Teardown patient = Teardown.signal(Signal.TERM).within(NEVER).thenKill();
        Command command = Command.of("sh", "-c", script).stdout(lines).teardown(patient);
        try (Child child = command.timeout(Duration.ofSeconds(20)).start()) {
            assertEquals("x", lines.take());
            child.outcome().cancel(true);
            child.outcome().cancel(true);
            assertEquals(new Exit.Exited(1), child.await().exit());
            assertEquals(EndedBy.CANCEL, child.await().endedBy());
            assertNull(lines.take());
        }
    }

    @Test
    @Tag("not-under-qemu") // Starts a JVM of the architecture under test.
    void shouldEndItsChildrenWhenTheJvmIsTerminated() throws Exception {
        QueueSink<String> lines = QueueSink.ofLines(200, 10);
        Command jvm = Command.of(ChildJvm.command(Terminated.class)).stdout(lines).mergeStderr();
        try (Child child = jvm.start()) {
            int pid = Integer.parseInt(lines.take());
            assertTrue(ProcessHandle.of(pid).isPresent());
            child.signal(Signal.TERM);
            assertEquals("sleep 1000 killed by SIGTERM as the JVM shut down", lines.take());
            assertEquals(new Exit.Exited(128 + Signal.TERM.number()), child.await().exit());
            Eventually.await("it is gone", () -> ProcessHandle.of(pid).isEmpty());
        }
    }

    /** A JVM that waits for a child that never ends. */
    static final class Terminated {
        public static void main(String[] arguments) throws Exception {
            Child child = SLEEP.endAtShutdown().start();
            CompletableFuture<Void> told = child.outcome().thenAccept(System.out::println);
            // The JVM waits for its hooks, and so for what this one waits for.
            Runtime.getRuntime().addShutdownHook(new Thread(told::join));
            System.out.println(child.pid());
            told.join();
        }
    }
}
