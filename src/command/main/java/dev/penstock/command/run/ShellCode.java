package dev.penstock.command.run;

import dev.penstock.process.Outcome;
import dev.penstock.process.SpawnException;
import dev.penstock.sys.Errno;
import java.nio.file.Files;
import java.nio.file.Path;

/** Exit codes as shells and timeout(1) give them. */
final class ShellCode {
    static final int TIMED_OUT = 124;
    static final int FAILED = 125;
    static final int CANNOT_RUN = 126;
    static final int NOT_FOUND = 127;

    private ShellCode() {}

    /** Of a child that ran. */
    static int of(Outcome outcome) {
        return outcome.timedOut() ? TIMED_OUT : outcome.exit().shellCode();
    }

    /** Of one that could not be started: not found is one thing, found and not runnable another. */
    static int of(SpawnException e) {
        return switch (e.errno()) {
            case Errno.ENOENT, Errno.ENOTDIR -> NOT_FOUND;
            // execvp(3) answers so as well when it has found nothing, but a folder on PATH is
            // closed to us.
            case Errno.EACCES -> isVisible(e.program()) ? CANNOT_RUN : NOT_FOUND;
            case Errno.ENOEXEC,
                    Errno.EPERM,
                    Errno.EISDIR,
                    Errno.ETXTBSY,
                    Errno.ELOOP,
                    Errno.E2BIG ->
                    CANNOT_RUN;
            default -> FAILED;
        };
    }

    private static boolean isVisible(String program) {
        if (program.indexOf('/') >= 0) {
            return true;
        }
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":")) {
            if (Files.exists(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }
}
