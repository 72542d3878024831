package dev.penstock.process;

import dev.penstock.pipe.Pipe;
import dev.penstock.sink.Sink;
import java.nio.file.Path;
import java.util.Objects;

/** Where a child's standard output or standard error goes. Immutable. */
public sealed interface Output permits OutputForm {

    /**
     * Through a pipe to a sink, which serves one run: a command that has one can be started once.
     */
    static Output sink(Sink sink) {
        return new OutputForm.ToSink(sink);
    }

    /**
     * To a file that the child itself writes, made with mode 0666 less the umask, emptied if it
     * exists. One that may take any time to open, such as a FIFO that nobody has opened for
     * reading, the child opens itself, as the user that it runs as; nobody waits for that.
     *
     * @throws java.nio.file.ProviderMismatchException if it is not in the file system of this
     *     machine
     */
    static Output file(Path path) {
        return new OutputForm.ToFile(path, false);
    }

    /** As {@link #file}, written at its end. */
    static Output append(Path path) {
        return new OutputForm.ToFile(path, true);
    }

    /** To {@code /dev/null}: not even counted. */
    static Output nowhere() {
        return new OutputForm.ToFile(Path.of("/dev/null"), false);
    }

    /**
     * Through a pipe to the user's own hands: {@link Child#stdout}, {@link Child#stderr}. Nothing
     * is read before it is asked for: while nobody reads, the child waits once the pipe is full,
     * and so does who waits for its outcome.
     */
    static Output interactive() {
        return interactive(Overflow.NONE);
    }

    /** As {@link #interactive()}, and what nobody reads is kept, so that the child goes on. */
    static Output interactive(Overflow overflow) {
        return new OutputForm.Interactive(Objects.requireNonNull(overflow, "overflow"));
    }

    /** To where this process's own goes: standard output to standard output, error to error. */
    static Output inherit() {
        return new OutputForm.Inherited();
    }

    /**
     * Into a pipe, from which another child's {@link Input#pipe} reads. The write end is closed
     * here once the child has been started, or could not be, so that the reader sees an end of file
     * when the child has ended; serves one run. When the reader ends first, the writer gets
     * SIGPIPE.
     *
     * <pre>{@code
     * try (Pipe between = Pipe.open();
     *         Child list = Command.of("ls", "-l").stdout(Output.pipe(between)).start();
     *         Child sort = Command.of("sort").stdin(Input.pipe(between)).stdout(out).start()) {
     *     list.await();
     *     sort.await();
     * }
     * }</pre>
     */
    static Output pipe(Pipe pipe) {
        return new OutputForm.ToPipe(Objects.requireNonNull(pipe, "pipe"));
    }

    /**
     * To a descriptor of this process, which stays the caller's. The child shares its position and
     * its flags.
     */
    static Output descriptor(int fd) {
        return new OutputForm.ToDescriptor(fd);
    }
}
