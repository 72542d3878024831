package dev.penstock.sink;

import dev.penstock.text.LineCounts;
import java.nio.ByteBuffer;

/** Makes items out of bytes. */
abstract class ItemSource<T> {
    /** What became of the lines, if the items are lines. */
    LineCounts counts() {
        return new LineCounts();
    }

    /** Consumes the buffer, or as much of it as the batch has room for. */
    abstract void fill(ByteBuffer bytes, Batch<T> batch) throws Exception;

    /** Makes an item of what is left over, if there is any. */
    void finish(Batch<T> batch) throws Exception {}

    /** Bytes held of an item that is not finished. */
    int held() {
        return 0;
    }

    /** Drops the unfinished item, and says how many bytes of the stream that were. */
    long forget() {
        return 0;
    }
}
