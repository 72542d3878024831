package dev.penstock.internal.procfs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who holds a pipe open, at about one moment: processes start, end and close while they are looked
 * at one after another.
 *
 * @param file as its descriptors' links name it: {@code pipe:[8999]}, a FIFO's path, {@code
 *     socket:[77]}
 * @param holders one for each descriptor, by pid and descriptor; this process's own among them
 * @param commands their processes' command lines, shortened for people, by pid
 * @param unreadable how many processes might hold it too, but may not be looked at. Those hidden by
 *     the {@code hidepid} mount option are not among them: they cannot even be counted.
 */
public record PipeHolders(
        String file, List<PipeHolder> holders, Map<Integer, String> commands, int unreadable) {
    /**
     * Looks at every process of this machine that this process may look at.
     *
     * @param inode the pipe's, see {@link ProcFs#pipeInode}
     * @return its holders
     * @throws IOException if {@code /proc} cannot be listed
     */
    public static PipeHolders find(long inode) throws IOException {
        return find(ProcFs.open(), inode);
    }

    /**
     * The same in a given tree.
     *
     * @param proc where to look
     * @param inode the pipe's
     * @return its holders
     * @throws IOException if the tree cannot be listed
     */
    public static PipeHolders find(ProcFs proc, long inode) throws IOException {
        return find(proc, "pipe:[" + inode + "]");
    }

    /**
     * The same for whatever has two ends and a link that names it.
     *
     * @param proc where to look
     * @param file as its descriptors' links name it
     * @return its holders
     * @throws IOException if the tree cannot be listed
     */
    public static PipeHolders find(ProcFs proc, String file) throws IOException {
        List<PipeHolder> holders = new ArrayList<>();
        Map<Integer, String> commands = new HashMap<>();
        int unreadable = 0;
        for (int pid : proc.processes()) {
            Reading<List<FdLink>> fds = proc.fds(pid);
            if (fds instanceof Reading.Known<List<FdLink>> known) {
                for (FdLink link : known.value()) {
                    if (link.target().equals(file)) {
                        PipeHolder.of(proc, pid, link.fd()).ifPresent(holders::add);
                        commands.computeIfAbsent(pid, proc::command);
                    }
                }
            } else if (mayHoldDescriptors(proc, pid)) {
                unreadable++;
            }
        }
        return new PipeHolders(file, List.copyOf(holders), Map.copyOf(commands), unreadable);
    }

    /**
     * Those through which bytes can be taken out.
     *
     * @return the read end's holders
     */
    public List<PipeHolder> readers() {
        return holders.stream().filter(holder -> holder.end().reads()).toList();
    }

    /**
     * Those through which bytes can be put in.
     *
     * @return the write end's holders
     */
    public List<PipeHolder> writers() {
        return holders.stream().filter(holder -> holder.end().writes()).toList();
    }

    /** A zombie and a thread of the kernel may not be looked at either, but hold nothing. */
    private static boolean mayHoldDescriptors(ProcFs proc, int pid) {
        return proc.stat(pid)
                .known()
                .map(stat -> (!stat.ended() || stat.endedBeforeOthers()) && !stat.kernelThread())
                .orElse(false);
    }
}
