package dev.penstock.sink;

import dev.penstock.internal.sink.StreamLife;
import dev.penstock.internal.sys.FileName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Keeps a whole stream, in memory up to a limit and from there on in a temporary file, to be read
 * any number of times, also while it still comes. The loop thread calls the {@link Sink} methods;
 * everything else is for any other thread.
 *
 * <pre>{@code
 * try (Spool out = Spool.of(1 << 20)) {
 *     Command.of("tar", "-c", "big").stdout(out).run().orThrow();
 *     upload(out.newInputStream());
 * }
 * }</pre>
 *
 * <p><b>Reading.</b> Each {@link #newInputStream} has a position of its own and begins at the first
 * byte. Where it has caught up with a stream that still runs, it waits. At the end it answers end
 * of file or, where the stream failed, throws a {@link StreamFailedException}; the {@link #bytes}
 * that came before can be read in either case.
 *
 * <p><b>The file</b> is made when the first byte does not fit the memory, in {@code java.io.tmpdir}
 * or in the {@link #directory} given. Only its owner may open it, and it loses its name at once:
 * nothing is left behind however this process ends. {@link #close} frees its blocks.
 *
 * <p><b>A full disk</b> fails the stream with an error that names the file; so do more bytes than
 * {@link #stopAt} allows, for that reason. What was spooled stays readable. The child finds its
 * pipe closed, and does not hang.
 *
 * <p>The loop thread writes to the file itself, unless {@link #writtenBy} names an executor: then a
 * slow disk holds up this stream alone.
 *
 * <p>Memory: its limit, until it is closed, and 64 KiB for the file; with an executor also what one
 * read brought, 256 KiB at most.
 */
public final class Spool implements Sink, AutoCloseable {
    private static final int LARGEST = Integer.MAX_VALUE - 8;

    private final int memory;
    private final Path directory;
    private final long most;

    /** Null to write on the loop's thread. */
    private final Executor executor;

    private final StreamLife life = new StreamLife();
    private final SpoolStore store;

    /** For what the executor writes. */
    private final SpoolWriter writer;

    private Spool(int memory, Path directory, long most, Executor executor) {
        this.memory = memory;
        this.directory = directory;
        this.most = most;
        this.executor = executor;
        this.store = new SpoolStore(memory, directory);
        this.writer = new SpoolWriter(store, executor);
    }

    /**
     * Keeps so many bytes in memory, and the rest in a file.
     *
     * @param bytes from 0 to 2 147 483 639
     * @throws IllegalArgumentException if out of that range
     */
    public static Spool of(int bytes) {
        if (bytes < 0 || bytes > LARGEST) {
            throw new IllegalArgumentException(
                    "a spool keeps from 0 to " + LARGEST + " bytes in memory, not " + bytes);
        }
        Path directory = Path.of(System.getProperty("java.io.tmpdir"));
        return new Spool(bytes, directory, Long.MAX_VALUE, null);
    }

    /** A new spool like this one, whose file is made in that directory; this one is not changed. */
    public Spool directory(Path directory) {
        FileName.requireOfThisMachine("the directory", directory);
        return new Spool(memory, directory, most, executor);
    }

    /**
     * A new spool like this one that takes so many bytes in all, in memory and file; one more fails
     * the stream with an {@link IOException} that is {@link LimitReached}. This one is not changed.
     *
     * @param bytes at least 0
     * @throws IllegalArgumentException if less
     */
    public Spool stopAt(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("a spool of " + bytes + " bytes: at least 0");
        }
        return new Spool(memory, directory, bytes, executor);
    }

    /**
     * A new spool like this one whose file an executor makes and writes, one task at a time, while
     * the stream waits; this one is not changed.
     *
     * @param executor whose threads may block; if it refuses a task, the stream fails
     */
    public Spool writtenBy(Executor executor) {
        return new Spool(memory, directory, most, Objects.requireNonNull(executor, "executor"));
    }

    @Override
    public void requireUnused() {
        life.requireUnused(this);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if this sink has served a stream before
     */
    @Override
    public void attach(Runnable resume) {
        life.attach(this);
        writer.resumeWith(resume);
    }

    /**
     * Keeps the bytes.
     *
     * @throws IOException if they cannot be written, naming the file, or there are too many
     */
    @Override
    public Answer accept(ByteBuffer bytes) throws Exception {
        writer.rethrow();
        int all = bytes.limit();
        int room = (int) Math.min(bytes.remaining(), most - bytes());
        bytes.limit(bytes.position() + room);
        try {
            store.putInMemory(bytes);
            if (bytes.hasRemaining() && executor != null) {
                writer.write(bytes);
                return Answer.FULL;
            }
            store.putInFile(bytes);
        } finally {
            bytes.limit(all);
        }
        if (bytes.hasRemaining() && !store.dropIfClosed(bytes)) {
            throw new SpoolLimitException(most);
        }
        return Answer.MORE;
    }

    /**
     * {@inheritDoc}
     *
     * @throws Exception what the last write met; the stream then counts as failed
     */
    @Override
    public void end() throws Exception {
        try {
            writer.rethrow();
        } catch (Throwable t) {
            fail(t);
            throw t;
        }
        life.end();
        store.finish(null);
    }

    @Override
    public void fail(Throwable cause) {
        life.fail(Objects.requireNonNull(cause, "cause"));
        store.finish(cause);
    }

    /**
     * A reader of its own, from the first byte on; any number of times. It need not be closed, and
     * serves one thread at a time. An interrupt ends a read that waits with an {@link
     * java.io.InterruptedIOException}, and harms nobody else.
     */
    public InputStream newInputStream() {
        return new SpoolReader(store);
    }

    /** As {@link #newInputStream}, as a channel, which an interrupt closes. */
    public ReadableByteChannel newChannel() {
        return Channels.newChannel(newInputStream());
    }

    /**
     * Lets go of the memory and of the file. Readers get an {@link IOException} from then on, and
     * what the stream still brings is read to nowhere and counted in {@link #droppedBytes}. Closing
     * again does nothing.
     *
     * @throws IOException if the file cannot be closed
     */
    @Override
    public void close() throws IOException {
        store.close();
    }

    /** Bytes kept so far, in memory and file: all of the stream's once {@link #ended}. */
    public long bytes() {
        return store.bytes();
    }

    /** How many of the {@link #bytes} are in the file. */
    public long fileBytes() {
        return Math.max(0, bytes() - memory);
    }

    /**
     * Bytes that came and were not kept: after {@link #close}, or as an executor's write failed.
     */
    public long droppedBytes() {
        return store.droppedBytes();
    }

    /** The most bytes of the stream that were held in memory at once. */
    public long peakBytes() {
        return store.inMemory() + writer.peakBytes();
    }

    /** Whether the whole stream has come, up to its end of file. From any thread. */
    public boolean ended() {
        return life.ended();
    }

    /** Why the stream ended before its end of file; empty while it runs and if it did not fail. */
    public Optional<Throwable> failure() {
        return life.failure();
    }
}
