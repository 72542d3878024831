package dev.penstock.procfs;

import java.util.Optional;

/**
 * The fields of {@code /proc/PID/fdinfo/FD} (proc_pid_fdinfo(5)).
 *
 * @param flags what it was opened with, open(2)'s O_… bits
 */
public record FdInfo(int flags) {
    // uapi/asm-generic/fcntl.h
    private static final int O_ACCMODE = 03;
    private static final int O_RDONLY = 00;
    private static final int O_WRONLY = 01;
    private static final int O_RDWR = 02;
    private static final int O_PATH = 010000000;

    /**
     * Reads the file's text.
     *
     * @param text the whole file
     * @return its fields
     * @throws IllegalArgumentException if the flags are missing
     */
    public static FdInfo parse(String text) {
        return new FdInfo(Integer.parseInt(Fields.value(text, "flags"), 8));
    }

    /**
     * Which end of a pipe a descriptor with these flags is.
     *
     * @return the end, or empty for a descriptor that holds the name only (O_PATH) and keeps no end
     *     open
     */
    public Optional<End> end() {
        if ((flags & O_PATH) != 0) {
            return Optional.empty();
        }
        return switch (flags & O_ACCMODE) {
            case O_RDONLY -> Optional.of(End.READ);
            case O_WRONLY -> Optional.of(End.WRITE);
            case O_RDWR -> Optional.of(End.BOTH);
            default -> Optional.empty();
        };
    }
}
