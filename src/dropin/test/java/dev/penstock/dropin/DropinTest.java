package dev.penstock.dropin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.process.Overflow;
import dev.penstock.testing.Eventually;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What differs from the JDK by intent, and what a comparison cannot show. */
@Timeout(60)
class DropinTest {
    @Test
    void shouldReturnFromWaitingThoughNobodyReads() throws Exception {
        ChildProcess process = new ProcessBuilder("seq", "1", "500000").start();
        assertEquals(0, process.waitFor());
        assertEquals(500_000, process.inputReader().lines().count());
        process.destroy();
    }

    @Test
    void shouldStallAsTheJdkWhereAskedTo() throws Exception {
        ChildProcess process =
                new ProcessBuilder("seq", "1", "500000").overflow(Overflow.NONE).start();
        Eventually.await("a full pipe", () -> process.getInputStream().available() > 60000);
        assertFalse(process.waitFor(1, TimeUnit.MILLISECONDS));
        assertEquals(500_000, process.inputReader().lines().count());
        assertEquals(0, process.waitFor());
        process.destroy();
    }

    @Test
    void shouldHaveHandleOfProcessThatEndsAtOnce() throws Exception {
        for (int i = 0; i < 30; i++) {
            ChildProcess process = new ProcessBuilder("true").start();
            assertEquals(process.pid(), process.toHandle().pid());
            assertEquals(process, process.onExit().get(30, TimeUnit.SECONDS));
            assertEquals(0, process.children().count());
            assertTrue(process.info() != null);
            process.destroy();
        }
    }

    @Test
    void shouldEndReadByInterruptAndLeaveTheProcessAlone() throws Exception {
        ChildProcess process = new ProcessBuilder("cat").start();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread reader =
                new Thread(
                        () ->
                                thrown.set(
                                        assertThrows(
                                                IOException.class,
                                                () -> process.getInputStream().read())));
        reader.start();
        Eventually.await("a reader", () -> isWaiting(reader));
        reader.interrupt();
        reader.join();
        assertInstanceOf(InterruptedIOException.class, thrown.get());
        assertTrue(process.isAlive());
        process.getOutputStream().close();
        assertEquals(0, process.waitFor());
        process.destroy();
    }

    @Test
    void shouldShowEndOfFileToWhoReadsWhileTheProcessIsDestroyed() throws Exception {
        ChildProcess process = new ProcessBuilder("sleep", "60").start();
        AtomicReference<Object> answer = new AtomicReference<>();
        Thread reader =
                new Thread(
                        () -> {
                            try {
                                answer.set(process.getInputStream().read());
                            } catch (IOException e) {
                                answer.set(e);
                            }
                        });
        reader.start();
        Eventually.await("a reader", () -> isWaiting(reader));
        process.destroy();
        reader.join();
        assertEquals(-1, answer.get());
        assertEquals(128 + 15, process.waitFor());
    }

    private static boolean isWaiting(Thread thread) {
        return thread.getState() == Thread.State.WAITING
                || thread.getState() == Thread.State.TIMED_WAITING;
    }
}
