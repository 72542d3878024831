package dev.penstock.internal.loop;

import dev.penstock.loop.EventLoop;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;

/** What tests do with a loop. */
public final class Loops {
    private Loops() {}

    /** Runs something on the loop's thread and hands its result, or what it threw, back. */
    public static <T> T call(EventLoop loop, Callable<T> what) throws Exception {
        CompletableFuture<T> result = new CompletableFuture<>();
        loop.execute(
                () -> {
                    try {
                        result.complete(what.call());
                    } catch (Throwable t) {
                        result.completeExceptionally(t);
                    }
                });
        try {
            return result.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw new AssertionError("on the loop", e.getCause());
        }
    }

    /** Returns when the loop has gone round a few times more, and with it whatever was ready. */
    public static void turn(EventLoop loop) throws Exception {
        for (int i = 0; i < 5; i++) {
            call(loop, () -> null);
        }
    }

    /** Collects what is reported to the loop thread's uncaught exception handler from now on. */
    public static List<Throwable> uncaught(EventLoop loop) throws Exception {
        List<Throwable> uncaught = new CopyOnWriteArrayList<>();
        call(
                loop,
                () -> {
                    Thread.currentThread()
                            .setUncaughtExceptionHandler((thread, t) -> uncaught.add(t));
                    return null;
                });
        return uncaught;
    }
}
