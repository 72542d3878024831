package dev.penstock.splice;

import dev.penstock.internal.memory.Buffers;
import dev.penstock.internal.sink.StreamLife;
import dev.penstock.internal.splice.DirectSink;
import dev.penstock.internal.sys.NativeMemory;
import dev.penstock.loop.EventLoop;
import dev.penstock.pipe.PipeChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Executor;

/** A stream into an {@link Outlet}, on the loop's thread or on an executor's. */
abstract class OutletSink implements DirectSink {
    /** A job goes on to so many bytes while there are any; others wait for its thread too. */
    private static final long MOST_IN_A_JOB = 64 * Outlet.MOST_AT_ONCE;

    /** Null where the loop's thread does the work. */
    private final Executor executor;

    private final StreamLife life = new StreamLife();
    private OffLoop offLoop;
    private Outlet outlet;

    /** Bytes on their way to an executor's thread. */
    private NativeMemory own;

    private volatile long taken;
    private volatile long lost;

    OutletSink(Executor executor) {
        this.executor = executor;
    }

    /**
     * Opens what the stream goes to.
     *
     * @param resume for an outlet that can be full
     */
    abstract Outlet open(EventLoop loop, Runnable resume) throws IOException;

    @Override
    public final void attach(EventLoop loop, Runnable resume) throws IOException {
        life.attach(this);
        offLoop = executor == null ? null : new OffLoop(executor, resume);
        outlet = open(loop, resume);
    }

    @Override
    public final void requireUnused() {
        life.requireUnused(this);
    }

    /**
     * For whoever has bytes and no pipe. Where the target can be full, {@linkplain EventLoop#common
     * the loop that all share} waits for it.
     *
     * @throws UncheckedIOException if the target cannot be opened
     * @throws IllegalStateException if this sink has served a stream before
     */
    @Override
    public final void attach(Runnable resume) {
        try {
            attach(EventLoop.common(), resume);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public final Taken take(PipeChannel from) throws Exception {
        if (offLoop == null) {
            return told(move(from));
        }
        Taken before = offLoop.answer();
        if (before != null) {
            return before;
        }
        offLoop.give(() -> job(from));
        return Taken.FULL;
    }

    private long move(PipeChannel from) throws IOException {
        long moved = outlet.move(from);
        if (moved > 0) {
            taken += moved;
        }
        return moved;
    }

    private static Taken told(long moved) {
        if (moved >= 0) {
            return Taken.MORE;
        }
        return moved == Outlet.END ? Taken.END : moved == Outlet.FULL ? Taken.FULL : Taken.REFUSED;
    }

    private Taken job(PipeChannel from) throws IOException {
        long begun = taken;
        long moved;
        do {
            moved = move(from);
            if (moved == Outlet.REFUSED) {
                moved = copy(from);
            }
        } while (moved > 0 && taken - begun < MOST_IN_A_JOB);
        if (moved == Outlet.END) {
            outlet.finish();
        }
        return told(moved);
    }

    private long copy(PipeChannel from) throws IOException {
        ByteBuffer bytes = ownBuffer();
        int got = from.read(bytes);
        if (got > 0) {
            taken += got;
            bytes.flip();
            try {
                outlet.put(bytes);
            } finally {
                lost += bytes.remaining();
            }
        }
        return got;
    }

    private ByteBuffer ownBuffer() {
        if (own == null) {
            own = Buffers.borrow();
        }
        return own.bytes().clear();
    }

    @Override
    public final Answer accept(ByteBuffer bytes) throws Exception {
        if (offLoop == null) {
            outlet.put(bytes);
            return bytes.hasRemaining() ? Answer.FULL : Answer.MORE;
        }
        offLoop.answer();
        ByteBuffer copy = ownBuffer();
        int count = Math.min(bytes.remaining(), copy.remaining());
        copy.put(0, bytes, bytes.position(), count).limit(count);
        bytes.position(bytes.position() + count);
        offLoop.give(
                () -> {
                    try {
                        outlet.put(copy);
                    } finally {
                        lost += copy.remaining();
                    }
                    return Taken.MORE;
                });
        return Answer.FULL;
    }

    @Override
    public final void end() throws Exception {
        if (offLoop != null) {
            offLoop.answer();
        }
        try {
            outlet.finish();
            life.end();
        } catch (Throwable t) {
            life.fail(t);
            throw t;
        } finally {
            giveBack();
        }
    }

    @Override
    public final void fail(Throwable cause) {
        life.fail(cause);
        Runnable last =
                () -> {
                    giveBack();
                    try {
                        if (outlet != null) {
                            outlet.close();
                        }
                    } catch (IOException e) {
                        cause.addSuppressed(e);
                    }
                };
        if (offLoop == null) {
            last.run();
        } else {
            offLoop.end(last);
        }
    }

    private void giveBack() {
        if (own != null) {
            Buffers.giveBack(own);
            own = null;
        }
    }

    @Override
    public final long taken() {
        return taken;
    }

    /**
     * Bytes that an executor's thread had taken and could not write; 0 unless the stream fails.
     * From any thread.
     */
    final long lost() {
        return lost;
    }

    /** Whether the whole stream has come, up to its end of file. From any thread. */
    public final boolean ended() {
        return life.ended();
    }

    /** Why the stream ended before its end of file; empty while it runs and if it did not fail. */
    public final Optional<Throwable> failure() {
        return life.failure();
    }
}
