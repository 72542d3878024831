package dev.penstock.splice;

import dev.penstock.pipe.PipeChannel;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Where a stream's bytes go. For one thread at a time. */
interface Outlet extends Closeable {
    /** What {@link #move} answers when the pipe is empty and has no writer any more. */
    long END = -1;

    /** What {@link #move} answers where the kernel moves nothing to such a target. */
    long REFUSED = -2;

    /** What {@link #move} answers when the target takes nothing; {@code resume} follows. */
    long FULL = -3;

    /** splice(2) moves at most so much in a call, so that other streams have their turn. */
    long MOST_AT_ONCE = 256 * 1024;

    /**
     * Moves bytes out of the pipe without reading them.
     *
     * @return how many, 0 if none were there, or one of the answers above
     */
    long move(PipeChannel from) throws IOException;

    /** Takes bytes; when it leaves any, it is full and {@code resume} follows. */
    void put(ByteBuffer bytes) throws IOException;

    /** The stream has come to its end of file. */
    void finish() throws IOException;

    /** Gives back what is ours; closing again does nothing. */
    @Override
    void close() throws IOException;

    /** Bytes that the target has taken so far. Any thread. */
    long written();

    /** Of these, the bytes that splice(2) moved. Any thread. */
    long spliced();
}
