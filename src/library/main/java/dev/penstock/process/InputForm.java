package dev.penstock.process;

import dev.penstock.internal.sys.FileName;
import dev.penstock.pipe.Pipe;
import dev.penstock.source.Source;
import java.nio.file.Path;
import java.util.function.Supplier;

/** The kinds of {@link Input}, as a start tells them apart. */
sealed interface InputForm extends Input {

    /**
     * What this process feeds through a pipe.
     *
     * @param source asked for once a child
     */
    record Fed(Supplier<? extends Source> source) implements InputForm {}

    /** See {@link Input#interactive}. */
    record Interactive() implements InputForm {}

    /** See {@link Input#file(Path)}. */
    record OfFile(Path path) implements InputForm {
        public OfFile {
            FileName.requireOfThisMachine("the input", path);
        }
    }

    /** See {@link Input#nothing}. */
    Input NOTHING = new OfFile(Path.of("/dev/null"));

    /** See {@link Input#file(Path, long, long)}. */
    record OfPart(Path path, long start, long count) implements InputForm {
        public OfPart {
            FileName.requireOfThisMachine("the input", path);
        }
    }

    /** See {@link Input#pipe}. */
    record OfPipe(Pipe pipe) implements InputForm {}

    /** See {@link Input#descriptor}. */
    record OfDescriptor(int fd) implements InputForm {}
}
