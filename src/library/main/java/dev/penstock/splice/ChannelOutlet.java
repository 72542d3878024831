package dev.penstock.splice;

import dev.penstock.pipe.PipeChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.WritableByteChannel;

/** Somebody's channel, whose writes wait. */
final class ChannelOutlet implements Outlet {
    private final WritableByteChannel channel;
    private volatile long written;

    ChannelOutlet(WritableByteChannel channel) {
        this.channel = channel;
    }

    @Override
    public long move(PipeChannel from) {
        return REFUSED;
    }

    @Override
    public void put(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            int put = channel.write(bytes);
            if (put == 0) {
                throw new IllegalBlockingModeException();
            }
            written += put;
        }
    }

    /** Refuses a channel that does not wait: there would be nobody to say when it has room. */
    static void requireBlocking(WritableByteChannel channel) {
        if (channel instanceof PipeChannel
                || channel instanceof SelectableChannel selectable && !selectable.isBlocking()) {
            throw new IllegalBlockingModeException();
        }
    }

    @Override
    public void finish() {}

    @Override
    public void close() {}

    @Override
    public long written() {
        return written;
    }

    @Override
    public long spliced() {
        return 0;
    }
}
