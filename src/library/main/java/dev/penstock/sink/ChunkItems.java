package dev.penstock.sink;

import java.nio.ByteBuffer;
import java.util.function.Function;

/** Chunks as items: what one read brought, cut into pieces, each a copy of its own. */
final class ChunkItems<T> extends ItemSource<T> {
    private final int longest;
    private final Function<byte[], T> wrap;

    ChunkItems(int longest, Function<byte[], T> wrap) {
        if (longest < 1) {
            throw new IllegalArgumentException("a chunk of " + longest + " bytes: at least 1");
        }
        this.longest = longest;
        this.wrap = wrap;
    }

    @Override
    void fill(ByteBuffer bytes, Batch<T> batch) {
        boolean room = true;
        while (room && bytes.hasRemaining()) {
            byte[] chunk = new byte[Math.min(longest, bytes.remaining())];
            bytes.get(chunk);
            room = batch.add(wrap.apply(chunk), chunk.length);
        }
    }
}
