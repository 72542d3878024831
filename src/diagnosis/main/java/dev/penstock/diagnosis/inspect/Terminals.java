package dev.penstock.diagnosis.inspect;

import dev.penstock.diagnosis.snapshot.ProcessTable;
import dev.penstock.diagnosis.snapshot.ProcessView;
import dev.penstock.internal.procfs.End;
import dev.penstock.internal.procfs.FdInfo;
import dev.penstock.internal.procfs.FdLink;
import dev.penstock.internal.procfs.PipeHolder;
import dev.penstock.internal.procfs.ProcFs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who has which side of which pseudoterminal (pty(7)). A slave's name has its number; a master's
 * descriptor tells the number in its {@code fdinfo}. Another container's terminals have the same
 * numbers: where that cannot be told apart, nothing is known.
 */
final class Terminals {
    private static final String SLAVES = "/dev/pts/";

    private final ProcFs proc;
    private final ProcessTable processes;

    Terminals(ProcFs proc, ProcessTable processes) {
        this.proc = proc;
        this.processes = processes;
    }

    static boolean isMaster(String name) {
        return name.equals("/dev/ptmx") || name.equals("/dev/pts/ptmx");
    }

    /**
     * Of the terminal that a descriptor belongs to, all who have the other side, its own process
     * too.
     *
     * @return empty if they are not all known
     */
    Optional<List<PipeHolder>> otherSide(int pid, int fd, String name) {
        return side(pid, fd, name, !isMaster(name));
    }

    /** All who have the same side. */
    Optional<List<PipeHolder>> sameSide(int pid, int fd, String name) {
        return side(pid, fd, name, isMaster(name));
    }

    private Optional<List<PipeHolder>> side(int pid, int fd, String name, boolean masters) {
        Optional<Integer> number = number(pid, fd, name);
        if (number.isEmpty()) {
            return Optional.empty();
        }
        List<PipeHolder> holders = new ArrayList<>();
        for (ProcessView process : processes.all()) {
            for (FdLink link : process.fds().known().orElse(List.of())) {
                if (masters ? isMaster(link.target()) : isSlave(link.target())) {
                    Optional<Integer> other = number(process.pid(), link.fd(), link.target());
                    if (other.isPresent() && !other.equals(number)) {
                        continue;
                    }
                    if (other.isEmpty() || !sameMounts(pid, process.pid())) {
                        return Optional.empty();
                    }
                    holders.add(new PipeHolder(process.pid(), link.fd(), End.BOTH, false, false));
                }
            }
        }
        return Optional.of(holders);
    }

    /** Whether both see the same file systems, and so the same one of terminals. */
    private boolean sameMounts(int one, int other) {
        Optional<String> mounts = proc.namespace(one, "mnt").known();
        return one == other
                || mounts.isPresent() && mounts.equals(proc.namespace(other, "mnt").known());
    }

    private static boolean isSlave(String name) {
        return name.startsWith(SLAVES) && !isMaster(name);
    }

    private Optional<Integer> number(int pid, int fd, String name) {
        if (!isMaster(name)) {
            String digits = name.substring(SLAVES.length());
            return digits.matches("[0-9]{1,9}")
                    ? Optional.of(Integer.valueOf(digits))
                    : Optional.empty();
        }
        Optional<FdInfo> info = proc.fdInfo(pid, fd).known();
        return info.isPresent() && info.get().terminal().isPresent()
                ? Optional.of(info.get().terminal().getAsInt())
                : Optional.empty();
    }
}
