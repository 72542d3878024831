package dev.penstock.process;

import dev.penstock.internal.sys.FileName;
import java.nio.file.Path;
import java.util.Objects;

/**
 * What becomes of output that nobody reads for now: see {@link Output#interactive(Overflow)}. It is
 * kept, in memory and from there on in a temporary file, so that the child goes on; beyond that it
 * is as {@link #whenFull} says. Immutable.
 *
 * @param memory how many bytes are kept in memory, at least 0
 * @param file how many more in a file that only its owner may open and that has no name
 * @param directory where the file is made
 * @param whenFull what happens when both are full
 */
public record Overflow(int memory, long file, Path directory, WhenFull whenFull) {
    /** What happens to output that finds no more room. */
    public enum WhenFull {
        /** It stays in the pipe, so that the child waits until it is read. */
        BLOCK,
        /** It is dropped, and counted: {@link OutputChannel#droppedBytes}. */
        DROP,
        /**
         * The pipe is closed, so that the child's next write fails; the reader gets what was kept,
         * then an exception.
         */
        FAIL
    }

    /** Nothing is read ahead of the reader: the child waits as soon as the pipe is full. */
    public static final Overflow NONE = of(0, 0);

    public Overflow {
        if (memory < 0 || file < 0) {
            throw new IllegalArgumentException(
                    "an overflow of " + memory + " and " + file + " bytes: at least 0");
        }
        FileName.requireOfThisMachine("the directory", directory);
        Objects.requireNonNull(whenFull, "whenFull");
    }

    /**
     * So much in memory, so much more in a file in {@code java.io.tmpdir}; then the child waits.
     */
    public static Overflow of(int memory, long file) {
        Path directory = Path.of(System.getProperty("java.io.tmpdir"));
        return new Overflow(memory, file, directory, WhenFull.BLOCK);
    }

    /** The same, with another file's directory. */
    public Overflow directory(Path other) {
        return new Overflow(memory, file, other, whenFull);
    }

    /** The same, with another end. */
    public Overflow whenFull(WhenFull other) {
        return new Overflow(memory, file, directory, other);
    }

    /** Whether anything is read ahead of the reader. */
    boolean readsAhead() {
        return memory > 0 || file > 0 || whenFull != WhenFull.BLOCK;
    }
}
