package dev.penstock.sink;

import dev.penstock.text.LineCounts;
import dev.penstock.text.LineDecoder;
import dev.penstock.text.LineFormat;
import dev.penstock.text.LineView;
import java.nio.ByteBuffer;

/** Lines as items. */
final class LineItems extends ItemSource<String> {
    private final LineDecoder decoder;
    private final LineDecoder.Receiver receiver = this::line;
    private Basket<String> basket;

    LineItems(LineFormat format) {
        decoder = new LineDecoder(format);
    }

    @Override
    LineCounts counts() {
        return decoder.counts();
    }

    @Override
    void fill(ByteBuffer bytes, Basket<String> basket) throws Exception {
        this.basket = basket;
        decoder.decode(bytes, receiver);
    }

    @Override
    void finish(Basket<String> basket) throws Exception {
        this.basket = basket;
        decoder.finish(receiver);
    }

    @Override
    int held() {
        return decoder.held();
    }

    @Override
    long forget() {
        return decoder.forget();
    }

    private boolean line(LineView line) {
        return basket.add(line.toString(), line.streamBytes());
    }
}
