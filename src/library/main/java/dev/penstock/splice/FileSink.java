package dev.penstock.splice;

import dev.penstock.internal.sys.FileName;
import dev.penstock.libc.Fcntl;
import dev.penstock.loop.EventLoop;
import dev.penstock.splice.SizeLimit.Then;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Executor;

/**
 * Writes a stream to a file. The kernel moves the bytes from the pipe, by splice(2), so they never
 * come into this process; where it cannot, as with a file opened to {@linkplain #appending append},
 * they are read and written.
 *
 * <pre>{@code
 * FileSink log = FileSink.of(Path.of("server.log")).appending().rotateAt(10 << 20, 5);
 * Outcome outcome = Command.of("server").stdout(log).run();
 * }</pre>
 *
 * <p>The file is opened when the stream begins, with mode 0666 less the umask, and closed when it
 * ends or fails. If it cannot be opened or written the stream fails with a {@link
 * java.nio.file.FileSystemException} that names it; what was written stays, and the child's next
 * write answers {@code EPIPE}, so it is not left hanging.
 *
 * <p>The loop's thread writes, and a disk that makes it wait makes all children of that loop wait;
 * with {@link #writtenBy} it is another's, and a slow disk slows this child alone. Any thread may
 * ask for the counts. Each of the methods that change something answers a changed copy.
 *
 * <p>Memory: none for bytes that are spliced. For others a buffer that is shared, or with {@link
 * #writtenBy} 64 KiB of its own.
 */
public final class FileSink extends OutletSink {
    private final Path path;

    /** {@code O_EXCL}, {@code O_TRUNC} or {@code O_APPEND}. */
    private final int how;

    private final SizeLimit limit;
    private final boolean sync;
    private final Executor executor;

    private final LimitedFile file;

    private FileSink(Path path, int how, SizeLimit limit, boolean sync, Executor executor) {
        super(executor);
        this.path = FileName.requireOfThisMachine("the file", path);
        this.how = how;
        this.limit = limit;
        this.sync = sync;
        this.executor = executor;
        file = new LimitedFile(path, how, limit, sync);
    }

    /** To a new file; the stream fails if there is one of that name. */
    public static FileSink of(Path path) {
        return new FileSink(path, Fcntl.O_EXCL, SizeLimit.NONE, false, null);
    }

    /** Empties the file if it exists. */
    public FileSink truncating() {
        return new FileSink(path, Fcntl.O_TRUNC, limit, sync, executor);
    }

    /** Writes to the end of the file, wherever that is at each write ({@code O_APPEND}). */
    public FileSink appending() {
        return new FileSink(path, Fcntl.O_APPEND, limit, sync, executor);
    }

    /**
     * A stream of more bytes than fit fails with a {@link SizeLimitException}; the file holds
     * exactly those up to the limit.
     *
     * @param bytes how large the file may become, 1 or more; what an appended one held counts
     */
    public FileSink stopAt(long bytes) {
        return limit(new SizeLimit(bytes, Then.STOP, 0));
    }

    /**
     * Of a stream of more bytes than fit the rest is read, dropped and counted as {@link #omitted},
     * so that the child comes to its own end.
     *
     * @param bytes how large the file may become, 1 or more; what an appended one held counts
     */
    public FileSink cutAt(long bytes) {
        return limit(new SizeLimit(bytes, Then.CUT, 0));
    }

    /**
     * When the file is full and there are more bytes, it becomes {@code name.1}, an older {@code
     * name.1} becomes {@code name.2}, and so on, and a new one is begun. Each is full to the byte:
     * the cut comes where it comes, in the middle of a line mostly, and the files joined in order
     * are the stream.
     *
     * @param bytes how large a file may become, 1 or more; what an appended one held counts
     * @param keep how many older ones stay, 1 or more
     */
    public FileSink rotateAt(long bytes, int keep) {
        return limit(new SizeLimit(bytes, Then.ROTATE, keep));
    }

    /**
     * As {@link #rotateAt}, but no line is cut: the one that reaches the limit is written to its
     * end, so a file may become larger by the rest of a line, however long that is. To see where
     * lines end the bytes are read and written, not spliced.
     */
    public FileSink rotateAtLine(long bytes, int keep) {
        return limit(new SizeLimit(bytes, Then.ROTATE_AT_LINE, keep));
    }

    private FileSink limit(SizeLimit changed) {
        return new FileSink(path, how, changed, sync, executor);
    }

    /** Ends only when the bytes are on the disk: fsync(2), also before a file is put aside. */
    public FileSink syncAtEnd() {
        return new FileSink(path, how, limit, true, executor);
    }

    /**
     * Has the executor's threads write. The pipe is out of the loop's epoll set meanwhile, so what
     * the disk does not take in time the child waits for, and nobody else. One job at a time, of 16
     * MiB at most; the executor may serve other streams too.
     *
     * <p>A stream that is cut, after a timeout for one, while a job is at work may have counted
     * bytes as left in the pipe that this job still moves.
     *
     * @param executor not closed here; one that refuses a job fails the stream
     */
    public FileSink writtenBy(Executor executor) {
        return new FileSink(path, how, limit, sync, Objects.requireNonNull(executor, "executor"));
    }

    @Override
    Outlet open(EventLoop loop, Runnable resume) throws IOException {
        return file.open();
    }

    /** The file. */
    public Path path() {
        return path;
    }

    /** Bytes written so far, to files that are gone by now too. From any thread. */
    public long written() {
        return file.written();
    }

    /** Of these, the bytes that the kernel moved, by splice(2). From any thread. */
    public long spliced() {
        return file.spliced();
    }

    /**
     * Bytes that came and are in no file: beyond {@link #cutAt}, or in the hands of an executor's
     * thread when a write failed. From any thread.
     */
    public long omitted() {
        return file.omitted() + lost();
    }

    /** How many times the file was full and put aside. From any thread. */
    public int rotations() {
        return file.rotations();
    }

    @Override
    public String toString() {
        return "file " + path;
    }
}
