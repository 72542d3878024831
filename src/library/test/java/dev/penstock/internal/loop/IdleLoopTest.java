package dev.penstock.internal.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.penstock.loop.EventLoop;
import dev.penstock.loop.Interest;
import dev.penstock.loop.Registration;
import dev.penstock.pipe.Pipe;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Where a loop sleeps. A JVM that exits waits for threads in native code, which the JVM calls
 * runnable, and not for those that wait in Java.
 */
@Timeout(30)
class IdleLoopTest {

    @Test
    void shouldSleepInJavaWhileNothingIsRegistered() throws Exception {
        try (EventLoop loop = EventLoop.start("idle");
                Pipe pipe = Pipe.open()) {
            Thread thread = Loops.call(loop, Thread::currentThread);
            awaitState(thread, Thread.State.WAITING);

            Registration registration =
                    loop.register(pipe.reader().fd(), Interest.READ, (r, events) -> {});
            awaitState(thread, Thread.State.RUNNABLE);
            registration.cancel();
            awaitState(thread, Thread.State.WAITING);

            CompletableFuture<Void> fired = new CompletableFuture<>();
            loop.schedule(Duration.ofMillis(1), () -> fired.complete(null));
            fired.get();
            awaitState(thread, Thread.State.WAITING);
            assertEquals("task", Loops.call(loop, () -> "task"));
        }
    }

    private static void awaitState(Thread thread, Thread.State state) throws InterruptedException {
        while (thread.getState() != state) {
            Thread.sleep(1);
        }
    }
}
