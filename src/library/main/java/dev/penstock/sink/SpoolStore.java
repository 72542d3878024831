package dev.penstock.sink;

import dev.penstock.internal.sink.SpoolFile;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * The bytes of a {@link Spool}: one thread at a time puts them, any number read them, at any
 * position, and wait for those that are still to come. The lock is never held over a write to the
 * file.
 */
final class SpoolStore {
    private final int memory;
    private final Path directory;

    // Guarded by this. Byte number t of the stream is in the head while t < memory, then in the
    // file.
    private final Segments head;
    private SpoolFile file;
    private long total;
    private long droppedBytes;
    private boolean closed;
    private boolean over;
    private Throwable failure;

    /** Whether somebody writes, so that the total may grow though the stream is over. */
    private boolean writing;

    SpoolStore(int memory, Path directory) {
        this.memory = memory;
        this.directory = directory;
        this.head = new Segments(memory);
    }

    /** Puts as many bytes as there is memory for; all of them, to nowhere, once it is closed. */
    synchronized void putInMemory(ByteBuffer bytes) {
        if (!dropIfClosed(bytes) && total < memory) {
            int n = (int) Math.min(bytes.remaining(), memory - total);
            head.put((int) total, bytes, n);
            total += n;
            notifyAll();
        }
    }

    /** Whether it is closed; the bytes are counted as dropped then. */
    synchronized boolean dropIfClosed(ByteBuffer bytes) {
        if (closed) {
            drop(bytes);
        }
        return closed;
    }

    synchronized void drop(ByteBuffer bytes) {
        droppedBytes += bytes.remaining();
        bytes.position(bytes.limit());
    }

    /**
     * Puts the bytes into the file; what of them is there shows in the buffer's position, also
     * where this throws.
     *
     * @throws IOException naming the file, or the directory where none could be made
     */
    void putInFile(ByteBuffer bytes) throws IOException {
        if (!bytes.hasRemaining() || dropIfClosed(bytes)) {
            return;
        }
        int from = bytes.position();
        try {
            fileToWrite().write(bytes);
        } catch (IOException e) {
            if (!dropIfClosed(bytes)) {
                throw e;
            }
        } finally {
            grown(bytes.position() - from);
        }
    }

    private synchronized void grown(int bytes) {
        total += closed ? 0 : bytes;
        notifyAll();
    }

    /** Only one thread at a time writes, so no two are made. */
    private SpoolFile fileToWrite() throws IOException {
        synchronized (this) {
            if (file != null) {
                return file;
            }
        }
        SpoolFile made = SpoolFile.in(directory);
        synchronized (this) {
            file = made;
            if (!closed) {
                return made;
            }
        }
        made.close();
        return made;
    }

    /** Readers that have read everything wait from now on, over or not. */
    synchronized void beginWriting() {
        writing = true;
    }

    /**
     * They need not any more.
     *
     * @param thrown what the write met, or null; if the stream has failed meanwhile, that is told
     *     with its failure
     */
    synchronized void endWriting(Throwable thrown) {
        writing = false;
        if (thrown != null && failure != null) {
            failure.addSuppressed(thrown);
        }
        notifyAll();
    }

    /**
     * Nothing more is put, but for what is being written.
     *
     * @param cause null at the end of file
     */
    synchronized void finish(Throwable cause) {
        over = true;
        failure = cause;
        notifyAll();
    }

    /** At least one byte from that position on, or -1 at the end; waits for it. */
    int read(long position, byte[] to, int offset, int length) throws IOException {
        SpoolFile from;
        int n;
        synchronized (this) {
            awaitBytes(position);
            if (closed) {
                throw new IOException("the spool is closed");
            }
            if (position == total) {
                if (failure != null) {
                    throw new StreamFailedException(failure);
                }
                return -1;
            }
            n = (int) Math.min(length, total - position);
            if (position < memory) {
                n = (int) Math.min(n, memory - position);
                head.get((int) position, to, offset, n);
                return n;
            }
            from = file;
        }
        return from.read(position - memory, to, offset, n);
    }

    private void awaitBytes(long position) throws IOException {
        while (!closed && position == total && (!over || writing)) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while it waited for more");
            }
        }
    }

    void close() throws IOException {
        SpoolFile to;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            head.clear();
            to = file;
            notifyAll();
        }
        if (to != null) {
            to.close();
        }
    }

    synchronized long bytes() {
        return total;
    }

    synchronized long inMemory() {
        return Math.min(total, memory);
    }

    synchronized long droppedBytes() {
        return droppedBytes;
    }
}
