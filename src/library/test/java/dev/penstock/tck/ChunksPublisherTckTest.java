package dev.penstock.tck;

import dev.penstock.process.Command;
import dev.penstock.sink.FlowSink;
import java.nio.ByteBuffer;

/** Chunks, delivered on the loop's thread. */
public class ChunksPublisherTckTest extends PublisherTck<ByteBuffer> {
    @Override
    FlowSink<ByteBuffer> publisher() {
        return FlowSink.ofChunks(1);
    }

    @Override
    Command command(long elements) {
        return Command.of("head", "-c", Long.toString(elements), "/dev/zero");
    }
}
