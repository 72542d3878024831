package dev.penstock.process;

import dev.penstock.internal.procfs.FdLink;
import dev.penstock.internal.procfs.PipeHolder;
import dev.penstock.internal.procfs.ProcFs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who else holds the pipes or the terminal of a child's standard streams. It is searched for on one
 * thread, from the youngest process to the oldest, and may be asked at any time, by any, for what
 * was found by then: with thousands of processes that have thousands of descriptors it takes
 * seconds.
 */
final class Holders {
    private static final int STDIN = 0;
    private static final int STDOUT = 1;
    private static final int STDERR = 2;

    /** The streams' pipes or terminal, as a link shows them; empty for one not searched for. */
    private final List<Optional<String>> links;

    private final List<List<Holder>> found =
            List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());

    private final ProcFs proc;

    private volatile boolean stopped;

    /** Whether somebody was found who is not just being born. */
    private boolean lasting;

    Holders(ProcFs proc, Optional<String> stdin, Optional<String> stdout, Optional<String> stderr) {
        this.proc = proc;
        links = List.of(stdin, stdout, stderr);
    }

    /** Nobody, without a search. */
    static Holders none() {
        return new Holders(ProcFs.open(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Searches until all processes were looked at, or it is stopped. */
    void search() throws IOException {
        long self = ProcessHandle.current().pid();
        List<Integer> pids = proc.processes();
        for (int i = pids.size() - 1; i >= 0 && !stopped; i--) {
            int pid = pids.get(i);
            if (pid != self) {
                for (FdLink link : proc.fds(pid).known().orElse(List.of())) {
                    look(pid, link);
                }
            }
        }
    }

    private void look(int pid, FdLink link) {
        for (int stream = STDIN; stream <= STDERR; stream++) {
            Optional<String> searched = links.get(stream);
            if (searched.isPresent() && searched.get().equals(link.target())) {
                boolean writers = stream != STDIN;
                List<Holder> holders = found.get(stream);
                PipeHolder.of(proc, pid, link.fd())
                        .filter(held -> writers ? held.end().writes() : held.end().reads())
                        .map(holder -> Holder.of(proc, holder))
                        .ifPresent(
                                holder -> {
                                    synchronized (this) {
                                        holders.add(holder);
                                        lasting |= !isBeingBorn(pid);
                                    }
                                });
            }
        }
    }

    /**
     * Whether those who were found are only children of this process, whoever starts them here,
     * that have not come to execute their programs: until then each has copies of all descriptors
     * that this process had open, and it lasts a moment.
     */
    synchronized boolean onlyBeingBorn() {
        return !lasting && found.stream().anyMatch(holders -> !holders.isEmpty());
    }

    private boolean isBeingBorn(int pid) {
        long self = ProcessHandle.current().pid();
        return proc.stat(pid)
                .known()
                .map(stat -> stat.forkedOnly() && stat.parent() == self)
                // Gone since: it holds nothing any more.
                .orElse(true);
    }

    void stop() {
        stopped = true;
    }

    synchronized List<Holder> stdin() {
        return List.copyOf(found.get(STDIN));
    }

    synchronized List<Holder> stdout() {
        return List.copyOf(found.get(STDOUT));
    }

    synchronized List<Holder> stderr() {
        return List.copyOf(found.get(STDERR));
    }
}
