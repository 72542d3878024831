package dev.penstock.sink;

import dev.penstock.text.LineCounts;
import dev.penstock.text.LineDecoder;
import dev.penstock.text.LineFormat;
import dev.penstock.text.LineView;
import java.nio.ByteBuffer;

/** Lines as items. */
final class LineItems extends ItemSource<String> {
    /** Bytes to look at first for each line that is wanted; then twice as many, until it shows. */
    private static final int LOOK = 256;

    private final LineDecoder decoder;
    private final LineDecoder.Receiver receiver = this::line;
    private Batch<String> batch;

    LineItems(LineFormat format) {
        decoder = LineDecoder.of(format);
    }

    @Override
    LineCounts counts() {
        return decoder.counts();
    }

    @Override
    void fill(ByteBuffer bytes, Batch<String> batch) throws Exception {
        this.batch = batch;
        int all = bytes.limit();
        // The decoder copies what it is shown, so it is shown little where few lines are wanted.
        long shown = (long) batch.roomItems * LOOK;
        boolean more = true;
        try {
            while (more && bytes.position() < all) {
                bytes.limit((int) Math.min(all, bytes.position() + shown));
                more = decoder.decode(bytes, receiver);
                shown *= 2;
            }
        } finally {
            bytes.limit(all);
        }
    }

    @Override
    void finish(Batch<String> batch) throws Exception {
        this.batch = batch;
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
        return batch.add(line.toString(), line.streamBytes());
    }
}
