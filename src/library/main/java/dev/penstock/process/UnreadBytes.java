package dev.penstock.process;

import dev.penstock.internal.sink.SpoolFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Bytes that were read ahead of their reader, first in first out: in memory, and in a file while
 * that is full. The file is closed as soon as it is empty, which frees its blocks. One thread at a
 * time.
 */
final class UnreadBytes {
    private static final int FIRST = 4096;

    private final Overflow bounds;

    /** A ring: {@code count} bytes from {@code from} on, which are older than the file's. */
    private byte[] ring = new byte[0];

    private int from;
    private int count;

    /** Null while nothing is in it. */
    private SpoolFile file;

    private long fileRead;
    private long fileWritten;

    UnreadBytes(Overflow bounds) {
        this.bounds = bounds;
    }

    long size() {
        return count + (fileWritten - fileRead);
    }

    /** How many more may be put. */
    long room() {
        long inFile = bounds.file() - fileWritten;
        return file == null ? bounds.memory() - count + inFile : inFile;
    }

    /**
     * Takes as many of the bytes as there is {@link #room} for.
     *
     * @throws IOException naming the file, if it cannot be made or written
     */
    void put(ByteBuffer bytes) throws IOException {
        if (file == null) {
            putInMemory(bytes, Math.min(bytes.remaining(), bounds.memory() - count));
        }
        int rest = (int) Math.min(bytes.remaining(), bounds.file() - fileWritten);
        if (rest <= 0) {
            return;
        }
        if (file == null) {
            file = SpoolFile.in(bounds.directory());
        }
        int limit = bytes.limit();
        bytes.limit(bytes.position() + rest);
        int before = bytes.position();
        try {
            file.write(bytes);
        } finally {
            fileWritten += bytes.position() - before;
            bytes.limit(limit);
        }
    }

    /** Takes all of the bytes, whatever the bounds, where nothing is put after them. */
    void putLast(ByteBuffer bytes) throws IOException {
        if (file == null) {
            putInMemory(bytes, bytes.remaining());
            return;
        }
        int before = bytes.position();
        try {
            file.write(bytes);
        } finally {
            fileWritten += bytes.position() - before;
        }
    }

    private void putInMemory(ByteBuffer bytes, int n) {
        if (n <= 0) {
            return;
        }
        if (count + n > ring.length) {
            grow(count + n);
        }
        int at = (from + count) % ring.length;
        int straight = Math.min(n, ring.length - at);
        bytes.get(ring, at, straight);
        bytes.get(ring, 0, n - straight);
        count += n;
    }

    private void grow(int least) {
        byte[] larger = new byte[Math.max(least, Math.max(FIRST, 2 * ring.length))];
        int straight = Math.min(count, ring.length - from);
        System.arraycopy(ring, from, larger, 0, straight);
        System.arraycopy(ring, 0, larger, straight, count - straight);
        ring = larger;
        from = 0;
    }

    /** At least one byte, if there are any and the buffer has room. */
    int take(ByteBuffer to) throws IOException {
        if (count > 0) {
            int n = Math.min(to.remaining(), Math.min(count, ring.length - from));
            to.put(ring, from, n);
            from = (from + n) % ring.length;
            count -= n;
            return n;
        }
        if (file == null) {
            return 0;
        }
        byte[] chunk = new byte[(int) Math.min(to.remaining(), fileWritten - fileRead)];
        int n = file.read(fileRead, chunk, 0, chunk.length);
        to.put(chunk, 0, n);
        fileRead += n;
        if (fileRead == fileWritten) {
            clear();
        }
        return n;
    }

    /** Lets go of the bytes, of the memory and of the file. */
    void clear() throws IOException {
        count = 0;
        from = 0;
        fileRead = 0;
        fileWritten = 0;
        ring = Arrays.copyOf(ring, 0);
        SpoolFile closing = file;
        file = null;
        if (closing != null) {
            closing.close();
        }
    }
}
