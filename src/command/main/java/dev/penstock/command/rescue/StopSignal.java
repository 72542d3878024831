package dev.penstock.command.rescue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Whether the JVM has been told to end (^C, SIGTERM), which it puts off until this is closed, for
 * five seconds at most: so that a drain ends in order, and says what it has taken.
 */
final class StopSignal implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 5;

    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook = new Thread(this::stop, "penstock stop");
    private volatile boolean received;

    StopSignal() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    boolean received() {
        return received;
    }

    private void stop() {
        received = true;
        try {
            closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        if (!received) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException ending) {
                received = true; // at this very moment; the hook no longer waits
            }
        }
    }
}
