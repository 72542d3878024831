package dev.penstock.internal.procfs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The fields of {@code /proc/PID/fdinfo/FD} (proc_pid_fdinfo(5)).
 *
 * @param flags what it was opened with, open(2)'s O_… bits
 * @param watches what an epoll set waits for; empty for every other descriptor
 * @param pidfdOf the process that a pidfd stands for, −1 if that has been reaped; empty for every
 *     other descriptor
 * @param terminal of a pseudoterminal's master, the number of its slave below {@code /dev/pts};
 *     empty for every other descriptor
 * @param locked a lock on the file was taken through it (flock(2), fcntl(2)), by whoever shares it
 */
public record FdInfo(
        int flags,
        List<EpollWatch> watches,
        OptionalInt pidfdOf,
        OptionalInt terminal,
        boolean locked) {
    // uapi/asm-generic/fcntl.h
    private static final int O_ACCMODE = 03;
    private static final int O_RDONLY = 00;
    private static final int O_WRONLY = 01;
    private static final int O_RDWR = 02;
    private static final int O_PATH = 010000000;
    private static final int O_CLOEXEC = 02000000;

    /**
     * Reads the file's text.
     *
     * @param text the whole file
     * @return its fields
     * @throws IllegalArgumentException if the flags are missing
     */
    public static FdInfo parse(String text) {
        int flags = Integer.parseInt(Fields.value(text, "flags"), 8);
        List<EpollWatch> watches = new ArrayList<>();
        OptionalInt pidfdOf = OptionalInt.empty();
        OptionalInt terminal = OptionalInt.empty();
        boolean locked = false;
        for (int at = 0; at < text.length(); ) {
            int end = text.indexOf('\n', at);
            int stop = end < 0 ? text.length() : end;
            if (text.startsWith("tfd:", at)) {
                watches.add(EpollWatch.parse(text.substring(at, stop)));
            } else if (text.startsWith("Pid:", at)) {
                pidfdOf = OptionalInt.of(Integer.parseInt(text.substring(at + 4, stop).strip()));
            } else if (text.startsWith("tty-index:", at)) {
                terminal = OptionalInt.of(Integer.parseInt(text.substring(at + 10, stop).strip()));
            } else if (text.startsWith("lock:", at)) {
                locked = true;
            }
            at = stop + 1;
        }
        return new FdInfo(flags, List.copyOf(watches), pidfdOf, terminal, locked);
    }

    /**
     * Whether execve(2) closes it.
     *
     * @return true if so
     */
    public boolean closeOnExec() {
        return (flags & O_CLOEXEC) != 0;
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
