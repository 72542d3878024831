package dev.penstock.internal.procfs;

import java.util.Optional;

/**
 * A descriptor that keeps an end of a pipe, a socket or a locked file open.
 *
 * @param end which end that is
 * @param closeOnExec execve(2) closes it
 * @param locked a lock on the file was taken through it
 */
public record PipeHolder(int pid, int fd, End end, boolean closeOnExec, boolean locked) {
    /**
     * Looks at a descriptor.
     *
     * @param proc where to look
     * @return empty if it was closed, if its process has ended, or if it only names the file; where
     *     it may not be looked at, whatever it may be: both ends
     */
    public static Optional<PipeHolder> of(ProcFs proc, int pid, int fd) {
        Reading<FdInfo> read = proc.fdInfo(pid, fd);
        if (read instanceof Reading.Unknown<?> unknown && unknown.why() != Reading.Why.GONE) {
            return Optional.of(new PipeHolder(pid, fd, End.BOTH, false, true));
        }
        FdInfo info = read.known().orElse(null);
        return info == null
                ? Optional.empty()
                : info.end()
                        .map(
                                end ->
                                        new PipeHolder(
                                                pid, fd, end, info.closeOnExec(), info.locked()));
    }
}
