package dev.penstock.splice;

import dev.penstock.loop.EventLoop;
import dev.penstock.memory.Buffers;
import dev.penstock.pipe.DirectSink;
import dev.penstock.pipe.PipeChannel;
import dev.penstock.sink.Life;
import dev.penstock.splice.SizeLimit.Then;
import dev.penstock.sys.Fcntl;
import dev.penstock.sys.NativeMemory;
import dev.penstock.sys.PollFd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Writes a stream to a file. The kernel moves the bytes from the pipe, by splice(2), so they never
 * come into this process; where it cannot, as with a file opened to {@linkplain #append append},
 * they are read and written.
 *
 * <pre>{@code
 * ToFile log = ToFile.append(Path.of("server.log")).rotateAt(10 << 20, 5);
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
public final class ToFile implements DirectSink {
    /** A job goes on to so many bytes while there are any; others wait for its thread too. */
    private static final long MOST_IN_A_JOB = 16 * Target.MOST_AT_ONCE;

    private final Path path;

    /** {@code O_EXCL}, {@code O_TRUNC} or {@code O_APPEND}. */
    private final int how;

    private final SizeLimit limit;
    private final boolean sync;
    private final Executor executor;

    private final Life life = new Life();
    private OffLoop offLoop;

    // For one thread at a time, the loop's or the executor's; the counts are for all to read.
    private Target target;
    private long inFile;
    private NativeMemory own;
    private volatile long taken;
    private volatile long written;
    private volatile long omitted;
    private volatile int rotations;
    private volatile long spliced;

    private ToFile(Path path, int how, SizeLimit limit, boolean sync, Executor executor) {
        this.path = Objects.requireNonNull(path, "path");
        this.how = how;
        this.limit = limit;
        this.sync = sync;
        this.executor = executor;
    }

    /** To a new file; the stream fails if there is one of that name. */
    public static ToFile create(Path path) {
        return new ToFile(path, Fcntl.O_EXCL, SizeLimit.NONE, false, null);
    }

    /** To a file, emptied if it exists. */
    public static ToFile truncate(Path path) {
        return new ToFile(path, Fcntl.O_TRUNC, SizeLimit.NONE, false, null);
    }

    /** To the end of a file, wherever that is at each write ({@code O_APPEND}). */
    public static ToFile append(Path path) {
        return new ToFile(path, Fcntl.O_APPEND, SizeLimit.NONE, false, null);
    }

    /**
     * A stream of more bytes than fit fails with a {@link SizeLimitException}; the file holds
     * exactly those up to the limit.
     *
     * @param bytes how large the file may become, 1 or more; what an appended one held counts
     */
    public ToFile stopAt(long bytes) {
        return limit(new SizeLimit(bytes, Then.STOP, 0));
    }

    /**
     * Of a stream of more bytes than fit the rest is read, dropped and counted as {@link #omitted},
     * so that the child comes to its own end.
     *
     * @param bytes how large the file may become, 1 or more; what an appended one held counts
     */
    public ToFile cutAt(long bytes) {
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
    public ToFile rotateAt(long bytes, int keep) {
        return limit(new SizeLimit(bytes, Then.ROTATE, keep));
    }

    private ToFile limit(SizeLimit changed) {
        return new ToFile(path, how, changed, sync, executor);
    }

    /** Ends only when the bytes are on the disk: fsync(2), also before a file is put aside. */
    public ToFile syncAtEnd() {
        return new ToFile(path, how, limit, true, executor);
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
    public ToFile writtenBy(Executor executor) {
        return new ToFile(path, how, limit, sync, Objects.requireNonNull(executor, "executor"));
    }

    @Override
    public void attach(EventLoop loop, Runnable resume) throws IOException {
        life.attach(this);
        offLoop = executor == null ? null : new OffLoop(executor, resume);
        target = RegularFile.open(path, how);
        inFile = how == Fcntl.O_APPEND ? Files.size(path) : 0;
    }

    /**
     * {@inheritDoc}
     *
     * @throws UncheckedIOException if the file cannot be opened
     */
    @Override
    public void attach(Runnable resume) {
        try {
            attach(null, resume);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ---- Out of the pipe

    @Override
    public Taken take(PipeChannel from) throws Exception {
        if (offLoop == null) {
            return move(from);
        }
        Taken before = offLoop.answer();
        if (before != null) {
            return before;
        }
        offLoop.give(() -> job(from));
        return Taken.FULL;
    }

    private Taken job(PipeChannel from) throws IOException {
        long begun = taken;
        long before;
        Taken now;
        do {
            before = taken;
            now = move(from);
            if (now == Taken.REFUSED) {
                now = copy(from);
            }
        } while (now == Taken.MORE && taken > before && taken - begun < MOST_IN_A_JOB);
        if (now == Taken.END) {
            finish();
        }
        return now;
    }

    /** One splice. */
    private Taken move(PipeChannel from) throws IOException {
        if (inFile >= limit.bytes()) {
            if (limit.then() == Then.CUT) {
                return cut(from);
            }
            // Only when there are more bytes than fit.
            int ready = new PollFd().poll(from.fd().number(), PollFd.POLLIN, 0);
            if ((ready & PollFd.POLLIN) == 0) {
                return (ready & PollFd.POLLHUP) != 0 ? Taken.END : Taken.MORE;
            }
            makeRoom();
        }
        long moved = target.splice(from, limit.bytes() - inFile);
        if (moved == Target.REFUSED) {
            return Taken.REFUSED;
        }
        if (moved > 0) {
            taken += moved;
            spliced += moved;
            count(moved);
        }
        return moved < 0 ? Taken.END : Taken.MORE;
    }

    private Taken cut(PipeChannel from) throws IOException {
        long dropped = from.discard(Target.MOST_AT_ONCE);
        if (dropped > 0) {
            taken += dropped;
            omitted += dropped;
        }
        return dropped < 0 ? Taken.END : Taken.MORE;
    }

    /** By read and write, into memory that no other stream uses meanwhile. */
    private Taken copy(PipeChannel from) throws IOException {
        ByteBuffer bytes = ownBuffer();
        int got = from.read(bytes);
        if (got > 0) {
            taken += got;
            bytes.flip();
            try {
                put(bytes);
            } finally {
                // What could not be written.
                omitted += bytes.remaining();
            }
        }
        return got < 0 ? Taken.END : Taken.MORE;
    }

    private ByteBuffer ownBuffer() {
        if (own == null) {
            own = Buffers.borrow();
        }
        return own.bytes().clear();
    }

    // ---- From a buffer

    @Override
    public Answer accept(ByteBuffer bytes) throws Exception {
        if (offLoop == null) {
            put(bytes);
            return Answer.MORE;
        }
        offLoop.answer();
        ByteBuffer copy = ownBuffer();
        int count = Math.min(bytes.remaining(), copy.remaining());
        copy.put(0, bytes, bytes.position(), count).limit(count);
        bytes.position(bytes.position() + count);
        offLoop.give(
                () -> {
                    put(copy);
                    return Taken.MORE;
                });
        return Answer.FULL;
    }

    private void put(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (inFile >= limit.bytes()) {
                if (limit.then() == Then.CUT) {
                    omitted += bytes.remaining();
                    bytes.position(bytes.limit());
                    return;
                }
                makeRoom();
            }
            int most = (int) Math.min(bytes.remaining(), limit.bytes() - inFile);
            count(target.write(bytes, most));
        }
    }

    private void count(long more) {
        inFile += more;
        written += more;
    }

    /** There are more bytes than fit. */
    private void makeRoom() throws IOException {
        if (limit.then() == Then.STOP) {
            throw new SizeLimitException(path, limit.bytes());
        }
        finish();
        RegularFile.putAside(path, limit.keep());
        target = RegularFile.open(path, how);
        inFile = 0;
        rotations++;
    }

    // ---- The end

    @Override
    public void end() throws Exception {
        if (offLoop != null) {
            offLoop.answer();
        }
        finish();
        giveBack();
        life.end();
    }

    @Override
    public void fail(Throwable cause) {
        life.fail(cause);
        Runnable last =
                () -> {
                    giveBack();
                    try {
                        close();
                    } catch (IOException e) {
                        cause.addSuppressed(e);
                    }
                };
        if (offLoop == null) {
            last.run();
        } else {
            offLoop.end(last);
        }
    }

    private void finish() throws IOException {
        if (target != null && sync) {
            target.sync();
        }
        close();
    }

    private void close() throws IOException {
        Target closing = target;
        if (closing != null) {
            target = null;
            closing.close();
        }
    }

    private void giveBack() {
        if (own != null) {
            Buffers.giveBack(own);
            own = null;
        }
    }

    // ---- What came of it

    /** The file. */
    public Path path() {
        return path;
    }

    /** Bytes written so far, to files that are gone by now too. From any thread. */
    public long written() {
        return written;
    }

    /** Bytes that came and are in no file: beyond a {@link #cutAt}. From any thread. */
    public long omitted() {
        return omitted;
    }

    /** How many times the file was full and put aside. From any thread. */
    public int rotations() {
        return rotations;
    }

    /** Of the bytes written, those that the kernel moved, by splice(2). From any thread. */
    public long spliced() {
        return spliced;
    }

    @Override
    public long taken() {
        return taken;
    }

    /** Whether the whole stream has come, up to its end of file. From any thread. */
    public boolean ended() {
        return life.ended();
    }

    /** Why the stream ended before its end of file; empty while it runs and if it did not fail. */
    public Optional<Throwable> failure() {
        return life.failure();
    }

    @Override
    public String toString() {
        return "file " + path;
    }
}
