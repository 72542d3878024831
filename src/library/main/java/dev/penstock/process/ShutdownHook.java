package dev.penstock.process;

import dev.penstock.internal.loop.EpollLoop;
import dev.penstock.internal.thread.OwnThread;
import dev.penstock.loop.EventLoop;
import dev.penstock.process.Outcome.EndedBy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The children that are ended when this JVM shuts down, by one hook for all. None is started
 * without being known here: the hook waits for those that are just being started. Any thread.
 */
final class ShutdownHook {
    /** Before SIGKILL; a JVM that was told to go should be gone soon. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** After it: for what sleeps in the kernel, nobody waits. */
    private static final long LAST_WAIT_SECONDS = 8;

    private static final Set<Child> CHILDREN = new HashSet<>();

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

    static synchronized void started(Child child) {
        CHILDREN.add(child);
        starting--;
        ShutdownHook.class.notifyAll();
    }

    static synchronized void failed() {
        starting--;
        ShutdownHook.class.notifyAll();
    }

    static synchronized void over(Child child) {
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

    private static synchronized List<Child> all() throws InterruptedException {
        shuttingDown = true;
        while (starting > 0) {
            ShutdownHook.class.wait();
        }
        return new ArrayList<>(CHILDREN);
    }

    private static void endAll() {
        long begun = System.nanoTime();
        try {
            List<Child> children = all();
            for (Child child : children) {
                child.end(life -> life.endWithin(PATIENCE, EndedBy.SHUTDOWN));
            }
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LAST_WAIT_SECONDS);
            Map<EventLoop, Boolean> answers = new HashMap<>();
            for (Child child : children) {
                if (!answers.computeIfAbsent(child.loop(), loop -> ((EpollLoop) loop).answers())) {
                    child.endWithoutLoop(PATIENCE.minusNanos(System.nanoTime() - begun));
                }
            }
            for (Child child : children) {
                child.awaitUntil(deadline);
            }
        } catch (InterruptedException e) {
            // Somebody wants this JVM gone at once.
            Thread.currentThread().interrupt();
        }
    }
}
