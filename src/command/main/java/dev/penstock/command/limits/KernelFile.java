package dev.penstock.command.limits;

import dev.penstock.internal.procfs.ProcFile;
import dev.penstock.internal.procfs.Reading;
import dev.penstock.internal.procfs.Reading.Known;
import dev.penstock.internal.procfs.Reading.Unknown;
import dev.penstock.internal.procfs.Reading.Why;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Settings that the kernel shows as files with one value, or a table of them. */
final class KernelFile {
    private KernelFile() {}

    /** The whole file, without its last newline. */
    static Reading<String> text(Path file) {
        try {
            return new Known<>(ProcFile.text(file).stripTrailing());
        } catch (NoSuchFileException e) {
            return new Unknown<>(Why.GONE, "this kernel has no " + file);
        } catch (IOException e) {
            return new Unknown<>(Why.DENIED, file + ": " + e.getMessage());
        }
    }

    /** A file that is one number. */
    static Reading<Long> number(Path file) {
        Reading<String> text = text(file);
        if (!(text instanceof Known<String> known)) {
            return text.map(none -> 0L);
        }
        try {
            return new Known<>(Long.parseLong(known.value()));
        } catch (NumberFormatException e) {
            return new Unknown<>(Why.UNTOLD, file + " is not a number: '" + known.value() + "'");
        }
    }
}
