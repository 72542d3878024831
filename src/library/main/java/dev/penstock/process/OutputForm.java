package dev.penstock.process;

import dev.penstock.internal.sys.FileName;
import dev.penstock.pipe.Pipe;
import dev.penstock.sink.Sink;
import java.nio.file.Path;

/** The kinds of {@link Output}, as a start tells them apart. */
sealed interface OutputForm extends Output {

    /** Whether this process carries what the child writes to it. */
    static boolean isCarried(Output output) {
        return output == null || output instanceof ToSink || output instanceof Interactive;
    }

    /** The user's sink, or null without one. */
    static Sink sink(Output output) {
        return output instanceof ToSink toSink ? toSink.sink() : null;
    }

    /** See {@link Output#sink}. */
    record ToSink(Sink sink) implements OutputForm {}

    /** See {@link Output#file}. */
    record ToFile(Path path, boolean append) implements OutputForm {
        public ToFile {
            FileName.requireOfThisMachine("the output", path);
        }
    }

    /** See {@link Output#inherit}. */
    record Inherited() implements OutputForm {}

    /** See {@link Output#interactive}. */
    record Interactive(Overflow overflow) implements OutputForm {}

    /** See {@link Output#pipe}. */
    record ToPipe(Pipe pipe) implements OutputForm {}

    /** See {@link Output#descriptor}. */
    record ToDescriptor(int fd) implements OutputForm {}

    /** Standard error to wherever standard output goes; see {@link Command#mergeStderr}. */
    record Merged() implements OutputForm {}
}
