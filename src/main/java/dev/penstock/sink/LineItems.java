package dev.penstock.sink;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Lines as the items of a {@link Queue}. */
final class LineItems extends ItemSource<String> {
    private final LineSplitter splitter;
    private final LineSplitter.Receiver receiver = this::line;
    private Basket<String> basket;

    LineItems(int longest) {
        splitter = new LineSplitter(longest);
    }

    @Override
    void fill(ByteBuffer bytes, Basket<String> basket) throws Exception {
        this.basket = basket;
        splitter.split(bytes, receiver);
    }

    @Override
    void finish(Basket<String> basket) throws Exception {
        this.basket = basket;
        splitter.finish(receiver);
    }

    @Override
    int held() {
        return splitter.carried();
    }

    @Override
    long forget() {
        return splitter.forget();
    }

    private boolean line(byte[] bytes, int from, int length, long cut) {
        if (cut > 0) {
            cutLines.add(1);
            bytesCut.add(cut);
        }
        return basket.add(new String(bytes, from, length, StandardCharsets.UTF_8), length);
    }
}
