package dev.penstock.process;

import dev.penstock.internal.procfs.PipeHolder;
import dev.penstock.internal.procfs.ProcFs;
import dev.penstock.text.LogSafe;
import java.util.ArrayList;
import java.util.List;

/**
 * A process that still holds the other end of a child's stream.
 *
 * @param command its command line, shortened for people
 * @param ancestors whom it descends from, its parent first, as far as can be seen: at most up to
 *     this process. A process whose parent has ended has been given to another, process 1 mostly
 */
public record Holder(int pid, int fd, String command, List<Ancestor> ancestors) {

    /**
     * A process that the holder descends from.
     *
     * @param command its command line, shortened for people
     */
    public record Ancestor(int pid, String command) {
        @Override
        public String toString() {
            return LogSafe.line(command) + " (pid " + pid + ")";
        }
    }

    static Holder of(ProcFs proc, PipeHolder holder) {
        long self = ProcessHandle.current().pid();
        List<Ancestor> ancestors = new ArrayList<>();
        for (dev.penstock.internal.procfs.Ancestor found : proc.ancestors(holder.pid())) {
            ancestors.add(new Ancestor(found.pid(), found.command()));
            if (found.pid() == self) {
                break;
            }
        }
        return new Holder(
                holder.pid(), holder.fd(), proc.command(holder.pid()), List.copyOf(ancestors));
    }

    /**
     * Such as {@code sleep 20 (pid 71, fd 1, child of sh -c … (pid 70), child of init (pid 1))}, on
     * one line and safe for a terminal.
     */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(LogSafe.line(command));
        text.append(" (pid ").append(pid).append(", fd ").append(fd);
        for (Ancestor ancestor : ancestors) {
            text.append(", child of ").append(ancestor);
        }
        return text.append(')').toString();
    }
}
