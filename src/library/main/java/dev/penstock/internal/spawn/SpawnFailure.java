package dev.penstock.internal.spawn;

import dev.penstock.sys.Errno;
import dev.penstock.sys.SyscallException;
import dev.penstock.text.LogSafe;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A child that could not be started, and why. After posix_spawnp has failed it finds out which step
 * it was: the call itself gives one error number for chdir, for finding the program and for exec.
 * What is looked at may have changed since; the number has not.
 */
public final class SpawnFailure extends IOException {
    private static final long serialVersionUID = 1;

    private final String program;
    private final String step;
    private final int errno;

    private SpawnFailure(String program, String step, int errno, String reason, Throwable cause) {
        super(
                "cannot start '"
                        + program
                        + "': "
                        + step
                        + ": "
                        + (errno == 0 ? "" : Errno.name(errno) + ": ")
                        + reason,
                cause);
        this.program = program;
        this.step = step;
        this.errno = errno;
    }

    /** The program, as the command has it. */
    public String program() {
        return program;
    }

    /** What failed, as {@code SpawnException.step} names it. */
    public String step() {
        return step;
    }

    /** The error number; 0 where it was no system call. */
    public int errno() {
        return errno;
    }

    /** Loads what reports failures, while there still are descriptors to load it with. */
    static void load() {
        ofFile(new Program(List.of(""), null, null, Environment.EMPTY), "", Errno.EMFILE);
        // What writes a name out takes classes of its own.
        LogSafe.line("\u001b\udcff");
    }

    /**
     * @param size of the arguments and environment
     */
    static SpawnFailure explain(Program program, int errno, ArgumentSize size) {
        String name = program.name();
        String wrong = program.directory() == null ? null : wrongWith(program.directory());
        if (wrong != null) {
            return new SpawnFailure(name, "chdir", errno, wrong, null);
        }
        String step =
                errno == Errno.EAGAIN || errno == Errno.ENOMEM || errno == Errno.EBADF
                        ? "posix_spawn"
                        : "exec";
        return new SpawnFailure(name, step, errno, ofExec(program, errno, size), null);
    }

    /**
     * A step of the launcher's, which has said itself which it was.
     *
     * @param size as for {@link #explain}
     */
    static SpawnFailure ofStep(Program program, String step, int errno, ArgumentSize size) {
        String reason = Errno.meaning(errno);
        if (step.equals("exec")) {
            reason = ofExec(program, errno, size);
        } else if (step.equals("chdir")) {
            String wrong = wrongWith(program.directory());
            reason = wrong != null ? wrong : "'" + program.directory() + "': " + reason;
        }
        return new SpawnFailure(program.name(), step, errno, reason, null);
    }

    /** The launcher itself could not be started: not for want of anything that the kernel gives. */
    static SpawnFailure ofLauncher(Program program, int errno, ArgumentSize size) {
        if (errno != Errno.ENOENT && errno != Errno.EACCES && errno != Errno.EPERM) {
            return explain(program, errno, size);
        }
        String reason =
                "the launcher, a memfd executed as /proc/self/fd/N, is refused: is /proc mounted,"
                        + " and what does a security module say?";
        return new SpawnFailure(program.name(), "launcher", errno, reason, null);
    }

    /** The jar has no launcher for this machine, or not the one that was built. */
    static SpawnFailure withoutLauncher(Program program, String steps, IOException why) {
        String reason = why.getMessage() + "; needed for " + steps;
        return new SpawnFailure(program.name(), "launcher", Errno.ENOSYS, reason, why);
    }

    /** The cgroup that it was to be born into could not be made, as the exception says. */
    public static SpawnFailure ofCgroup(Program program, IOException e) {
        return new SpawnFailure(program.name(), "cgroup", 0, e.getMessage(), e);
    }

    private static String ofExec(Program program, int errno, ArgumentSize size) {
        String name = program.name();
        boolean path = program.isPath();
        return switch (errno) {
            case Errno.ENOENT -> path ? missing(program) : "no such program '" + name + "' on PATH";
            case Errno.EACCES -> path ? forbidden(program) : forbiddenOnPath(program);
            case Errno.ETXTBSY ->
                    "it is open for writing, by whoever has just written it or by a process that"
                            + " was born meanwhile and has a copy; still after 127 ms";
            case Errno.ENOEXEC ->
                    "it is no binary for this machine, and there is no /bin/sh to run it as a script";
            case Errno.E2BIG ->
                    "arguments and environment take "
                            + size.bytes()
                            + " bytes in "
                            + size.strings()
                            + " strings; one may have 131071, and all together a quarter of the"
                            + " stack limit (execve(2))";
            case Errno.EAGAIN -> "no more processes for this user or cgroup (ulimit -u, pids.max)";
            default -> Errno.meaning(errno).isEmpty() ? "see posix_spawn(3)" : Errno.meaning(errno);
        };
    }

    /** A file for a standard stream that could not be opened. */
    public static SpawnFailure ofFile(Program program, String path, int errno) {
        String reason = "'" + path + "': " + Errno.meaning(errno);
        return new SpawnFailure(program.name(), "open", errno, reason, null);
    }

    /** A call that failed before there was a child: no free descriptor, mostly. */
    public static SpawnFailure ofCall(Program program, SyscallException e) {
        String reason = Errno.meaning(e.errno()) + (e.fd() < 0 ? "" : " (fd " + e.fd() + ")");
        return new SpawnFailure(program.name(), e.call(), e.errno(), reason, e);
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

    /** What the program's path means in the child's directory. */
    private static Path resolved(Program program) {
        return SearchPath.inDirectory(program, CString.bytes(program.name()));
    }

    /** Which file PATH gave, for a name that is no path. */
    private static String forbiddenOnPath(Program program) {
        String file;
        try {
            file = SearchPath.existing(program);
        } catch (IOException e) {
            // The error number stands by itself; this was only to say more.
            file = program.name();
        }
        return "'" + file + "', which PATH gives, may not be executed";
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
        if (!Files.isRegularFile(program)) {
            // To open a FIFO would wait for its writer.
            return null;
        }
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
