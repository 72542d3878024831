package dev.penstock.internal.procfs;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads that look at {@code /proc} for those who may not wait: with thousands of processes it
 * takes longer to read than an event loop may. A few daemons of Penstock's own, gone when idle: the
 * JVM's common pool may be full of tasks that wait for what these are to find out.
 */
public final class Lookout {
    private static final int MOST = 4;
    private static final long IDLE_MILLIS = 100;

    private static final ThreadPoolExecutor THREADS =
            new ThreadPoolExecutor(
                    MOST,
                    MOST,
                    IDLE_MILLIS,
                    TimeUnit.MILLISECONDS,
                    new LinkedBlockingQueue<>(),
                    Lookout::thread);

    static {
        THREADS.allowCoreThreadTimeOut(true);
    }

    private Lookout() {}

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "penstock lookout");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Where to run what reads {@code /proc}.
     *
     * @return the executor, which takes any number of tasks and refuses none
     */
    public static Executor executor() {
        return THREADS;
    }
}
