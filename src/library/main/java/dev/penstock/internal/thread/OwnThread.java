package dev.penstock.internal.thread;

import java.io.IOException;

/**
 * Makes every thread of the library's own. A thread is as its maker is, unless told otherwise; and
 * whoever calls first must not leave a class loader, a thread group, a priority or inheritable
 * locals to threads that last. Any thread.
 */
public final class OwnThread {
    private OwnThread() {}

    /** A daemon, not yet started, of normal priority, whose context is the system's. */
    public static Thread daemon(String name, Runnable work) {
        Thread thread = new Thread(group(), work, name, 0, false);
        thread.setDaemon(true);
        thread.setPriority(Thread.NORM_PRIORITY);
        thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
        return thread;
    }

    /** The JVM's own group for programs, whichever its caller is in. */
    private static ThreadGroup group() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null && group.getParent().getParent() != null) {
            group = group.getParent();
        }
        return group;
    }

    /**
     * Starts a thread.
     *
     * @throws IOException if the system has none to give: the limit of processes, mostly, which
     *     counts threads; the next call tries again
     */
    public static void start(Thread thread) throws IOException {
        try {
            thread.start();
        } catch (OutOfMemoryError e) {
            throw new IOException(
                    "cannot start the thread '" + thread.getName() + "': " + e.getMessage(), e);
        }
    }
}
