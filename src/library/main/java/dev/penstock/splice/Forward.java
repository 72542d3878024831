package dev.penstock.splice;

import dev.penstock.loop.EventLoop;
import dev.penstock.pipe.PipeChannel;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.Objects;
import java.util.concurrent.Executor;

/**
 * Passes a stream on to a descriptor or channel of this process: its own standard output, say. When
 * the target is full the child waits, and nobody else; a target whose reader is gone fails the
 * stream with an {@code EPIPE} that names it, and the child's next write fails likewise. The target
 * is never closed and no flag of it ever changed.
 *
 * <pre>{@code
 * Command.of("make").stdout(Forward.ofStdout()).stderr(Forward.ofStderr()).run();
 * }</pre>
 *
 * <p>A child that inherits the descriptor itself needs no forwarding, and is faster. This is for
 * what has to be counted, bounded by a timeout, or ended with the child, though its grandchildren
 * go on writing.
 *
 * <p>How it writes without waiting, and without {@code O_NONBLOCK} on an open file description that
 * others share:
 *
 * <table>
 *   <caption>By kind of descriptor</caption>
 *   <tr><th>target</th><th>how</th><th>may the loop wait?</th></tr>
 *   <tr><td>pipe, FIFO, terminal, device</td>
 *       <td>opened anew through {@code /proc/self/fd}, non-blocking; splice(2), and read and write
 *       where there is none. As long as the stream runs, its reader sees one writer more</td>
 *       <td>no</td></tr>
 *   <tr><td>regular file</td>
 *       <td>splice(2) at the position that all share; read and write where it was opened with
 *       {@code O_APPEND}</td>
 *       <td>for the disk: see {@link FileSink#writtenBy}</td></tr>
 *   <tr><td>socket</td><td>read, then send(2) with {@code MSG_DONTWAIT}</td><td>no</td></tr>
 *   <tr><td>pipe or terminal of another user, which cannot be opened</td>
 *       <td>read, then poll(2) before each write of 4096 bytes at most</td>
 *       <td>for a pipe: only when another writer takes the room between the two calls; for a
 *       terminal: while it has room for less than that</td></tr>
 *   <tr><td>{@link WritableByteChannel}</td><td>read and written by an executor's thread</td>
 *       <td>no</td></tr>
 * </table>
 *
 * <p>The loop's thread calls the {@link dev.penstock.sink.Sink} methods; any thread may ask for the
 * counts. Memory: none for bytes that are spliced; otherwise what a full target leaves of a read,
 * 64 KiB mostly and 256 KiB at most, and for a channel 64 KiB.
 */
public final class Forward extends OutletSink {
    private static final int STDOUT = 1;
    private static final int STDERR = 2;

    private interface Opening {
        Outlet open(EventLoop loop, Runnable resume) throws IOException;
    }

    private final String name;
    private final Opening opening;
    private volatile Outlet outlet;

    private Forward(String name, Executor executor, Opening opening) {
        super(executor);
        this.name = name;
        this.opening = opening;
    }

    /**
     * To this process's standard output: descriptor 1. What {@code System.out} holds in its buffers
     * is not flushed first.
     */
    public static Forward ofStdout() {
        return toDescriptor(STDOUT, "standard output");
    }

    /** To this process's standard error: descriptor 2. */
    public static Forward ofStderr() {
        return toDescriptor(STDERR, "standard error");
    }

    /**
     * To any descriptor that is open for writing. It stays the caller's, and must stay open until
     * the stream has begun; from then on this sink has one of its own.
     */
    public static Forward of(int fd) {
        if (fd < 0) {
            throw new IllegalArgumentException("not a descriptor: " + fd);
        }
        return toDescriptor(fd, "fd " + fd);
    }

    /** To the write end of a pipe, under the terms of {@link #of(int)}. */
    public static Forward of(PipeChannel pipe) {
        return of(pipe.fd().number());
    }

    private static Forward toDescriptor(int fd, String name) {
        return new Forward(
                name,
                null,
                (loop, resume) ->
                        new DescriptorOutlet(loop, resume, OpenDescriptor.beside(fd, name)));
    }

    /**
     * To a channel whose writes wait; they do so on the executor's threads. A stream that fails
     * meanwhile leaves that thread in its write.
     *
     * @param channel stays the caller's, and must not be written by others until the stream is over
     * @param executor stays the caller's; one that refuses a job fails the stream
     * @throws java.nio.channels.IllegalBlockingModeException for a channel that does not wait: use
     *     {@link #of(PipeChannel)}, or make it blocking
     */
    public static Forward of(WritableByteChannel channel, Executor executor) {
        ChannelOutlet.requireBlocking(channel);
        return new Forward(
                channel.toString(),
                Objects.requireNonNull(executor, "executor"),
                (loop, resume) -> new ChannelOutlet(channel));
    }

    @Override
    Outlet open(EventLoop loop, Runnable resume) throws IOException {
        outlet = opening.open(loop, resume);
        return outlet;
    }

    /** Bytes that the target has taken so far. From any thread. */
    public long written() {
        return outlet == null ? 0 : outlet.written();
    }

    /** Of these, the bytes that the kernel moved, by splice(2). From any thread. */
    public long spliced() {
        return outlet == null ? 0 : outlet.spliced();
    }

    /**
     * Bytes that came and could not be written: those in the hands of an executor's thread when a
     * write failed. From any thread.
     */
    public long omitted() {
        return lost();
    }

    @Override
    public String toString() {
        return "forward to " + name;
    }
}
