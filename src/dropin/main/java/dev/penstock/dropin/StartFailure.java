package dev.penstock.dropin;

import dev.penstock.process.SpawnException;
import dev.penstock.sys.Errno;
import dev.penstock.sys.SyscallException;
import java.io.IOException;

/** Why a process could not be started, in the words of the JDK that this runs on. */
final class StartFailure {
    /** A directory below a file is nowhere. */
    private static final String NOWHERE = "/dev/null/nowhere";

    private static final String NOT_A_DIRECTORY = "Not a directory";

    private StartFailure() {}

    static IOException asTheJdkSays(Exception e) {
        int errno = 0;
        if (e instanceof SpawnException failure) {
            errno = failure.errno();
        } else if (e instanceof SyscallException failure) {
            errno = failure.errno();
        }
        if (errno != 0) {
            return new IOException(worded(errno), e);
        }
        return e instanceof IOException io ? io : new IOException(e.getMessage(), e);
    }

    /**
     * {@code error=2, No such file or directory}, or as a newer JDK has it. The JDK is asked for an
     * error of its own, because its words have changed between releases.
     */
    private static String worded(int errno) {
        String theirs;
        try {
            new java.lang.ProcessBuilder(NOWHERE).start().destroyForcibly();
            throw new IllegalStateException(NOWHERE + " can be executed");
        } catch (IOException e) {
            theirs = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
        }
        String number = String.valueOf(Errno.ENOTDIR);
        if (theirs.contains(number) && theirs.contains(NOT_A_DIRECTORY)) {
            return theirs.replace(number, String.valueOf(errno))
                    .replace(NOT_A_DIRECTORY, text(errno));
        }
        return "error=" + errno + ", " + text(errno);
    }

    /** As strerror(3) of glibc has them in its own language. */
    private static String text(int errno) {
        return switch (errno) {
            case Errno.EPERM -> "Operation not permitted";
            case Errno.ENOENT -> "No such file or directory";
            case Errno.EIO -> "Input/output error";
            case Errno.E2BIG -> "Argument list too long";
            case Errno.ENOEXEC -> "Exec format error";
            case Errno.EBADF -> "Bad file descriptor";
            case Errno.EAGAIN -> "Resource temporarily unavailable";
            case Errno.ENOMEM -> "Cannot allocate memory";
            case Errno.EACCES -> "Permission denied";
            case Errno.ENOTDIR -> NOT_A_DIRECTORY;
            case Errno.EISDIR -> "Is a directory";
            case Errno.EINVAL -> "Invalid argument";
            case Errno.ENFILE -> "Too many open files in system";
            case Errno.EMFILE -> "Too many open files";
            case Errno.ETXTBSY -> "Text file busy";
            case Errno.ENAMETOOLONG -> "File name too long";
            case Errno.ELOOP -> "Too many levels of symbolic links";
            default -> "errno " + errno;
        };
    }
}
