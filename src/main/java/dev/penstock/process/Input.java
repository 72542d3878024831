package dev.penstock.process;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Where a child's standard input comes from. Immutable, and good for any number of children. */
public sealed interface Input {

    /** {@code /dev/null}: the child sees end of file at once. The default. */
    static Input nothing() {
        return new OfFile(Path.of("/dev/null"));
    }

    /**
     * These bytes, through a pipe, then end of file. They are not copied: leave them as they are.
     */
    static Input bytes(byte[] bytes) {
        return new OfBytes(bytes);
    }

    /** This text in UTF-8, through a pipe, then end of file. */
    static Input text(String text) {
        return new OfBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * A file, which the child reads itself, from its beginning. It is opened when the child is
     * started.
     */
    static Input file(Path path) {
        return new OfFile(path);
    }

    /** This process's own standard input. */
    static Input inherit() {
        return new OfDescriptor(0);
    }

    /**
     * A descriptor of this process, which stays the caller's. The child shares its position and its
     * flags.
     */
    static Input descriptor(int fd) {
        return new OfDescriptor(fd);
    }

    /** See {@link Input#bytes}. */
    record OfBytes(byte[] bytes) implements Input {
        ByteBuffer buffer() {
            return ByteBuffer.wrap(bytes);
        }
    }

    /** See {@link Input#file}. */
    record OfFile(Path path) implements Input {}

    /** See {@link Input#descriptor}. */
    record OfDescriptor(int fd) implements Input {}
}
