package dev.penstock.internal.pump;

import dev.penstock.internal.memory.Buffers;
import dev.penstock.internal.pipe.PipeCalls;
import dev.penstock.internal.splice.DirectSource.Given;
import dev.penstock.internal.sys.NativeMemory;
import dev.penstock.internal.terminal.Pseudoterminal;
import dev.penstock.pipe.PipeChannel;
import dev.penstock.source.Source;
import dev.penstock.source.Source.Answer;
import dev.penstock.sys.Errno;
import dev.penstock.sys.SyscallException;
import java.io.IOException;

/**
 * How a {@link Feeder} gets bytes from a source into its pipe that does not put them there itself:
 * it has them filled into a buffer and writes that. The loop's thread.
 *
 * <p>It asks for no more than may find room, so that hardly ever a byte is taken from the source
 * that the pipe does not take. It can happen where the pipe's slots are not full, after small
 * writes: then the rest, 64 KiB at most, is held until there is room.
 */
final class BufferedFeed {
    /** With less room than this a pipe has no free slot, whatever its page size: see pipe(7). */
    private static final int SMALLEST_SLOT = 4096;

    /**
     * With so much room left over from the last look the pipe is not looked at again: a small
     * message costs one call, and a larger one is not cut for lack of a look.
     */
    private static final int ENOUGH = Buffers.SIZE / 2;

    private final Source from;
    private final PipeChannel to;

    /** So many bytes at least the pipe has room for, as far as bytes are concerned. */
    private int room;

    /** What the source said last. */
    private Answer answer = Answer.MORE;

    /** Bytes of the source, between position and limit, that the pipe has yet to take; or null. */
    private NativeMemory held;

    private long bytes;
    private boolean readerGone;

    BufferedFeed(Source from, PipeChannel to) {
        this.from = from;
        this.to = to;
    }

    /** One fill and one write, or what is held first. After {@code MORE} there may be room yet. */
    Given step() throws Exception {
        if (held == null) {
            if (room < ENOUGH) {
                look();
            }
            if (room < SMALLEST_SLOT) {
                return Given.FULL;
            }
            fill();
        }
        if (held.bytes().hasRemaining()) {
            write();
        }
        if (held.bytes().hasRemaining()) {
            return Given.FULL;
        }
        release();
        return switch (answer) {
            case MORE -> Given.MORE;
            case EMPTY -> Given.EMPTY;
            case END -> Given.END;
        };
    }

    /**
     * More bytes are too many, and fewer may be: its slots need not be full. A terminal does not
     * tell, and what it does not take is held.
     */
    private void look() throws IOException {
        try {
            room = to.capacity() - to.unread();
        } catch (SyscallException e) {
            if (e.errno() != Errno.EBADF || !Pseudoterminal.isMaster(to.fd().number())) {
                throw e;
            }
            room = Integer.MAX_VALUE;
        }
    }

    private void fill() throws Exception {
        held = Buffers.borrow();
        held.bytes().limit(Math.min(room, Buffers.SIZE));
        try {
            answer = from.fill(held.bytes());
        } finally {
            held.bytes().flip();
        }
        if (answer == Answer.MORE && !held.bytes().hasRemaining()) {
            throw new IllegalStateException(from + " gave nothing and did not answer EMPTY or END");
        }
    }

    private void write() throws IOException {
        int position = held.bytes().position();
        int put;
        try {
            put = PipeCalls.write(to.fd(), held.address() + position, held.bytes().remaining());
        } catch (SyscallException e) {
            readerGone = e.errno() == Errno.EPIPE;
            throw e;
        }
        bytes += put;
        room -= put;
        held.bytes().position(position + put);
    }

    /** Whether a write failed because the reader has closed its end. */
    boolean readerGone() {
        return readerGone;
    }

    /** How many bytes the pipe has taken. */
    long bytes() {
        return bytes;
    }

    /** How many bytes are held. */
    int left() {
        return held == null ? 0 : held.bytes().remaining();
    }

    /** Gives back what it holds. */
    void release() {
        if (held != null) {
            Buffers.giveBack(held);
            held = null;
        }
    }
}
