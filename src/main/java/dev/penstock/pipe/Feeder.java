package dev.penstock.pipe;

import dev.penstock.loop.EventLoop;
import dev.penstock.sys.EpollEvent;
import dev.penstock.sys.Errno;
import dev.penstock.sys.NativeMemory;
import dev.penstock.sys.SyscallException;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Carries bytes from memory into a pipe, on an event loop, then closes it so that the reader sees
 * end of file. It owns the channel. Everything but {@link #bytes} is for the loop's thread.
 */
public final class Feeder {
    /** Told once, on the loop's thread, after the channel was closed. */
    public interface Listener {
        /**
         * @param failure null if every byte was written; an {@code EPIPE} if the reader closed its
         *     end before, which many programs do quite properly
         */
        void feederEnded(Feeder feeder, Throwable failure);
    }

    private final EventLoop loop;
    private final PipeChannel to;
    private final ByteBuffer source;
    private final Listener listener;
    private boolean ended;
    private volatile long bytes;

    private Feeder(EventLoop loop, ByteBuffer source, PipeChannel to, Listener listener) {
        this.loop = loop;
        this.source = source;
        this.to = to;
        this.listener = listener;
    }

    /**
     * Writes what fits at once and waits, registered, for room for the rest. Loop thread. The
     * listener may be told from within this call.
     *
     * @param source read from its position to its limit; not to be touched until the end
     * @param to owned by the feeder from now on
     */
    public static Feeder start(
            EventLoop loop, ByteBuffer source, PipeChannel to, Listener listener) {
        Feeder feeder = new Feeder(loop, source, to, listener);
        feeder.write();
        if (!feeder.ended) {
            try {
                loop.register(to.fd(), EpollEvent.EPOLLOUT, (r, events) -> feeder.write());
            } catch (Throwable t) {
                feeder.finish(t);
            }
        }
        return feeder;
    }

    /** How many bytes the pipe has taken so far. Any thread. */
    public long bytes() {
        return bytes;
    }

    /** Whether the failure is the reader's having closed its end. */
    public static boolean isReaderGone(Throwable failure) {
        return failure instanceof SyscallException e && e.errno() == Errno.EPIPE;
    }

    /** Ends without writing the rest. */
    public void stop(Throwable cause) {
        finish(cause);
    }

    private void write() {
        if (ended) {
            return;
        }
        try {
            while (source.hasRemaining()) {
                NativeMemory buffer = loop.readBuffer();
                int count = Math.min(source.remaining(), buffer.bytes().capacity());
                buffer.bytes().put(0, source, source.position(), count);
                int put = to.write(buffer.address(), count);
                source.position(source.position() + put);
                bytes += put;
                if (put < count) {
                    return;
                }
            }
            finish(null);
        } catch (Throwable t) {
            finish(t);
        }
    }

    private void finish(Throwable failure) {
        if (ended) {
            return;
        }
        ended = true;
        Throwable told = failure;
        try {
            to.close();
        } catch (IOException | RuntimeException e) {
            if (told == null) {
                told = e;
            } else {
                told.addSuppressed(e);
            }
        }
        listener.feederEnded(this, told);
    }
}
