package dev.penstock.internal.procfs;

import java.util.OptionalLong;

/**
 * One entry of {@code /proc/PID/fd}.
 *
 * @param target what the link says: a path, {@code pipe:[8999]}, {@code socket:[77]}, {@code
 *     anon_inode:…}
 */
public record FdLink(int fd, String target) {
    private static final String PIPE = "pipe:[";

    /**
     * Which pipe it is an end of. A FIFO shows its path instead and is not found here.
     *
     * @return the pipe's inode number, which both ends share, or empty if it is no pipe
     */
    public OptionalLong pipeInode() {
        if (!target.startsWith(PIPE) || !target.endsWith("]")) {
            return OptionalLong.empty();
        }
        return Fields.number(target.substring(PIPE.length(), target.length() - 1));
    }
}
