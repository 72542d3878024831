package dev.penstock.cgroup;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** What could not be done with a cgroup: on which file, why, and what would help. */
public final class CgroupException extends IOException {
    private static final long serialVersionUID = 1;

    private final String file;

    private CgroupException(String message, String file, Throwable cause) {
        super(message, cause);
        this.file = file;
    }

    /**
     * @param what such as {@code "cannot write '1' to"}
     * @param remedy a clause, or empty
     */
    static CgroupException of(String what, Path file, IOException cause, String remedy) {
        return new CgroupException(
                what + " " + file + ": " + reason(cause) + (remedy.isEmpty() ? "" : "; " + remedy),
                file.toString(),
                cause);
    }

    /** Where there is no file to name. */
    static CgroupException of(String why, String file) {
        return new CgroupException(why, file, null);
    }

    private static String reason(IOException e) {
        if (e instanceof java.nio.file.AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof java.nio.file.NoSuchFileException) {
            return "no such file";
        }
        String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
        return reason == null ? e.getClass().getSimpleName() : reason;
    }

    /** The file or directory concerned. */
    public String file() {
        return file;
    }
}
