package dev.penstock.process;

import dev.penstock.internal.loop.Nanos;
import dev.penstock.internal.memory.Buffers;
import dev.penstock.internal.pipe.PipeCalls;
import dev.penstock.internal.terminal.Pseudoterminal;
import dev.penstock.loop.EventLoop;
import dev.penstock.loop.Interest;
import dev.penstock.loop.Readiness;
import dev.penstock.loop.ReadyHandler;
import dev.penstock.loop.Registration;
import dev.penstock.pipe.PipeChannel;
import dev.penstock.sys.Errno;
import dev.penstock.sys.SyscallException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A child's output in the user's own hands: see {@link Output#interactive}; or the read end of any
 * pipe, see {@link #open}. Any thread may read and close. No thread of its own is behind it, and a
 * virtual thread that waits here is parked: it holds no carrier.
 *
 * <p>{@link #read} does not wait: it answers 0 while nothing is there, and {@link #awaitBytes}
 * waits then. {@link #stream} does both. Without an {@link Overflow} nothing is read before it is
 * asked for: a child whose output nobody reads waits when its pipe is full.
 *
 * <p>When the child exits, what lies in the pipe is taken out and kept, as much as the pipe holds
 * at most: it can be read at any time later, whoever else holds the pipe.
 *
 * <p>{@link #close} closes the pipe at once, so that the child's next write fails with {@code
 * EPIPE}; a thread that waits here is woken with a {@link ClosedChannelException}.
 */
public final class OutputChannel implements ReadableByteChannel {
    /** Told once, on the loop's thread, after the pipe was closed. */
    interface Listener {
        /**
         * @param failure null at the end of file, and if the user closed it
         */
        void outputEnded(OutputChannel output, IOException failure);
    }

    /** What the loop reads in one turn. */
    private static final int TURN = 64 * 1024;

    /** Whether what a read needs has been loaded. */
    private static volatile boolean loaded;

    private final EventLoop loop;
    private final PipeChannel from;
    private final Overflow overflow;
    private final Listener listener;

    /** Guards what follows. Nothing that waits is called with it held. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    private final UnreadBytes unread;
    private Registration registration;

    /** How many threads wait for bytes. */
    private int waiting;

    /** How often the loop has seen what is waited for. */
    private long seen;

    private long bytes;
    private long droppedBytes;

    /** Whether the pipe is closed. */
    private boolean ended;

    /** Why, or null at the end of file. */
    private IOException cause;

    /** Whether the user has closed it. */
    private boolean closed;

    /** The loop's thread only. */
    private boolean told;

    OutputChannel(EventLoop loop, PipeChannel from, Overflow overflow, Listener listener) {
        this.loop = loop;
        this.from = from;
        this.overflow = overflow;
        this.listener = listener;
        unread = new UnreadBytes(overflow);
        load();
    }

    /**
     * Loads what a read needs, before there are readers: of virtual threads that load a class at
     * once, all but one would wait for it with their carriers.
     */
    private static void load() {
        if (!loaded) {
            Buffers.giveBack(Buffers.borrow());
            PipeCalls.load();
            loaded = true;
        }
    }

    /**
     * Reads from any pipe.
     *
     * @param from this channel's from now on
     * @param overflow what is read ahead of the reader
     * @throws RejectedExecutionException if the loop is closed
     */
    public static OutputChannel open(EventLoop loop, PipeChannel from, Overflow overflow) {
        OutputChannel opened = new OutputChannel(loop, from, overflow, null);
        loop.execute(opened::start);
        return opened;
    }

    // ---- The user's threads

    /**
     * Reads what is there.
     *
     * @return bytes read; 0 if none are there now or the buffer is full; −1 at the end of file
     * @throws ClosedChannelException if it was closed here
     * @throws IOException if it was cut: at the child's timeout, after its {@link
     *     Command#outputGrace}, or with its loop; or if the overflow failed. What came before can
     *     be read first
     */
    @Override
    public int read(ByteBuffer to) throws IOException {
        lock.lock();
        try {
            requireOpen();
            if (!to.hasRemaining()) {
                return 0;
            }
            if (unread.size() > 0) {
                int n = unread.take(to);
                if (!ended && registration != null) {
                    registration.interest(interest());
                }
                return n;
            }
            if (ended) {
                if (cause != null) {
                    throw new IOException(cause.getMessage(), cause);
                }
                return -1;
            }
            int n = from.read(to);
            if (n < 0) {
                end(null);
            } else {
                bytes += n;
            }
            return n;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until the next {@link #read} has something to answer, an end of file too, unless
     * another thread was quicker.
     *
     * @throws ClosedChannelException if it is closed here, also meanwhile
     * @throws IllegalStateException on the loop's own thread, which would wait for itself
     */
    public void awaitBytes() throws IOException, InterruptedException {
        awaitBytes(Long.MAX_VALUE);
    }

    /**
     * As {@link #awaitBytes()}, for a time.
     *
     * @return false if there was nothing by then
     */
    public boolean awaitBytes(Duration limit) throws IOException, InterruptedException {
        return awaitBytes(Nanos.of(limit));
    }

    private boolean awaitBytes(long nanos) throws IOException, InterruptedException {
        if (loop.inLoop()) {
            throw new IllegalStateException("the loop's thread would wait for itself");
        }
        lock.lockInterruptibly();
        try {
            long before = seen;
            long left = nanos;
            waiting++;
            try {
                requireOpen();
                if (!ended && registration != null) {
                    registration.interest(interest());
                }
                while (seen == before && !ended && unread.size() == 0 && left > 0) {
                    left = changed.awaitNanos(left);
                    requireOpen();
                }
                return seen != before || ended || unread.size() > 0;
            } finally {
                waiting--;
            }
        } finally {
            lock.unlock();
        }
    }

    /** How many bytes can be read without waiting: those read ahead, and those in the pipe. */
    public long available() throws IOException {
        lock.lock();
        try {
            requireOpen();
            return unread.size() + (ended ? 0 : from.unread());
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ends it, if nobody waits for bytes: what lies in the pipe is taken out, as much as the pipe
     * holds at most, and the pipe is closed, whoever else holds it. Readers get what was kept, then
     * an end of file. For a child that has exited while a grandchild holds its output.
     *
     * @return false if somebody waits; nothing was done then
     */
    public boolean endUnlessAwaited() throws IOException {
        lock.lock();
        try {
            if (waiting > 0 && unread.size() == 0) {
                return false;
            }
            if (!ended) {
                keep();
                end(null);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** How many bytes came out of the pipe, those dropped too. */
    public long bytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }

    /** How many bytes found no room in the {@link Overflow} and were dropped. */
    public long droppedBytes() {
        lock.lock();
        try {
            return droppedBytes;
        } finally {
            lock.unlock();
        }
    }

    /** Whether it can be read from: not closed here, though it may be at its end. */
    @Override
    public boolean isOpen() {
        lock.lock();
        try {
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** Closes the pipe and lets go of what was kept. Closing again does nothing. */
    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            try {
                unread.clear();
            } finally {
                end(null);
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * This channel as a stream whose {@code read} waits for bytes. An interrupt ends a read that
     * waits with an {@link java.io.InterruptedIOException}; nothing is lost by it, and the thread
     * stays interrupted. {@code close} closes the channel; a stream that is closed throws {@code
     * Stream closed}.
     */
    public InputStream stream() {
        return new AwaitingStream(this);
    }

    /** With the lock held. */
    private void requireOpen() throws ClosedChannelException {
        if (closed) {
            throw new ClosedChannelException();
        }
    }

    /** Takes what lies in the pipe, as much as it holds at most. With the lock held. */
    private void keep() throws IOException {
        // One more than it holds, to meet the end of file.
        int rest = capacity() + 1;
        ByteBuffer chunk = ByteBuffer.allocate(TURN);
        while (rest > 0) {
            int n = from.read(chunk.clear().limit(Math.min(rest, TURN)));
            if (n <= 0) {
                if (n < 0) {
                    end(null);
                }
                return;
            }
            bytes += n;
            rest -= n;
            unread.putLast(chunk.flip());
            changed.signalAll();
        }
    }

    private int capacity() throws IOException {
        try {
            return from.capacity();
        } catch (SyscallException e) {
            if (e.errno() != Errno.EBADF || !Pseudoterminal.isMaster(from.fd().number())) {
                throw e;
            }
            return Pseudoterminal.CAPACITY;
        }
    }

    /** Closes the pipe, once, and sees to it that the loop hears of it. With the lock held. */
    private void end(IOException why) throws IOException {
        if (ended) {
            return;
        }
        ended = true;
        cause = why;
        changed.signalAll();
        try {
            from.close();
        } finally {
            tell();
        }
    }

    private void tell() {
        try {
            loop.execute(this::told);
        } catch (RejectedExecutionException closing) {
            // Then stop() has told it, or is about to.
            return;
        }
    }

    // ---- The loop's thread

    /** Begins to watch the pipe. */
    void start() {
        lock.lock();
        try {
            if (ended) {
                return;
            }
            try {
                registration =
                        loop.register(
                                from.fd(),
                                interest(),
                                new ReadyHandler() {
                                    @Override
                                    public void ready(Registration r, Readiness readiness) {
                                        woken();
                                    }
                                });
            } catch (IOException e) {
                endHere(e);
            } catch (RejectedExecutionException closing) {
                endHere(new IOException(closing));
            }
        } finally {
            lock.unlock();
        }
    }

    private Interest interest() {
        boolean ahead =
                overflow.readsAhead()
                        && (overflow.whenFull() != Overflow.WhenFull.BLOCK || unread.room() > 0);
        return ahead || waiting > 0 ? Interest.READ : Interest.NONE;
    }

    private void woken() {
        lock.lock();
        try {
            if (ended) {
                return;
            }
            try {
                if (overflow.readsAhead()) {
                    readAhead();
                }
                seen++;
                changed.signalAll();
                if (!ended) {
                    boolean more = overflow.readsAhead() && interest() == Interest.READ;
                    registration.interest(more ? Interest.READ : Interest.NONE);
                }
            } catch (IOException e) {
                endHere(e);
            }
        } finally {
            lock.unlock();
        }
    }

    private void readAhead() throws IOException {
        boolean blocks = overflow.whenFull() == Overflow.WhenFull.BLOCK;
        long room = unread.room();
        if (blocks && room == 0) {
            return;
        }
        ByteBuffer chunk = ByteBuffer.allocate(blocks ? (int) Math.min(room, TURN) : TURN);
        int n = from.read(chunk);
        if (n < 0) {
            end(null);
            return;
        }
        bytes += n;
        unread.put(chunk.flip());
        if (!chunk.hasRemaining()) {
            return;
        }
        droppedBytes += chunk.remaining();
        if (overflow.whenFull() == Overflow.WhenFull.FAIL) {
            end(
                    new IOException(
                            "nobody has read "
                                    + unread.size()
                                    + " bytes of output, and no more are kept"));
        }
    }

    /** What cannot be closed is closed as far as it can be; with the lock held. */
    private void endHere(IOException why) {
        try {
            end(why);
        } catch (IOException again) {
            why.addSuppressed(again);
        }
    }

    /** The child has exited: what lies in the pipe is its own, and is kept. */
    void childEnded() throws IOException {
        lock.lock();
        try {
            if (!ended) {
                keep();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether the pipe is open. Any thread. */
    boolean isCarrying() {
        lock.lock();
        try {
            return !ended;
        } finally {
            lock.unlock();
        }
    }

    /** How many bytes nobody has read. Any thread. */
    long unreadBytes() {
        lock.lock();
        try {
            return unread.size();
        } finally {
            lock.unlock();
        }
    }

    /** Ends it, whatever the user still does with it; what is in the pipe is kept. */
    void stop(IOException why) {
        lock.lock();
        try {
            if (!ended) {
                try {
                    keep();
                } catch (IOException e) {
                    why.addSuppressed(e);
                }
                endHere(why);
            }
        } finally {
            lock.unlock();
        }
        told();
    }

    private void told() {
        if (!told) {
            told = true;
            if (listener != null) {
                listener.outputEnded(this, cause);
            }
        }
    }
}
