package dev.penstock.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.internal.spawn.Spawner;
import dev.penstock.internal.sys.WaitBuffers;
import dev.penstock.libc.Libc;
import dev.penstock.loop.EventLoop;
import dev.penstock.sink.Capture;
import dev.penstock.sys.Signal;
import dev.penstock.testing.ChildJvm;
import dev.penstock.testing.Native;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Old kernels and seccomp filters refuse pidfd_open; children must be reaped and signalled all the
 * same.
 */
@Timeout(60)
class NoPidfdTest {

    @Test
    void shouldReapAndSignalByPidWherePidfdOpenIsRefused() throws Exception {
        Libc old = InheritedTest.without("pidfdOpen");
        Command sleep =
                Command.of("sleep", "1000").stdout(Output.nowhere()).stderr(Output.nowhere());
        try (EventLoop loop = EventLoop.start("no pidfd");
                ChildEnds ends = new ChildEnds()) {
            ends.open(sleep.settings);
            Reaper reaper =
                    new Reaper(
                            old,
                            new Spawner(old)
                                    .spawn(
                                            sleep.settings.program(),
                                            sleep.settings.attributes(null),
                                            ends.standard,
                                            Collections.emptySortedMap()),
                            new WaitBuffers());
            assertFalse(reaper.hasPidfd());
            CompletableFuture<Exit> exit = new CompletableFuture<>();
            loop.execute(
                    () -> {
                        try {
                            reaper.start(
                                    new LoopGuard(loop, exit::completeExceptionally),
                                    ended -> exit.complete(ended.exit()));
                        } catch (java.io.IOException e) {
                            exit.completeExceptionally(e);
                        }
                    });
            assertTrue(reaper.signal(Signal.USR1.number()));
            assertEquals(new Exit.Killed(Signal.USR1, false), exit.get(30, TimeUnit.SECONDS));
            assertFalse(reaper.signal(Signal.TERM.number()));
        }
    }

    @Test
    @Tag("not-under-qemu") // qemu-user does not carry seccomp filters over.
    void shouldWorkWholeUnderASeccompFilterThatRefusesPidfd() throws Exception {
        List<String> words = new ArrayList<>();
        words.addAll(List.of(Native.program("refuse"), "pidfd_open", "--"));
        words.addAll(ChildJvm.command(Refused.class));
        Capture out = Capture.of(1 << 16);
        Outcome outcome = Command.of(words).stdout(out).mergeStderr().run();
        assertEquals(
                "pidfd false\nsh -c 'echo x; exit 3' exited with 3 2 bytes\n"
                        + "sleep 1000 killed by SIGTERM after its timeout of 0.1s 0 bytes\n",
                out.text());
        assertTrue(outcome.succeeded(), outcome.toString());
    }

    /** The JVM under the filter. */
    static final class Refused {
        public static void main(String[] arguments) throws Exception {
            Command nothing = Command.of("true").stdout(Output.nowhere()).stderr(Output.nowhere());
            try (ChildEnds ends = new ChildEnds()) {
                ends.open(nothing.settings);
                Reaper reaper =
                        new Reaper(
                                dev.penstock.internal.sys.Linux.libc(),
                                Spawner.ofThisPlatform()
                                        .spawn(
                                                nothing.settings.program(),
                                                nothing.settings.attributes(null),
                                                ends.standard,
                                                Collections.emptySortedMap()),
                                new WaitBuffers());
                System.out.println("pidfd " + reaper.hasPidfd());
                reaper.reapNow();
            }
            for (Command command :
                    List.of(
                            Command.of("sh", "-c", "echo x; exit 3"),
                            Command.of("sleep", "1000").timeout(Duration.ofMillis(100)))) {
                Outcome outcome = command.run();
                System.out.println(outcome + " " + outcome.stdout());
            }
        }
    }
}
