package dev.penstock.cli.run;

import dev.penstock.loop.EventLoop;
import dev.penstock.process.Child;
import dev.penstock.process.Command;
import dev.penstock.sys.Signals;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * While open, a signal that ends this JVM ends the child first: SIGTERM, and SIGKILL after a grace.
 */
final class EndedWithUs implements AutoCloseable {
    private static final long GRACE = TimeUnit.SECONDS.toNanos(2);
    private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(5);

    private final Thread hook = new Thread(this::endChild, "penstock ends its child");

    /** Guarded by this. */
    private Child child;

    /** Guarded by this. */
    private boolean ending;

    EndedWithUs() {
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            ending = true;
        }
    }

    /**
     * Starts the child, with no moment between its start and its being known here.
     *
     * @throws IOException as {@link Command#start(EventLoop)}, or if a signal came before
     */
    synchronized Child start(Command command, EventLoop loop) throws IOException {
        if (ending) {
            throw new IOException("a signal came before " + command + " was started");
        }
        child = command.start(loop);
        return child;
    }

    private synchronized Child last() {
        ending = true;
        return child;
    }

    /**
     * Which signal ended us a hook is not told; a terminal has sent its Ctrl-C to the child as
     * well.
     */
    private void endChild() {
        Child last = last();
        if (last == null) {
            return;
        }
        try {
            last.signal(Signals.SIGTERM);
        } catch (IOException notAllowed) {
            return; // it has become another user's, and SIGKILL would not be allowed either
        }
        long deadline = System.nanoTime() + GRACE;
        while (!last.outcome().isDone() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(LOOK);
        }
        last.close();
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            return; // it runs already, and ends the child
        }
    }
}
