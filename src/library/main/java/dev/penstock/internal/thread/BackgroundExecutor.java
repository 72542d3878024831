package dev.penstock.internal.thread;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Threads that look at {@code /proc} for those who may not wait: with thousands of processes it
 * takes longer to read than an event loop may. A few daemons of Penstock's own, gone when idle: the
 * JVM's common pool may be full of tasks that wait for what these are to find out.
 *
 * <p>Whoever is going to need one at a bad moment has one {@linkplain #keep kept}: when as many
 * processes are there as may be, no thread can be started any more.
 */
public final class BackgroundExecutor implements Executor {
    private static final int MOST = 4;
    private static final long IDLE_NANOS = 100_000_000;

    private static final BackgroundExecutor OURS = new BackgroundExecutor();

    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private int threads;
    private int idle;
    private int keepers;

    private BackgroundExecutor() {}

    /**
     * Where to run what reads {@code /proc}.
     *
     * @return the executor, which takes any number of tasks, and refuses one only where there is no
     *     thread and none can be started
     */
    public static Executor executor() {
        return OURS;
    }

    /**
     * Has a thread until {@link #letGo}.
     *
     * @throws IOException if there is none and none can be started
     */
    public static void keep() throws IOException {
        synchronized (OURS) {
            if (OURS.threads == 0) {
                OURS.startOne();
            }
            OURS.keepers++;
        }
    }

    /** Ends what {@link #keep} began. */
    public static void letGo() {
        synchronized (OURS) {
            OURS.keepers--;
            OURS.notifyAll();
        }
    }

    @Override
    public synchronized void execute(Runnable task) {
        if (idle <= tasks.size() && threads < MOST) {
            try {
                startOne();
            } catch (IOException e) {
                if (threads == 0) {
                    throw new RejectedExecutionException(e);
                }
                // Those who are there come to it.
            }
        }
        tasks.add(task);
        notifyAll();
    }

    private void startOne() throws IOException {
        OwnThread.start(OwnThread.daemon("penstock background", this::work));
        threads++;
    }

    private void work() {
        for (Runnable task = next(); task != null; task = next()) {
            try {
                task.run();
            } catch (Throwable t) {
                Thread self = Thread.currentThread();
                self.getUncaughtExceptionHandler().uncaughtException(self, t);
            }
        }
    }

    /** Waits for one; null if this thread is to end. */
    private synchronized Runnable next() {
        long since = System.nanoTime();
        idle++;
        try {
            while (tasks.isEmpty()) {
                long left = IDLE_NANOS - (System.nanoTime() - since);
                boolean kept = threads == 1 && keepers > 0;
                if (left <= 0 && !kept) {
                    threads--;
                    return null;
                }
                try {
                    if (kept) {
                        wait();
                    } else {
                        TimeUnit.NANOSECONDS.timedWait(this, left);
                    }
                } catch (InterruptedException e) {
                    // Nobody has a right to interrupt this thread.
                    continue;
                }
            }
            return tasks.remove();
        } finally {
            idle--;
        }
    }
}
