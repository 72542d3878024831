package dev.penstock.internal.spawn;

import dev.penstock.internal.sys.FileName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Predicate;

/**
 * Which file a program's name means: a path means itself, another name the first file along this
 * process's PATH, as execvp(3) looks for it. For what comes after a failure; the C library itself
 * does the search that counts.
 */
final class SearchPath {
    private SearchPath() {}

    /** The file that execve(2) was given, as the child names it; the program's name if none is. */
    static String executable(Program program) throws IOException {
        return first(program, file -> Files.isExecutable(file) && !Files.isDirectory(file));
    }

    /** The first that is there at all; the program's name if none is. */
    static String existing(Program program) throws IOException {
        return first(program, Files::exists);
    }

    private static String first(Program program, Predicate<Path> wanted) throws IOException {
        if (program.isPath()) {
            return program.name();
        }
        byte[] path = Environment.searchPath();
        byte[] name = CString.bytes(program.name());
        for (int from = 0; from <= path.length; ) {
            int to = from;
            while (to < path.length && path[to] != ':') {
                to++;
            }
            // An empty part is the child's directory.
            byte[] file = from == to ? name : joined(Arrays.copyOfRange(path, from, to), name);
            if (wanted.test(inDirectory(program, file))) {
                return CString.raw(FileName.path(file));
            }
            from = to + 1;
        }
        return program.name();
    }

    /** What a name means in the child's directory. */
    static Path inDirectory(Program program, byte[] file) {
        if (program.directory() == null || file[0] == '/') {
            return FileName.path(file);
        }
        return FileName.path(joined(FileName.bytes(program.directory()), file));
    }

    private static byte[] joined(byte[] directory, byte[] name) {
        byte[] both = Arrays.copyOf(directory, directory.length + 1 + name.length);
        both[directory.length] = '/';
        System.arraycopy(name, 0, both, directory.length + 1, name.length);
        return both;
    }
}
