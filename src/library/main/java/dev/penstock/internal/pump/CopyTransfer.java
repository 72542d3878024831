package dev.penstock.internal.pump;

import dev.penstock.internal.loop.EpollLoop;
import dev.penstock.internal.memory.Buffers;
import dev.penstock.internal.memory.CheckedBuffer;
import dev.penstock.internal.pipe.PipeCalls;
import dev.penstock.internal.splice.DirectSink.Taken;
import dev.penstock.internal.sys.NativeMemory;
import dev.penstock.pipe.PipeChannel;
import dev.penstock.sink.Sink;
import java.nio.ByteBuffer;

/**
 * Through a buffer that all streams of the loop share. What a full sink leaves is kept here until
 * it resumes.
 */
final class CopyTransfer implements Transfer {
    /** Reads for a sink that leaves bytes over are no larger: they have to be kept for it. */
    private static final int HELD_MOST = 64 * 1024;

    private final EpollLoop loop;
    private final PipeChannel from;
    private final Sink to;

    private final CheckedBuffer loan = new CheckedBuffer();

    /** What a full sink left; in memory of {@link Buffers}, or in the heap where that is null. */
    private ByteBuffer held;

    private NativeMemory heldIn;

    /** Whether the sink has left any before. */
    private boolean leaves;

    private int left;
    private volatile long bytes;

    /**
     * @param before how many bytes have left the pipe already
     */
    CopyTransfer(EpollLoop loop, PipeChannel from, Sink to, long before) {
        this.loop = loop;
        this.from = from;
        this.to = to;
        bytes = before;
    }

    @Override
    public Taken step() throws Exception {
        NativeMemory buffer = loop.readBuffer();
        int got =
                PipeCalls.read(
                        from.fd(),
                        buffer.address(),
                        leaves ? HELD_MOST : buffer.bytes().capacity());
        if (got <= 0) {
            return got < 0 ? Taken.END : Taken.MORE;
        }
        bytes += got;
        return offer(buffer.bytes().limit(got));
    }

    @Override
    public Taken resume() throws Exception {
        return left > 0 ? offer(held) : Taken.MORE;
    }

    private Taken offer(ByteBuffer chunk) throws Exception {
        Sink.Answer answer;
        ByteBuffer shown = loan.of(chunk);
        try {
            answer = to.accept(shown);
        } finally {
            loan.end(chunk);
            left = chunk.remaining();
        }
        if (answer == Sink.Answer.FULL) {
            hold(chunk);
            return Taken.FULL;
        }
        if (left > 0) {
            throw new IllegalStateException(
                    to + " left " + left + " bytes and did not answer FULL");
        }
        letGo();
        return Taken.MORE;
    }

    private void hold(ByteBuffer rest) {
        if (!rest.hasRemaining()) {
            letGo();
        } else if (rest != held) {
            leaves = true;
            heldIn = Buffers.borrowIfFew(left);
            held = heldIn == null ? ByteBuffer.allocate(left) : heldIn.bytes();
            held.put(rest).flip();
        }
    }

    private void letGo() {
        held = null;
        if (heldIn != null) {
            Buffers.giveBack(heldIn);
            heldIn = null;
        }
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public int left() {
        return left;
    }

    @Override
    public void close() {
        letGo();
    }
}
