package dev.penstock.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.sink.QueueSink;
import dev.penstock.sys.Signal;
import dev.penstock.testing.ChildJvm;
import dev.penstock.testing.Eventually;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Children that asked for it do not outlive the JVM, and do outlive the thread that started them.
 */
@Timeout(60)
class ParentDeathTest {

    @Test
    @Tag("not-under-qemu") // Starts a JVM of the architecture under test.
    void shouldLeaveNoChildBehindAJvmThatWasKilled() throws Exception {
        QueueSink<String> out = QueueSink.ofLines(100, 10);
        List<String> jvm = ChildJvm.command(ToBeKilled.class);
        try (Child parent = Command.of(jvm).stdout(out).start()) {
            long mortal = Long.parseLong(out.take());
            long survivor = Long.parseLong(out.take());
            try {
                assertTrue(ProcessHandle.of(mortal).orElseThrow().isAlive());
                parent.signal(Signal.KILL);
                Eventually.await("its end", () -> ProcessHandle.of(mortal).isEmpty());
                assertTrue(ProcessHandle.of(survivor).orElseThrow().isAlive());
            } finally {
                ProcessHandle.of(survivor).ifPresent(ProcessHandle::destroyForcibly);
            }
        }
    }

    /** A JVM with a child that dies with it and one that does not. */
    static final class ToBeKilled {
        public static void main(String[] arguments) throws Exception {
            Command sleep = Command.of("sleep", "1000").stdout(Output.nowhere());
            Child mortal = sleep.parentDeathSignal(Signal.KILL).start();
            System.out.println(mortal.pid());
            System.out.println(sleep.stderr(Output.nowhere()).start().pid());
            mortal.await();
        }
    }

    @Test
    void shouldOutliveTheThreadThatStartedIt() throws Exception {
        Child[] child = new Child[1];
        Command cat = Command.of("cat").stdin(Input.text("")).parentDeathSignal(Signal.KILL);
        Command waiting = Command.of("sleep", "1000").parentDeathSignal(Signal.KILL);
        Thread starter =
                new Thread(
                        () -> {
                            try {
                                child[0] = waiting.start();
                            } catch (java.io.IOException e) {
                                throw new java.io.UncheckedIOException(e);
                            }
                        });
        starter.start();
        starter.join();
        // Another is born and ends after that thread has ended: what was sent has arrived by then.
        assertTrue(cat.run().succeeded());
        try (Child sleeping = child[0]) {
            assertTrue(ProcessHandle.of(sleeping.pid()).orElseThrow().isAlive());
            assertTrue(sleeping.signal(Signal.TERM));
            assertEquals("killed by SIGTERM", sleeping.await().exit().toString());
        }
    }
}
