package dev.penstock.spawn;

import java.nio.file.Path;
import java.util.List;

/**
 * What a child runs.
 *
 * @param words the program and its arguments: a path if it has a slash, otherwise a name that is
 *     looked for along this process's PATH
 * @param directory where it starts, or null for this process's own
 * @param environment what it gets
 */
public record Program(List<String> words, Path directory, Environment environment) {

    /** As it was given, for messages. */
    public String name() {
        return words.get(0);
    }
}
