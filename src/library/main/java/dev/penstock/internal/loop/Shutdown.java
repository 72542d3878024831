package dev.penstock.internal.loop;

import dev.penstock.internal.thread.OwnThread;

/** What can be told of the JVM's shutdown. Any thread. */
public final class Shutdown {
    private Shutdown() {}

    /** Whether this JVM shuts down: its hooks run, or have run. */
    public static boolean isUnderWay() {
        try {
            // It is refused then, though there is no such hook; the JDK tells it in no other way.
            Runtime.getRuntime().removeShutdownHook(OwnThread.daemon("no hook", () -> {}));
            return false;
        } catch (IllegalStateException shuttingDown) {
            return true;
        }
    }

    /** Whether a thread is in {@link System#exit}, where it waits for the hooks, and for ever. */
    static boolean isEnteredBy(Thread thread) {
        for (StackTraceElement frame : thread.getStackTrace()) {
            if (frame.getClassName().equals("java.lang.Shutdown")
                    && frame.getMethodName().equals("exit")) {
                return true;
            }
        }
        return false;
    }
}
