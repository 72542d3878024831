package dev.penstock.sink;

import java.nio.ByteBuffer;

/** Chunks as the items of a {@link Queue}: what one read brought, cut into pieces. */
final class ChunkItems extends ItemSource<byte[]> {
    private final int longest;

    ChunkItems(int longest) {
        this.longest = longest;
    }

    @Override
    void fill(ByteBuffer bytes, Basket<byte[]> basket) {
        boolean room = true;
        while (room && bytes.hasRemaining()) {
            byte[] chunk = new byte[Math.min(longest, bytes.remaining())];
            bytes.get(chunk);
            room = basket.add(chunk, chunk.length);
        }
    }
}
