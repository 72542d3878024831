package dev.penstock.internal.loop;

import dev.penstock.internal.thread.OwnThread;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Has those loops go on whose own threads have called {@link System#exit}: from a line's consumer,
 * say. Such a thread waits for the shutdown's hooks and never comes back, and the hooks would wait
 * for the loop: to end its children, for one. So while the JVM shuts down, a loop whose thread is
 * there gets another. Any thread.
 */
public final class Takeover {
    private static final long LOOK_MILLIS = 10;

    /** Guarded by the class, as is the hook. */
    private static final Set<EpollLoop> LOOPS = new HashSet<>();

    /** Null where there is no loop. */
    private static Thread hook;

    private Takeover() {}

    /** Begins to look after a loop. */
    static synchronized void watch(EpollLoop loop) {
        LOOPS.add(loop);
        if (hook != null) {
            return;
        }
        // A class, not a lambda: the first lambda costs a cold JVM milliseconds.
        hook =
                OwnThread.daemon(
                        "penstock shutdown",
                        new Runnable() {
                            @Override
                            public void run() {
                                begin();
                            }
                        });
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            begin();
        }
    }

    /** Ends what {@link #watch} began. */
    static synchronized void forget(EpollLoop loop) {
        LOOPS.remove(loop);
        if (LOOPS.isEmpty() && hook != null && !isShutdown()) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException shuttingDown) {
                return;
            }
            hook = null;
        }
    }

    /** In a hook, which must come to its end for the JVM to come to its own. */
    private static void begin() {
        // A class, not a lambda: this runs at every exit, too.
        Thread looks =
                OwnThread.daemon(
                        "penstock takeover",
                        new Runnable() {
                            @Override
                            public void run() {
                                look();
                            }
                        });
        try {
            OwnThread.start(looks);
        } catch (IOException e) {
            // Whoever waits for a loop in vain ends the children itself, somewhat later.
            return;
        }
    }

    /** Whether this JVM shuts down: its hooks run, or have run. */
    public static boolean isShutdown() {
        try {
            // It is refused then, though there is no such hook; the JDK tells it in no other way.
            Runtime.getRuntime().removeShutdownHook(OwnThread.daemon("no hook", () -> {}));
            return false;
        } catch (IllegalStateException shuttingDown) {
            return true;
        }
    }

    /** Whether a thread is in {@link System#exit}, where it waits for the hooks, and for ever. */
    private static boolean isExiting(Thread thread) {
        for (StackTraceElement frame : thread.getStackTrace()) {
            if (frame.getClassName().equals("java.lang.Shutdown")
                    && frame.getMethodName().equals("exit")) {
                return true;
            }
        }
        return false;
    }

    private static void look() {
        while (true) {
            List<EpollLoop> loops;
            synchronized (Takeover.class) {
                loops = new ArrayList<>(LOOPS);
            }
            for (EpollLoop loop : loops) {
                if (isExiting(loop.thread())) {
                    loop.goOnElsewhere();
                }
            }
            try {
                Thread.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                // Nobody has a right to interrupt this thread.
                continue;
            }
        }
    }
}
