package dev.penstock.internal.spawn;

import dev.penstock.internal.thread.OwnThread;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A thread that lasts as long as the JVM. The kernel sends a parent-death signal when the
 * <em>thread</em> ends that the child was born of, so children that ask for one must be born of
 * this (prctl(2), {@code PR_SET_PDEATHSIG}).
 */
final class ImmortalThread {
    /** Null until it is needed. */
    private static ThreadPoolExecutor executor;

    private static synchronized <T> Future<T> submit(Callable<T> call) throws IOException {
        if (executor == null) {
            executor =
                    new ThreadPoolExecutor(
                            1,
                            1,
                            0,
                            TimeUnit.SECONDS,
                            new LinkedBlockingQueue<>(),
                            task -> OwnThread.daemon("penstock parent", task));
        }
        try {
            return executor.submit(call);
        } catch (OutOfMemoryError e) {
            throw new IOException("cannot start a thread to give birth: " + e.getMessage(), e);
        }
    }

    /** Ends it, and with it whoever was born of it and asked for a signal then. */
    static synchronized void end() {
        if (executor != null) {
            executor.shutdown();
            executor = null;
        }
    }

    private ImmortalThread() {}

    /**
     * Makes a call there and waits for it. An interrupt does not shorten that, since a child may
     * have been born by then, and is kept.
     */
    static <T> T call(Callable<T> call) throws IOException {
        Future<T> future = submit(call);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            throw thrown(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static IOException thrown(Throwable cause) {
        if (cause instanceof IOException e) {
            return e;
        }
        if (cause instanceof RuntimeException e) {
            throw e;
        }
        if (cause instanceof Error e) {
            throw e;
        }
        throw new AssertionError(cause);
    }
}
