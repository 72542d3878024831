package dev.penstock.internal.spawn;

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

    /** Writes a text into a file of the kernel's. */
    public static LaunchStep write(String file, String text) {
        return of("write(" + file + ")", "write", file, text);
    }
}
