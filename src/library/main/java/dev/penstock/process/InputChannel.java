package dev.penstock.process;

import dev.penstock.internal.loop.Nanos;
import dev.penstock.loop.EventLoop;
import dev.penstock.loop.Interest;
import dev.penstock.loop.Readiness;
import dev.penstock.loop.Registration;
import dev.penstock.pipe.PipeChannel;
import dev.penstock.sys.Errno;
import dev.penstock.sys.SyscallException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A child's standard input in the user's own hands: see {@link Input#interactive}. Any thread may
 * write and close; what several threads write at once interleaves, but for writes of up to 4096
 * bytes, which the kernel takes whole or not at all.
 *
 * <p>{@link #write} does not wait: it answers 0 while the pipe is full, and {@link #awaitRoom}
 * waits then. {@link #stream} does both. Nothing is buffered here: what was written is in the pipe.
 *
 * <p>{@link #close} gives the child its end of file. When the child closes its end, or exits, the
 * next write fails with {@code EPIPE}, and so does one that waits.
 */
public final class InputChannel implements WritableByteChannel {
    /** Told once, on the loop's thread, after the channel was closed. */
    interface Listener {
        /**
         * @param failure null if the user closed it
         */
        void inputEnded(InputChannel input, IOException failure);
    }

    private final EventLoop loop;
    private final PipeChannel to;

    /** What is typed, where it is a terminal; null for a pipe. */
    private final TerminalLine line;

    private final Listener listener;

    /** Guards what follows. Nothing that waits is called with it held. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    private Registration registration;
    private boolean roomWanted;

    /** How often the loop has seen room that was waited for. */
    private long roomSeen;

    private long bytes;
    private boolean ended;

    /** Why it ended, or null if the user closed it. */
    private IOException cause;

    /** The loop's thread only. */
    private boolean told;

    InputChannel(EventLoop loop, PipeChannel to, TerminalLine line, Listener listener) {
        this.loop = loop;
        this.to = to;
        this.line = line;
        this.listener = listener;
    }

    // ---- The user's threads

    /**
     * Writes what the pipe takes now.
     *
     * @return bytes written; 0 if the pipe has no free slot
     * @throws ClosedChannelException if it was closed here
     * @throws SyscallException {@code EPIPE} if the child has closed its end, or is gone
     * @throws IOException if it was cut: at the child's timeout, or with its loop
     */
    @Override
    public int write(ByteBuffer from) throws IOException {
        SyscallException failed;
        lock.lock();
        try {
            requireOpen();
            return put(from);
        } catch (SyscallException e) {
            failed = e;
        } finally {
            lock.unlock();
        }
        end(failed);
        throw failed;
    }

    /** With the lock held. */
    private int put(ByteBuffer from) throws IOException {
        if (line != null) {
            line.require(from);
        }
        int put = to.write(from);
        if (line != null) {
            line.typed(from, put);
        }
        bytes += put;
        return put;
    }

    /**
     * Waits until the pipe has room, so that the next write takes something, unless another thread
     * was quicker.
     *
     * @throws IOException as {@link #write} does
     * @throws IllegalStateException on the loop's own thread, which would wait for itself
     */
    public void awaitRoom() throws IOException, InterruptedException {
        awaitRoom(Long.MAX_VALUE);
    }

    /**
     * As {@link #awaitRoom()}, for a time.
     *
     * @return false if there was none by then
     */
    public boolean awaitRoom(Duration limit) throws IOException, InterruptedException {
        return awaitRoom(Nanos.of(limit));
    }

    private boolean awaitRoom(long nanos) throws IOException, InterruptedException {
        if (loop.inLoop()) {
            throw new IllegalStateException("the loop's thread would wait for itself");
        }
        lock.lockInterruptibly();
        try {
            long seen = roomSeen;
            long left = nanos;
            requireOpen();
            roomWanted = true;
            if (registration != null) {
                registration.interest(Interest.WRITE);
            }
            while (roomSeen == seen && left > 0) {
                left = changed.awaitNanos(left);
                requireOpen();
            }
            return roomSeen != seen;
        } finally {
            lock.unlock();
        }
    }

    /** How many bytes were written. */
    public long bytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }

    /** Whether a write may succeed: neither closed here nor known to be closed by the child. */
    @Override
    public boolean isOpen() {
        lock.lock();
        try {
            return !ended;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives the child its end of file. Closing again does nothing.
     *
     * <p>On a terminal the end-of-file character is typed, twice after a line without an end, and
     * the terminal stays: see {@link Terminal}. Where it is full this waits for room.
     *
     * @throws IOException if the terminal is raw and has no end of file; or if it is full and this
     *     is the loop's thread. It stays open then
     * @throws java.io.InterruptedIOException if the thread is interrupted while it waits
     */
    @Override
    public void close() throws IOException {
        if (line != null && isOpen()) {
            typeEnd();
        }
        IOException failed = end(null);
        if (failed != null) {
            throw failed;
        }
    }

    private void typeEnd() throws IOException {
        ByteBuffer rest = null;
        do {
            lock.lock();
            try {
                if (!line.canEnd()) {
                    throw new IOException("the terminal is raw: its input has no end of file");
                }
                rest = rest == null ? ByteBuffer.wrap(line.end()) : rest;
                put(rest);
            } finally {
                lock.unlock();
            }
        } while (rest.hasRemaining() && roomCame());
    }

    private boolean roomCame() throws IOException {
        if (loop.inLoop()) {
            throw new IOException("the terminal has no room for an end of file");
        }
        try {
            awaitRoom();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted before the end of file was typed");
        }
    }

    /**
     * This channel as a stream whose {@code write} waits for room: until the child reads, however
     * long that is. An interrupt ends a write that waits with an {@link
     * java.io.InterruptedIOException}, which says how many of its bytes were written. {@code flush}
     * does nothing, for nothing is buffered; {@code close} closes the channel.
     */
    public OutputStream stream() {
        return new WaitingStream(this);
    }

    /** With the lock held. */
    private void requireOpen() throws IOException {
        if (!ended) {
            return;
        }
        if (cause == null) {
            throw new ClosedChannelException();
        }
        if (cause instanceof SyscallException e) {
            throw new SyscallException(e.call(), e.errno(), e.fd());
        }
        throw new IOException(cause.getMessage(), cause);
    }

    /**
     * Ends it, once, on whichever thread, and sees to it that the loop hears of it.
     *
     * @return what was wrong with closing it, or null
     */
    private IOException end(IOException why) {
        lock.lock();
        try {
            if (ended) {
                return null;
            }
            ended = true;
            cause = why;
            changed.signalAll();
            to.close();
            return null;
        } catch (IOException e) {
            cause = e;
            return e;
        } finally {
            lock.unlock();
            tell();
        }
    }

    private void tell() {
        try {
            loop.execute(this::told);
        } catch (RejectedExecutionException closed) {
            // Then stop() has told it, or is about to.
            return;
        }
    }

    // ---- The loop's thread

    /** Begins to watch for the child's closing its end, and for room where that is waited for. */
    void start() {
        lock.lock();
        try {
            if (!ended) {
                registration =
                        loop.register(to.fd(), interest(), (r, readiness) -> guarded(readiness));
            }
        } catch (IOException e) {
            end(e);
        } catch (RejectedExecutionException closed) {
            end(new IOException(closed));
        } finally {
            lock.unlock();
        }
    }

    private Interest interest() {
        return roomWanted ? Interest.WRITE : Interest.ERROR;
    }

    private void guarded(Readiness readiness) {
        try {
            woken(readiness);
        } catch (IOException e) {
            end(e);
        }
    }

    private void woken(Readiness readiness) throws IOException {
        if (readiness.error() || readiness.hungUp()) {
            throw new SyscallException("write", Errno.EPIPE, to.fd().number());
        }
        lock.lock();
        try {
            if (!ended) {
                roomWanted = false;
                roomSeen++;
                registration.interest(interest());
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends it, whatever the user still does with it. */
    void stop(IOException why) {
        end(why);
        told();
    }

    private void told() {
        if (!told) {
            told = true;
            listener.inputEnded(this, cause);
        }
    }
}
