package dev.penstock.process;

import dev.penstock.sys.Errno;
import dev.penstock.sys.SyscallException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Finds out, after posix_spawnp has failed, which step it was: the call itself gives one error
 * number for chdir, for finding the program and for exec. What is looked at may have changed since;
 * the number has not.
 */
final class SpawnFailure {
    private SpawnFailure() {}

    /**
     * @param size bytes of the arguments and environment, with their pointers
     */
    static SpawnException explain(Command command, int errno, long size) {
        String program = command.program();
        Path directory = command.settings.directory;
        if (directory != null) {
            String wrong = wrongWith(directory);
            if (wrong != null) {
                return new SpawnException(program, "chdir", errno, wrong, null);
            }
        }
        boolean path = program.indexOf('/') >= 0;
        String reason =
                switch (errno) {
                    case Errno.ENOENT ->
                            path ? missing(command) : "no such program '" + program + "' on PATH";
                    case Errno.EACCES ->
                            path
                                    ? forbidden(command)
                                    : "'" + program + "' on PATH may not be executed";
                    case Errno.ENOEXEC ->
                            "it is neither a binary for this machine nor a script with #!";
                    case Errno.E2BIG ->
                            "arguments and environment take "
                                    + size
                                    + " bytes in "
                                    + (command.settings.words.size()
                                            + command.settings.environment.entries().size())
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
        return new SpawnException(program, step, errno, reason, null);
    }

    /** A file for a standard stream that could not be opened. */
    static SpawnException ofFile(Command command, ChildEnds.CannotOpen e) {
        String reason = "'" + e.path + "': " + Errno.meaning(e.errno);
        return new SpawnException(command.program(), "open", e.errno, reason, null);
    }

    /** A call that failed before there was a child: no free descriptor, mostly. */
    static SpawnException ofCall(Command command, SyscallException e) {
        String reason = Errno.meaning(e.errno()) + (e.fd() < 0 ? "" : " (fd " + e.fd() + ")");
        return new SpawnException(command.program(), e.call(), e.errno(), reason, e);
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

    private static Path resolved(Command command) {
        Path program = Path.of(command.program());
        return command.settings.directory == null
                ? program
                : command.settings.directory.resolve(program);
    }

    private static String missing(Command command) {
        Path program = resolved(command);
        if (!Files.exists(program)) {
            return "no such file '" + program + "'";
        }
        String interpreter = interpreter(program);
        return interpreter == null
                ? "'" + program + "' is there, but the loader that it names is not"
                : "'" + program + "' is there, but its interpreter '" + interpreter + "' is not";
    }

    private static String forbidden(Command command) {
        Path program = resolved(command);
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
