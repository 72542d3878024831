package dev.penstock.junit;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A test, and the look at it that is due when its time is up. */
final class RunningTest implements Runnable {
    /** Its name tells {@code penstock inspect} that the thread does nothing for the program. */
    private static final ScheduledThreadPoolExecutor CLOCK = clock();

    private final ExtensionContext context;
    private volatile Thread thread = Thread.currentThread();
    private final long begun = System.nanoTime();
    private ScheduledFuture<?> look;
    private boolean over;
    private boolean looking;
    private String seen;

    private RunningTest(ExtensionContext context) {
        this.context = context;
    }

    private static ScheduledThreadPoolExecutor clock() {
        ScheduledThreadPoolExecutor clock =
                new ScheduledThreadPoolExecutor(
                        1,
                        work -> {
                            Thread thread = new Thread(null, work, "penstock-junit", 0, false);
                            thread.setDaemon(true);
                            return thread;
                        });
        clock.setRemoveOnCancelPolicy(true);
        return clock;
    }

    static RunningTest start(ExtensionContext context, Duration limit) {
        RunningTest test = new RunningTest(context);
        test.look = CLOCK.schedule(test, limit.toNanos(), TimeUnit.NANOSECONDS);
        return test;
    }

    void runsOn(Thread other) {
        thread = other;
    }

    /** On the clock's thread. */
    @Override
    public void run() {
        synchronized (this) {
            if (over) {
                return;
            }
            looking = true;
        }
        String text;
        try {
            text =
                    Explanation.of(
                            context.getDisplayName(),
                            Duration.ofNanos(System.nanoTime() - begun),
                            thread);
        } catch (InterruptedException | RuntimeException e) {
            text = "Penstock could not look at this test: " + e;
        }
        synchronized (this) {
            seen = text;
            notifyAll();
        }
        System.err.println(text);
        context.publishReportEntry("penstock.hang", text);
    }

    /** Empty if its time was not up; a look that goes on is waited for. */
    synchronized Optional<String> explanation() throws InterruptedException {
        if (!looking) {
            end();
            return Optional.empty();
        }
        while (seen == null) {
            wait();
        }
        return Optional.of(seen);
    }

    synchronized void end() {
        over = true;
        look.cancel(false);
    }
}
