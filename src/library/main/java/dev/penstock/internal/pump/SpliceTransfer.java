package dev.penstock.internal.pump;

import dev.penstock.internal.splice.DirectSink;
import dev.penstock.pipe.PipeChannel;

/** By a sink that takes its bytes itself, without a buffer in between. */
final class SpliceTransfer implements Transfer {
    private final PipeChannel from;
    private final DirectSink to;

    SpliceTransfer(PipeChannel from, DirectSink to) {
        this.from = from;
        this.to = to;
    }

    @Override
    public DirectSink.Taken step() throws Exception {
        return to.take(from);
    }

    @Override
    public DirectSink.Taken resume() throws Exception {
        return to.take(from);
    }

    @Override
    public long bytes() {
        return to.taken();
    }

    @Override
    public int left() {
        return 0;
    }

    @Override
    public void close() {}
}
