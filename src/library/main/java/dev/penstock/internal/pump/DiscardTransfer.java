package dev.penstock.internal.pump;

import dev.penstock.internal.splice.DirectSink.Taken;
import dev.penstock.pipe.PipeChannel;
import dev.penstock.sink.Discard;
import java.io.IOException;

/** To nowhere: the kernel throws the bytes away, and only their number comes to the sink. */
final class DiscardTransfer implements Transfer {
    /**
     * At most so much in a call, so that other streams have their turn. It is more than is read at
     * once, because nothing is copied.
     */
    private static final long MOST_AT_ONCE = 1 << 20;

    private final PipeChannel from;
    private final Discard to;

    DiscardTransfer(PipeChannel from, Discard to) {
        this.from = from;
        this.to = to;
    }

    @Override
    public Taken step() throws IOException {
        long dropped = from.discard(MOST_AT_ONCE);
        if (dropped < 0) {
            return Taken.END;
        }
        to.dropped(dropped);
        return Taken.MORE;
    }

    /** It is never full. */
    @Override
    public Taken resume() {
        return Taken.MORE;
    }

    @Override
    public long bytes() {
        return to.bytes();
    }

    @Override
    public int left() {
        return 0;
    }

    @Override
    public void close() {}
}
