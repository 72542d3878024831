package dev.penstock.stall.snapshot;

import dev.penstock.procfs.FdInfo;
import dev.penstock.procfs.FdLink;
import dev.penstock.procfs.ProcFs;
import dev.penstock.procfs.Reading;
import dev.penstock.procfs.Reading.Unknown;
import dev.penstock.procfs.Reading.Why;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every process, what each of its threads waits for, and the pipes that one of them waits for: at
 * about one moment, since processes are looked at one after another. Immutable.
 */
public final class Snapshot {
    private final ProcessTable processes;
    private final Map<TaskView, Wait> waits;
    private final Map<String, PipeView> pipes;

    private Snapshot(
            ProcessTable processes, Map<TaskView, Wait> waits, Map<String, PipeView> pipes) {
        this.processes = processes;
        this.waits = waits;
        this.pipes = pipes;
    }

    /**
     * Looks.
     *
     * @param proc where to look
     * @return what is seen
     * @throws IOException if {@code /proc} cannot be listed
     */
    public static Snapshot take(ProcFs proc) throws IOException {
        return of(proc, ProcessTable.take(proc));
    }

    /**
     * Looks again.
     *
     * @param proc where to look
     * @return what is seen
     * @throws IOException if {@code /proc} cannot be listed
     */
    public Snapshot again(ProcFs proc) throws IOException {
        return of(proc, ProcessTable.take(proc, processes));
    }

    private static Snapshot of(ProcFs proc, ProcessTable processes) throws IOException {
        WaitReader reader = new WaitReader(proc);
        Map<TaskView, Wait> waits = new LinkedHashMap<>();
        Map<String, List<Holder>> pipes = new LinkedHashMap<>();
        for (ProcessView process : processes.all()) {
            for (TaskView task : process.tasks()) {
                Wait wait = reader.read(process, task);
                waits.put(task, wait);
                addPipes(wait, pipes);
            }
        }
        for (ProcessView process : processes.all()) {
            for (FdLink link : process.fds().known().orElse(List.of())) {
                List<Holder> holders = pipes.get(link.target());
                if (holders != null) {
                    holder(proc, process.pid(), link.fd()).ifPresent(holders::add);
                }
            }
        }
        Map<String, PipeView> views = new LinkedHashMap<>();
        PipeProbe probe = new PipeProbe();
        pipes.forEach((file, holders) -> views.put(file, view(probe, file, holders)));
        return new Snapshot(processes, waits, views);
    }

    private static void addPipes(Wait wait, Map<String, List<Holder>> pipes) {
        if (wait instanceof Wait.Room room) {
            pipes.computeIfAbsent(room.file(), none -> new ArrayList<>());
        } else if (wait instanceof Wait.Bytes bytes) {
            pipes.computeIfAbsent(bytes.file(), none -> new ArrayList<>());
        } else if (wait instanceof Wait.Events events) {
            for (Wait.Watched watched : events.watched().known().orElse(List.of())) {
                if (watched.file().startsWith("pipe:[")) {
                    pipes.computeIfAbsent(watched.file(), none -> new ArrayList<>());
                }
            }
        }
    }

    private static Optional<Holder> holder(ProcFs proc, int pid, int fd) {
        FdInfo info = proc.fdInfo(pid, fd).known().orElse(null);
        return info == null
                ? Optional.empty()
                : info.end().map(end -> new Holder(pid, fd, end, info.closeOnExec()));
    }

    private static PipeView view(PipeProbe probe, String file, List<Holder> holders) {
        Reading<PipeState> state =
                new Unknown<>(
                        Why.UNTOLD, "nobody is seen to hold its read end, so it is not opened");
        for (Holder holder : holders) {
            if (holder.end().reads()) {
                state = probe.ask(holder, file);
                if (state.known().isPresent()) {
                    break;
                }
            }
        }
        return new PipeView(file, List.copyOf(holders), state);
    }

    /**
     * The processes.
     *
     * @return all that there are
     */
    public ProcessTable processes() {
        return processes;
    }

    /**
     * What a thread waits for.
     *
     * @param task a thread of this snapshot
     * @return what it waits for
     */
    public Wait wait(TaskView task) {
        return waits.get(task);
    }

    /**
     * A pipe that somebody waits for.
     *
     * @param file as a {@link Wait} names it
     * @return empty for any other
     */
    public Optional<PipeView> pipe(String file) {
        return Optional.ofNullable(pipes.get(file));
    }
}
