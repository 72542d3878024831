package dev.penstock.loop;

import dev.penstock.internal.loop.EpollLoop;
import dev.penstock.sys.Fd;
import dev.penstock.sys.SyscallException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * One thread that waits for descriptors, timers and tasks, and serves them. Its methods may be
 * called from any thread; what they are given to run, runs on the loop's own, one thing at a time,
 * and must not block.
 *
 * <p>Whatever is run here and throws is reported to the thread's uncaught exception handler, and
 * the loop goes on.
 *
 * <p>The thread is a daemon: it does not keep a JVM alive.
 */
public sealed interface EventLoop extends Executor, AutoCloseable permits EpollLoop {

    /**
     * Starts a loop.
     *
     * @param name its thread's name
     * @throws IOException if the kernel refuses an epoll set or an eventfd: {@code EMFILE}, mostly
     */
    static EventLoop start(String name) throws IOException {
        return EpollLoop.start(name);
    }

    /**
     * The loop for those who pass none: started at the first use, and never closed.
     *
     * @throws IOException as {@link #start} does; the next call tries again
     */
    static EventLoop common() throws IOException {
        return EpollLoop.common();
    }

    /** Whether the caller is the loop's thread. */
    boolean inLoop();

    /**
     * Waits for readiness of a descriptor that stays the caller's, who must {@linkplain
     * Registration#cancel cancel} before closing it.
     *
     * @param interest {@link Interest#NONE} to begin paused
     * @throws SyscallException if epoll_ctl(2) fails: {@code EPERM} for a regular file, which epoll
     *     does not take
     * @throws RejectedExecutionException if the loop is closed
     */
    Registration register(int fd, Interest interest, ReadyHandler handler) throws SyscallException;

    /**
     * As {@link #register(int, Interest, ReadyHandler)}, for a descriptor with an owner: closing it
     * cancels the registration first, from whichever thread.
     *
     * @throws ClosedChannelException if it is closed
     */
    Registration register(Fd fd, Interest interest, ReadyHandler handler) throws IOException;

    /**
     * Runs a task on the loop's thread, in the order of the calls.
     *
     * @throws RejectedExecutionException if the loop is closed
     */
    @Override
    void execute(Runnable task);

    /**
     * Runs an action on the loop's thread after a time, never earlier.
     *
     * @param delay 0 or more; the loop's resolution is a millisecond
     * @throws RejectedExecutionException if the loop is closed
     */
    Timer schedule(Duration delay, Runnable action);

    /**
     * Closes the loop: tells every child, serves them until the last has departed (10 seconds at
     * most), runs the tasks that were given before, cancels what is still registered, drops timers,
     * and ends the thread. Returns when that is done; on the loop's own thread, at once. Closing
     * again waits as well. An interrupt does not shorten it and is kept.
     *
     * @throws IllegalStateException for the {@linkplain #common common} loop, which is not one
     *     user's to close
     */
    @Override
    void close();
}
