package dev.penstock.internal.spawn;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a child runs.
 *
 * @param words the program and its arguments: a path if it has a slash, otherwise a name that is
 *     looked for along this process's PATH
 * @param argv0 what the program is told as its own name, or null for the first word
 * @param directory where it starts, or null for this process's own
 * @param environment what it gets
 */
public record Program(List<String> words, String argv0, Path directory, Environment environment) {

    /** {@code _PATH_BSHELL} of paths.h. */
    private static final String SHELL = "/bin/sh";

    /** As it was given, for messages. */
    public String name() {
        return words.get(0);
    }

    /** Whether it is a path, which is not looked for. */
    boolean isPath() {
        return name().indexOf('/') >= 0;
    }

    /** The shell that runs this file, which it is told as {@code $0}, with the same arguments. */
    Program asScript(String file) {
        List<String> script = new ArrayList<>(words);
        script.set(0, SHELL);
        script.add(1, file);
        return new Program(script, null, directory, environment);
    }

    /** What the program gets as {@code argv}, without the terminating NULs. */
    List<byte[]> argv() {
        List<byte[]> argv = new ArrayList<>(words.size());
        for (String word : words) {
            argv.add(CString.bytes(argv.isEmpty() && argv0 != null ? argv0 : word));
        }
        return argv;
    }
}
