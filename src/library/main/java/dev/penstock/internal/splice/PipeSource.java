package dev.penstock.internal.splice;

import dev.penstock.internal.pipe.PipeCalls;
import dev.penstock.internal.sys.PollFd;
import dev.penstock.loop.EventLoop;
import dev.penstock.loop.Interest;
import dev.penstock.loop.Registration;
import dev.penstock.pipe.PipeChannel;
import dev.penstock.sys.SyscallException;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A pipe's read end whose bytes the kernel moves into the child's pipe, by splice(2), to the end of
 * file. The loop waits for them, so no thread does; and what the child has not taken stays in the
 * pipe, so its writer waits.
 *
 * <p>Memory: none. The channel stays the caller's, and open, but belongs to no other loop and has
 * no other reader until the stream is over.
 */
public final class PipeSource implements DirectSource {
    private static final long MOST_AT_ONCE = 256 * 1024;

    private final PipeChannel from;
    private final PollFd poll = new PollFd();
    private EventLoop loop;
    private Runnable ready;
    private Registration registration;
    private long given;

    /** A source of one stream. */
    public PipeSource(PipeChannel from) {
        this.from = from;
    }

    @Override
    public void attach(EventLoop loop, Runnable ready) {
        if (this.loop != null) {
            throw new IllegalStateException(
                    "this PipeSource has served a stream before: make a new one for each stream");
        }
        this.loop = loop;
        this.ready = ready;
    }

    @Override
    public Given give(PipeChannel to) throws IOException {
        long moved;
        try {
            moved = to.spliceFrom(from.fd(), MOST_AT_ONCE);
        } catch (SyscallException e) {
            if (PipeCalls.isRefusal(e)) {
                return Given.REFUSED;
            }
            throw e;
        }
        if (moved < 0) {
            return Given.END;
        }
        given += moved;
        if (moved > 0) {
            return Given.MORE;
        }
        // It would block, and does not say on which side.
        if (hasBytes()) {
            return Given.FULL;
        }
        await();
        return Given.EMPTY;
    }

    private boolean hasBytes() throws IOException {
        int number = from.fd().use();
        try {
            return poll.poll(number, PollFd.POLLIN, 0) != 0;
        } finally {
            from.fd().done();
        }
    }

    private void await() throws IOException {
        if (registration == null) {
            registration = loop.register(from.fd(), Interest.READ, (r, e) -> arrived());
        } else {
            registration.interest(Interest.READ);
        }
    }

    private void arrived() throws IOException {
        registration.interest(Interest.NONE);
        ready.run();
    }

    @Override
    public long given() {
        return given;
    }

    @Override
    public Answer fill(ByteBuffer into) throws IOException {
        int got = from.read(into);
        if (got == 0) {
            await();
            return Answer.EMPTY;
        }
        return got < 0 ? Answer.END : Answer.MORE;
    }

    @Override
    public void close(Throwable cause) {
        if (registration != null) {
            registration.cancel();
        }
    }

    @Override
    public String toString() {
        return from.toString();
    }
}
