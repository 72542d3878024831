package dev.penstock.process;

import dev.penstock.internal.loop.EpollLoop;
import dev.penstock.internal.thread.OwnThread;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;

/**
 * The children that are ended when this JVM shuts down, by one hook for all. None is started
 * without being known here: the hook waits for those that are just being started. Any thread.
 */
final class ShutdownHook {
    /** Before SIGKILL; a JVM that was told to go should be gone soon. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** After it: for what sleeps in the kernel, nobody waits. */
    private static final long LAST_WAIT_SECONDS = 8;

    private static final Set<Entry> CHILDREN = new HashSet<>();

    /** Null while there is none. */
    private static Thread hook;

    private static boolean shuttingDown;
    private static int starting;

    private ShutdownHook() {}

    /**
     * A child is about to be started; {@link #started} or {@link #failed} must follow.
     *
     * @throws IOException if the JVM is shutting down
     */
    static synchronized void starting() throws IOException {
        if (shuttingDown) {
            throw refused(null);
        }
        if (hook == null) {
            Thread ending = OwnThread.daemon("penstock ends its children", ShutdownHook::endAll);
            try {
                Runtime.getRuntime().addShutdownHook(ending);
            } catch (IllegalStateException shuttingDownAlready) {
                throw refused(shuttingDownAlready);
            }
            hook = ending;
        }
        starting++;
    }

    private static IOException refused(IllegalStateException cause) {
        return new IOException(
                "this JVM is shutting down: no child that is to end with it is started any more",
                cause);
    }

    /** A child, until it is over. */
    private record Entry(ChildLifecycle life, CompletableFuture<?> outcome)
            implements BiConsumer<Object, Throwable> {
        @Override
        public void accept(Object over, Throwable failure) {
            ShutdownHook.over(this);
        }

        /** Waits until it is over, or this moment has come by {@link System#nanoTime}. */
        void awaitUntil(long deadline) throws InterruptedException {
            try {
                outcome.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException | ExecutionException e) {
                // Nobody waits any longer, or there is nothing more to wait for.
                return;
            }
        }
    }

    static void started(ChildLifecycle life, CompletableFuture<?> outcome) {
        Entry entry = new Entry(life, outcome);
        synchronized (ShutdownHook.class) {
            CHILDREN.add(entry);
            starting--;
            ShutdownHook.class.notifyAll();
        }
        outcome.whenComplete(entry);
    }

    static synchronized void failed() {
        starting--;
        ShutdownHook.class.notifyAll();
    }

    private static synchronized void over(Entry child) {
        CHILDREN.remove(child);
    }

    /** Takes the hook away, unless it is needed or at work. */
    static synchronized void leave() {
        if (hook == null || !CHILDREN.isEmpty() || starting > 0) {
            return;
        }
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
            hook = null;
        } catch (IllegalStateException shuttingDown) {
            // It ends with the JVM.
            return;
        }
    }

    private static synchronized List<Entry> all() throws InterruptedException {
        shuttingDown = true;
        while (starting > 0) {
            ShutdownHook.class.wait();
        }
        return new ArrayList<>(CHILDREN);
    }

    private static void endAll() {
        long begun = System.nanoTime();
        try {
            List<Entry> children = all();
            for (Entry child : children) {
                child.life.requestEndWithin(PATIENCE, EndedBy.SHUTDOWN);
            }
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LAST_WAIT_SECONDS);
            Map<EpollLoop, Boolean> answers = new HashMap<>();
            for (Entry child : children) {
                if (!answers.computeIfAbsent(child.life.loop(), EpollLoop::answers)) {
                    child.life.endWithoutLoop(PATIENCE.minusNanos(System.nanoTime() - begun));
                }
            }
            for (Entry child : children) {
                child.awaitUntil(deadline);
            }
        } catch (InterruptedException e) {
            // Somebody wants this JVM gone at once.
            Thread.currentThread().interrupt();
        }
    }
}
