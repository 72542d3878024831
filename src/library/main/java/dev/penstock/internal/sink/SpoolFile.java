package dev.penstock.internal.sink;

import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A temporary file without a name: it is unlinked as soon as it is open, so that nothing is left
 * behind however this process ends, and only its owner could have opened it. One thread at a time
 * writes, any number read.
 *
 * <p>Streams and not a channel: an interrupt closes a channel under all who use it.
 */
public final class SpoolFile implements Closeable {
    private static final int CHUNK = 64 * 1024;

    private final Path name;
    private final FileOutputStream out;
    private final RandomAccessFile in;
    private final byte[] chunk = new byte[CHUNK];
    private long written;

    private SpoolFile(Path name, FileOutputStream out, RandomAccessFile in) {
        this.name = name;
        this.out = out;
        this.in = in;
    }

    /**
     * Makes one.
     *
     * @throws IOException naming the directory
     */
    public static SpoolFile in(Path directory) throws IOException {
        Path name = null;
        FileOutputStream out = null;
        try {
            name = Files.createTempFile(directory, "penstock-", ".spool");
            try (StreamName opened = StreamName.of(name)) {
                out = new FileOutputStream(opened.file());
                return new SpoolFile(name, out, new RandomAccessFile(opened.file(), "r"));
            }
        } catch (IOException e) {
            if (out != null) {
                out.close();
            }
            throw new IOException("cannot make a file in " + directory + " to spool to: " + e, e);
        } finally {
            if (name != null) {
                Files.deleteIfExists(name);
            }
        }
    }

    /**
     * Writes what the buffer has; its position says afterwards what of it is in the file, also
     * where this throws.
     *
     * @throws IOException naming the file
     */
    public void write(ByteBuffer bytes) throws IOException {
        synchronized (out) {
            while (bytes.hasRemaining()) {
                int from = bytes.position();
                int n = Math.min(CHUNK, bytes.remaining());
                bytes.get(from, chunk, 0, n);
                long before = written;
                try {
                    out.write(chunk, 0, n);
                    written += n;
                } catch (IOException e) {
                    written = length(); // a full disk may have taken a part
                    throw new IOException(
                            "cannot spool more than "
                                    + written
                                    + " bytes to "
                                    + name
                                    + ": "
                                    + e.getMessage(),
                            e);
                } finally {
                    bytes.position(from + (int) (written - before));
                }
            }
        }
    }

    private long length() throws IOException {
        synchronized (in) {
            return in.length();
        }
    }

    /** Reads at least one of the bytes that were written from this position on. */
    public int read(long position, byte[] to, int offset, int length) throws IOException {
        synchronized (in) {
            in.seek(position);
            return in.read(to, offset, length);
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (out) {
            out.close();
        }
        synchronized (in) {
            in.close();
        }
    }
}
