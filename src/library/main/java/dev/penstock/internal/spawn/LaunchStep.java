package dev.penstock.internal.spawn;

import java.nio.file.Path;
import java.util.List;

/**
 * One thing that the launcher does between a child's birth and its program.
 *
 * @param name what errors call it
 * @param words as {@code native/launch.c} reads them, the step's own name first
 */
public record LaunchStep(String name, List<String> words) {

    /** A step of these words. */
    public static LaunchStep of(String name, String... words) {
        return new LaunchStep(name, List.of(words));
    }

    /**
     * Opens the file that a descriptor of the child's names, and waits where that waits.
     *
     * @param number 0, 1 or 2, opened with {@code O_PATH}
     */
    public static LaunchStep open(Path file, int number, int flags) {
        return of("open(" + file + ")", "open", String.valueOf(number), String.valueOf(flags));
    }

    /** Makes one of the child's descriptors the same as another. */
    public static LaunchStep copy(int from, int to) {
        return of("dup3", "copy", String.valueOf(from), String.valueOf(to));
    }

    /** Writes a text into a file of the kernel's. */
    public static LaunchStep write(String file, String text) {
        return of("write(" + file + ")", "write", file, text);
    }
}
