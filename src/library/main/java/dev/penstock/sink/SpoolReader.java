package dev.penstock.sink;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** One reader of a {@link Spool}; it holds a position and nothing else. One thread at a time. */
final class SpoolReader extends InputStream {
    private final SpoolStore store;
    private long position;
    private boolean closed;

    SpoolReader(SpoolStore store) {
        this.store = store;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, to.length);
        requireOpen();
        if (length == 0) {
            return 0;
        }
        int n = store.read(position, to, offset, length);
        position += Math.max(n, 0);
        return n;
    }

    @Override
    public long skip(long n) throws IOException {
        requireOpen();
        long skipped = Math.max(0, Math.min(n, store.bytes() - position));
        position += skipped;
        return skipped;
    }

    @Override
    public int available() throws IOException {
        requireOpen();
        return (int) Math.min(Integer.MAX_VALUE, store.bytes() - position);
    }

    private void requireOpen() throws IOException {
        if (closed) {
            throw new IOException("this reader is closed");
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
