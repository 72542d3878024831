package dev.penstock.spawn;

import dev.penstock.sys.Errno;
import dev.penstock.sys.SyscallException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Finds out, after posix_spawnp has failed, which step it was: the call itself gives one error
 * number for chdir, for finding the program and for exec. What is looked at may have changed since;
 * the number has not.
 */
public final class SpawnFailure {
    private SpawnFailure() {}

    /** Loads what reports failures, while there still are descriptors to load it with. */
    static void load() {
        ofFile(new Program(List.of(""), null, Environment.EMPTY), "", Errno.EMFILE);
    }

    /**
     * @param size bytes of the arguments and environment, with their pointers
     */
    static SpawnException explain(Program program, int errno, long size) {
        String name = program.name();
        Path directory = program.directory();
        if (directory != null) {
            String wrong = wrongWith(directory);
            if (wrong != null) {
                return new SpawnException(name, "chdir", errno, wrong, null);
            }
        }
        boolean path = name.indexOf('/') >= 0;
        String reason =
                switch (errno) {
                    case Errno.ENOENT ->
                            path ? missing(program) : "no such program '" + name + "' on PATH";
                    case Errno.EACCES ->
                            path
                                    ? forbidden(program)
                                    : "'" + name + "' on PATH may not be executed";
                    case Errno.ENOEXEC ->
                            "it is neither a binary for this machine nor a script with #!";
                    case Errno.E2BIG ->
                            "arguments and environment take "
                                    + size
                                    + " bytes in "
                                    + (program.words().size()
                                            + program.environment().entries().size())
                                    + " strings; one may have 131071, and all together a quarter of the"
                                    + " stack limit (execve(2))";
                    case Errno.EAGAIN ->
                            "no more processes for this user or cgroup (ulimit -u, pids.max)";
                    default ->
                            Errno.meaning(errno).isEmpty()
                                    ? "see posix_spawn(3)"
                                    : Errno.meaning(errno);
                };
        String step =
                errno == Errno.EAGAIN || errno == Errno.ENOMEM || errno == Errno.EBADF
                        ? "posix_spawn"
                        : "exec";
        return new SpawnException(name, step, errno, reason, null);
    }

    /** A file for a standard stream that could not be opened. */
    public static SpawnException ofFile(Program program, String path, int errno) {
        String reason = "'" + path + "': " + Errno.meaning(errno);
        return new SpawnException(program.name(), "open", errno, reason, null);
    }

    /** A call that failed before there was a child: no free descriptor, mostly. */
    public static SpawnException ofCall(Program program, SyscallException e) {
        String reason = Errno.meaning(e.errno()) + (e.fd() < 0 ? "" : " (fd " + e.fd() + ")");
        return new SpawnException(program.name(), e.call(), e.errno(), reason, e);
    }

    private static String wrongWith(Path directory) {
        if (!Files.exists(directory)) {
            return "no such directory '" + directory + "'";
        }
        if (!Files.isDirectory(directory)) {
            return "'" + directory + "' is not a directory";
        }
        return Files.isExecutable(directory)
                ? null
                : "directory '" + directory + "' may not be entered";
    }

    private static Path resolved(Program program) {
        Path path = Path.of(program.name());
        return program.directory() == null ? path : program.directory().resolve(path);
    }

    private static String missing(Program missing) {
        Path program = resolved(missing);
        if (!Files.exists(program)) {
            return "no such file '" + program + "'";
        }
        String interpreter = interpreter(program);
        return interpreter == null
                ? "'" + program + "' is there, but the loader that it names is not"
                : "'" + program + "' is there, but its interpreter '" + interpreter + "' is not";
    }

    private static String forbidden(Program forbidden) {
        Path program = resolved(forbidden);
        if (Files.isDirectory(program)) {
            return "'" + program + "' is a directory";
        }
        return Files.isExecutable(program)
                ? "'" + program + "', its interpreter or its file system may not be executed"
                : "'" + program + "' has no execute permission (chmod +x)";
    }

    /** What follows #! in the file, or null. */
    private static String interpreter(Path program) {
        byte[] head = new byte[256];
        int length;
        try (var in = Files.newInputStream(program)) {
            length = in.readNBytes(head, 0, head.length);
        } catch (IOException unreadable) {
            // The error number stands by itself; this was only to say more.
            return null;
        }
        String line = new String(head, 0, length, StandardCharsets.ISO_8859_1);
        if (!line.startsWith("#!")) {
            return null;
        }
        return line.substring(2).strip().split("[\\s" + File.pathSeparatorChar + "]", 2)[0];
    }
}
