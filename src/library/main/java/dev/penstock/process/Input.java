package dev.penstock.process;

import dev.penstock.internal.splice.FileSource;
import dev.penstock.internal.splice.PipeSource;
import dev.penstock.internal.text.Encoded;
import dev.penstock.pipe.Pipe;
import dev.penstock.pipe.PipeChannel;
import dev.penstock.source.BlockingStream;
import dev.penstock.source.Bytes;
import dev.penstock.source.FlowSource;
import dev.penstock.source.NonBlockingChannel;
import dev.penstock.source.Source;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SelectableChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Flow;

/**
 * Where a child's standard input comes from. Immutable, and good for any number of children unless
 * said otherwise.
 *
 * <p>What this process feeds is written as the child reads it, while its output is read, so the two
 * cannot stand in each other's way. A child that closes its input before the last byte is no
 * failure: see {@link StreamEnd.How#READER_GONE}.
 */
public sealed interface Input permits InputForm {

    /** As the count of {@link #file(Path, long, long)}: to the file's end, wherever that is. */
    long TO_THE_END = Long.MAX_VALUE;

    /** {@code /dev/null}: the child sees end of file at once. The default. */
    static Input nothing() {
        return InputForm.NOTHING;
    }

    /**
     * These bytes, through a pipe, then end of file. They are not copied: leave them as they are.
     */
    static Input bytes(byte[] bytes) {
        Objects.requireNonNull(bytes, "bytes");
        return new InputForm.Fed(() -> Bytes.of(bytes));
    }

    /**
     * This text in UTF-8, through a pipe, then end of file. A byte that {@link
     * dev.penstock.text.TextPolicy#RAW} has kept as a lone surrogate is that byte again.
     *
     * @throws IllegalArgumentException if it has another lone surrogate
     */
    static Input text(String text) {
        return text(text, StandardCharsets.UTF_8);
    }

    /**
     * This text in another encoding, through a pipe, then end of file.
     *
     * @throws IllegalArgumentException if the text has a character that the charset has no bytes
     *     for
     */
    static Input text(String text, Charset charset) {
        return bytes(Encoded.bytes(text, charset));
    }

    /**
     * What a source gives, through a pipe, then end of file. It serves one run: a command that has
     * one can be started once. A child that cannot be started leaves it untouched.
     */
    static Input source(Source source) {
        Objects.requireNonNull(source, "source");
        return new InputForm.Fed(() -> source);
    }

    /**
     * What a stream gives, from where it stands to its end. It is read by a thread of its own,
     * since its reads may wait, and is not closed: {@link BlockingStream} says more, and how to
     * have it otherwise. Of {@link System#in} nothing is read once the child has ended: the next
     * line is this process's. Serves one run.
     */
    static Input stream(InputStream stream) {
        return source(BlockingStream.of(stream));
    }

    /**
     * What a channel gives, from where it stands to its end. A {@link PipeChannel} is waited for by
     * the loop and moved by the kernel: see {@link PipeSource}. Another non-blocking one is waited
     * for by a selector: see {@link NonBlockingChannel}. One that blocks is read by a thread of its
     * own, as with {@link #stream}. It is not closed; serves one run.
     */
    static Input channel(ReadableByteChannel channel) {
        if (channel instanceof PipeChannel pipe) {
            return source(new PipeSource(pipe));
        }
        return source(
                channel instanceof SelectableChannel selectable && !selectable.isBlocking()
                        ? NonBlockingChannel.of(channel)
                        : BlockingStream.of(channel));
    }

    /**
     * What a publisher gives, to its completion; its error is the input's. It is subscribed to on
     * the loop's thread, and a slow child slows it down: see {@link FlowSource}. Serves one run.
     *
     * @param most how many of its elements wait in memory at most, 1 or more
     */
    static Input publisher(Flow.Publisher<ByteBuffer> publisher, int most) {
        return source(FlowSource.ofBuffers(publisher, most));
    }

    /**
     * A file, which the child reads itself, from its beginning. It is opened when the child is
     * started. One that may take any time to open, such as a FIFO that nobody has opened for
     * writing, the child opens itself, as the user that it runs as; nobody waits for that.
     *
     * @throws java.nio.file.ProviderMismatchException if it is not in the file system of this
     *     machine
     */
    static Input file(Path path) {
        return new InputForm.OfFile(path);
    }

    /**
     * What the user writes to {@link Child#stdin}, until it is closed there: for a dialogue with
     * the child. One that reads its input to the end does not exit before.
     */
    static Input interactive() {
        return new InputForm.Interactive();
    }

    /**
     * A part of a file, moved into a pipe by this process, or rather by the kernel: see {@link
     * FileSource}; also for the whole of one where the child needs a pipe. The file is opened when
     * the child is started.
     *
     * @param start of the part, in bytes, 0 or more
     * @param count how many bytes, 0 or more, or {@link #TO_THE_END}; a file that has fewer fails
     *     the input, and a FIFO, which has no parts, the start ({@code ESPIPE})
     * @throws java.nio.file.ProviderMismatchException if it is not in the file system of this
     *     machine
     */
    static Input file(Path path, long start, long count) {
        if (start < 0 || count < 0) {
            throw new IllegalArgumentException("from " + start + ", " + count + " bytes: below 0");
        }
        return new InputForm.OfPart(path, start, count);
    }

    /** This process's own standard input. */
    static Input inherit() {
        return new InputForm.OfDescriptor(0);
    }

    /**
     * The read end of a pipe, whose write end is another child's {@link Output#pipe}: the bytes go
     * from child to child and never through this process. The end is closed here once the child has
     * been started, or could not be; serves one run.
     */
    static Input pipe(Pipe pipe) {
        return new InputForm.OfPipe(Objects.requireNonNull(pipe, "pipe"));
    }

    /**
     * A descriptor of this process, which stays the caller's. The child shares its position and its
     * flags.
     */
    static Input descriptor(int fd) {
        return new InputForm.OfDescriptor(fd);
    }
}
