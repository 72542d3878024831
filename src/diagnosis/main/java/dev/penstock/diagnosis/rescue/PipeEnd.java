package dev.penstock.diagnosis.rescue;

import dev.penstock.internal.procfs.End;
import dev.penstock.internal.procfs.FdInfo;
import dev.penstock.internal.procfs.FdLink;
import dev.penstock.internal.procfs.ProcFs;
import dev.penstock.internal.procfs.Reading;
import dev.penstock.internal.procfs.Reading.Unknown;
import dev.penstock.internal.procfs.Reading.Why;
import dev.penstock.internal.procfs.TaskStat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/**
 * A descriptor of a process behind which bytes can be stuck.
 *
 * @param file as its link names it: {@code pipe:[8999]}, a FIFO's path, {@code socket:[77]}
 * @param end which end of a pipe it is; both, for a socket
 * @param socket whether it is a socket, and not a pipe or a FIFO
 */
public record PipeEnd(int pid, int fd, String file, End end, boolean socket) {
    // uapi/linux/stat.h
    private static final int S_IFMT = 0170000;
    private static final int S_IFIFO = 0010000;
    private static final int S_IFREG = 0100000;
    private static final int S_IFDIR = 0040000;

    /**
     * Looks at the descriptor.
     *
     * @param proc where to look
     * @return what it is
     * @throws RefusedException if there is none, if it is no pipe and no socket, or if it may not
     *     be looked at
     */
    public static PipeEnd find(ProcFs proc, int pid, int fd) throws RefusedException {
        TaskStat stat = proc.stat(pid).known().orElse(null);
        if (stat == null) {
            throw new RefusedException("there is no process " + pid);
        }
        if (stat.ended() && !stat.endedBeforeOthers()) {
            throw new RefusedException(
                    ("process %s has ended: its descriptors are closed, and it waits only to be"
                                    + " reaped")
                            .formatted(pid));
        }
        Reading<List<FdLink>> fds = proc.fds(pid);
        if (fds instanceof Unknown<?> unknown) {
            throw unknown.why() == Why.DENIED
                    ? Rights.toLook(pid, unknown.reason())
                    : new RefusedException(unknown.reason());
        }
        String file = link(pid, fd, fds.known().orElseThrow());
        boolean socket = file.startsWith("socket:[");
        if (!socket && !isPipe(pid, fd)) {
            throw new RefusedException(
                    "fd %s of process %s is %s: only a pipe, a FIFO or a Unix socket can be rescued"
                            .formatted(fd, pid, kind(pid, fd, file)));
        }
        End end = proc.fdInfo(pid, fd).known().flatMap(FdInfo::end).orElse(null);
        if (end == null) {
            throw new RefusedException(
                    ("fd %s of process %s is not an end of %s: it names it only (O_PATH), or has"
                                    + " just been closed")
                            .formatted(fd, pid, file));
        }
        return new PipeEnd(pid, fd, file, end, socket);
    }

    private static String link(int pid, int fd, List<FdLink> links) throws RefusedException {
        StringBuilder open = new StringBuilder();
        for (FdLink link : links) {
            if (link.fd() == fd) {
                return link.target();
            }
            open.append(open.isEmpty() ? "" : ", ").append(link.fd());
        }
        throw new RefusedException(
                "process %s has no descriptor %s%s"
                        .formatted(
                                pid, fd, open.isEmpty() ? ", nor any other" : "; it has " + open));
    }

    private static boolean isPipe(int pid, int fd) {
        return (mode(pid, fd) & S_IFMT) == S_IFIFO;
    }

    private static String kind(int pid, int fd, String file) {
        if (file.startsWith("anon_inode:")) {
            return file + ", which holds no bytes";
        }
        if (file.startsWith("/dev/pts/") || file.startsWith("/dev/tty")) {
            return file + ", a terminal";
        }
        return switch (mode(pid, fd) & S_IFMT) {
            case S_IFREG -> file + ", a file";
            case S_IFDIR -> file + ", a directory";
            default -> file + ", a device";
        };
    }

    /** Returns 0 if the file is gone by now. */
    private static int mode(int pid, int fd) {
        try {
            Path link = Path.of(link(pid, fd));
            return (int) Files.getAttribute(link, "unix:mode", new LinkOption[0]);
        } catch (IOException gone) {
            return 0;
        }
    }

    /** {@code /proc/42/fd/3}. */
    String link() {
        return link(pid, fd);
    }

    private static String link(int pid, int fd) {
        return "/proc/" + ProcFs.open().live(pid) + "/fd/" + fd;
    }
}
