package dev.penstock.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.cgroup.Cgroup;
import dev.penstock.cgroup.CgroupException;
import dev.penstock.cgroup.CgroupLimits;
import dev.penstock.internal.procfs.ProcFs;
import dev.penstock.internal.spawn.Spawner;
import dev.penstock.internal.sys.Linux;
import dev.penstock.internal.sys.WaitBuffers;
import dev.penstock.libc.Libc;
import dev.penstock.loop.EventLoop;
import dev.penstock.sink.Capture;
import dev.penstock.sink.QueueSink;
import dev.penstock.sys.Errno;
import dev.penstock.sys.Signal;
import dev.penstock.testing.ChildJvm;
import dev.penstock.testing.Eventually;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever fails, no outcome completes while its child lives and nobody looks after it. */
@Timeout(120)
class NobodyAbandonedTest {
    private static final Duration FOREVER = ChronoUnit.FOREVER.getDuration();

    private static boolean lives(long pid) {
        return ProcFs.open().stat((int) pid).known().filter(stat -> !stat.ended()).isPresent();
    }

    @Test
    void shouldTakeAnyDurationForAsLongAsItCan() throws Exception {
        Command patient =
                Command.of("cat")
                        .stdin(Input.interactive())
                        .silence(FOREVER)
                        .timeout(FOREVER)
                        .outputGrace(FOREVER)
                        .teardown(Teardown.signal(Signal.TERM).within(FOREVER).thenKill());
        try (Child child = patient.start()) {
            assertTrue(child.stdin().awaitRoom(FOREVER));
            child.stdin().close();
            assertTrue(child.await(FOREVER).succeeded());
        }
        try (PipelineRun run = Pipeline.of(Command.of("true"), Command.of("true")).start()) {
            assertTrue(run.await(FOREVER).succeeded());
        }
    }

    /** The C library, with one call that fails so often in a way that nobody expects. */
    private static Libc broken(String call, int times, Error error) {
        AtomicInteger left = new AtomicInteger(times);
        Libc libc = Linux.libc();
        return (Libc)
                Proxy.newProxyInstance(
                        Libc.class.getClassLoader(),
                        new Class<?>[] {Libc.class},
                        (proxy, method, arguments) -> {
                            if (method.getName().equals(call) && left.getAndDecrement() > 0) {
                                throw error;
                            }
                            try {
                                return method.invoke(libc, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void shouldKillAndReapBeforeItFails(int times) throws Exception {
        Error error = new InternalError("thrown in the life of a child");
        QueueSink<String> lines = QueueSink.ofLines(10, 1);
        Command command = Command.of("sleep", "1000").stdout(lines);
        EventLoop loop = EventLoop.start("broken");
        try (loop;
                ChildEnds ends = new ChildEnds()) {
            ends.open(command.settings);
            int pid =
                    Spawner.ofThisPlatform()
                            .spawn(
                                    command.settings.program(),
                                    command.settings.attributes(null),
                                    ends.standard,
                                    Collections.emptySortedMap());
            Reaper reaper = new Reaper(broken("waitid", times, error), pid, new WaitBuffers());
            Streams streams = new Streams(command.settings, loop, ends);
            StartInfo info = new StartInfo(System.nanoTime(), null, null, false);
            ChildFutures futures = new ChildFutures(command);
            ChildLifecycle life =
                    new ChildLifecycle(
                            command.settings, command, loop, reaper, streams, info, futures);
            ends.handedOver();
            loop.execute(life);
            ends.keep();
            loop.execute(() -> life.end(EndedBy.CLOSE));
            ExecutionException failed =
                    assertThrows(
                            ExecutionException.class,
                            () -> futures.outcome.get(60, TimeUnit.SECONDS));
            assertSame(error, failed.getCause());
            failed = assertThrows(ExecutionException.class, () -> futures.exit.get());
            assertSame(error, failed.getCause());
            assertFalse(ProcFs.open().stat(pid).known().isPresent(), "it is there, or a zombie");
            assertEquals(null, lines.take());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"group", "session", "descendants", "cgroup"})
    @Tag("not-under-qemu") // Starts a JVM of the architecture under test.
    void shouldEndAFamilyWhereNoMoreThreadsMayBeMade(String reach) throws Exception {
        CgroupLimits limits = CgroupLimits.none().pids(120);
        try {
            Cgroup.create(limits).close();
        } catch (CgroupException e) {
            Assumptions.abort(e.getMessage());
        }
        List<String> words = new ArrayList<>(ChildJvm.command(Full.class, reach));
        words.add(1, "-XX:-UseDynamicNumberOfCompilerThreads");
        Capture out = Capture.of(1 << 16);
        Outcome outcome = Command.of(words).cgroup(limits).stdout(out).mergeStderr().run();
        assertTrue(outcome.succeeded(), outcome + "\n" + out.text());
        assertTrue(out.text().endsWith("all ended\n"), out.text());
    }

    /** A JVM whose cgroup has no room for one more thread. */
    static final class Full {
        private static final int FAMILY = 40;

        public static void main(String[] arguments) throws Exception {
            Teardown teardown =
                    switch (arguments[0]) {
                        case "group" -> Teardown.DEFAULT.toGroup();
                        case "session" -> Teardown.DEFAULT.toSession();
                        case "cgroup" -> Teardown.DEFAULT.toCgroup();
                        default -> {
                            Subreaper.enable();
                            yield Teardown.DEFAULT.toDescendants();
                        }
                    };
            QueueSink<String> pids = QueueSink.ofLines(20, FAMILY);
            String script =
                    "i=0; while [ $i -lt "
                            + FAMILY
                            + " ]; do sleep 1000 & echo $!; i=$((i+1)); done; wait";
            Child family = Command.of("sh", "-c", script).stdout(pids).teardown(teardown).start();
            List<Long> members = new ArrayList<>();
            while (members.size() < FAMILY) {
                members.add(Long.valueOf(pids.take()));
            }
            // What is loaded at the first teardown is loaded.
            Command.of("sleep", "1000").timeout(Duration.ofMillis(1)).run();
            List<Child> others = new ArrayList<>();
            fill(others);
            family.close();
            Outcome outcome = family.await();
            assertEquals(EndedBy.CLOSE, outcome.endedBy());
            for (long member : members) {
                Eventually.await(member + " has ended", () -> !lives(member));
            }
            for (Child other : others) {
                other.close();
            }
            System.out.println("all ended");
        }

        private static void fill(List<Child> others) throws Exception {
            Command sleep = Command.of("sleep", "1000").teardown(Teardown.kill());
            try {
                while (true) {
                    others.add(sleep.start());
                }
            } catch (SpawnException e) {
                if (e.errno() != Errno.EAGAIN) {
                    throw e;
                }
            }
        }
    }
}
