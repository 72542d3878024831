package dev.penstock.diagnosis.snapshot;

import dev.penstock.diagnosis.model.PipeState;
import dev.penstock.diagnosis.model.PipeView;
import dev.penstock.diagnosis.model.SocketView;
import dev.penstock.diagnosis.model.Wait;
import dev.penstock.internal.procfs.FdLink;
import dev.penstock.internal.procfs.PipeHolder;
import dev.penstock.internal.procfs.ProcFs;
import dev.penstock.internal.procfs.Reading;
import java.io.IOException;
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
    private final Map<String, SeenPipe> pipes;
    private final Map<String, SocketView> sockets;
    private final Map<String, List<PipeHolder>> locks;

    private Snapshot(
            ProcessTable processes,
            Map<TaskView, Wait> waits,
            Map<String, SeenPipe> pipes,
            Map<String, SocketView> sockets,
            Map<String, List<PipeHolder>> locks) {
        this.processes = processes;
        this.waits = waits;
        this.pipes = pipes;
        this.sockets = sockets;
        this.locks = locks;
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
        WaitedFiles files = new WaitedFiles(new SocketTable(proc));
        for (ProcessView process : processes.all()) {
            for (TaskView task : process.tasks()) {
                Wait wait = reader.read(process, task);
                waits.put(task, wait);
                files.add(process.pid(), wait);
            }
        }
        for (ProcessView process : processes.all()) {
            for (FdLink link : process.fds().known().orElse(List.of())) {
                List<PipeHolder> holders = files.holders(link.target());
                if (holders != null) {
                    PipeHolder.of(proc, process.pid(), link.fd()).ifPresent(holders::add);
                }
            }
        }
        return new Snapshot(
                processes, waits, files.pipes(new PipeProbe()), files.sockets(), files.locks());
    }

    /**
     * The same, where more is known of threads than the kernel tells.
     *
     * @param told what they wait for, by thread: whom a lock keeps, whether or not it looks for it
     *     just now; and who sleeps in a futex
     * @return a snapshot in which others wait as before
     */
    public Snapshot knowing(Map<Integer, Wait> told) {
        Map<TaskView, Wait> known = new LinkedHashMap<>(waits);
        known.replaceAll(
                (task, wait) -> {
                    Wait better = told.get(task.tid());
                    return better != null && better.outlastsWaking()
                                    || better != null && wait instanceof Wait.Futex
                            ? better
                            : wait;
                });
        return new Snapshot(processes, known, pipes, sockets, locks);
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
    public Optional<SeenPipe> pipe(String file) {
        return Optional.ofNullable(pipes.get(file));
    }

    /**
     * A socket that somebody waits for.
     *
     * @param file as a {@link Wait} names it
     * @return empty for any other, and where nothing is known of it
     */
    public Optional<SocketView> socket(String file) {
        return Optional.ofNullable(sockets.get(file));
    }

    /**
     * Who has a lock on a file that somebody waits to lock.
     *
     * @param file as a {@link Wait.Lock} names it
     * @return the descriptors through which it was locked
     */
    public List<PipeHolder> lockers(String file) {
        return locks.getOrDefault(file, List.of());
    }

    /**
     * What somebody waits to read from: a pipe, or the way through a connected socket that leads to
     * him, whose writers are those who hold its other end.
     *
     * @param file as a {@link Wait} names it
     * @return empty for any other, and where nothing is known of it
     */
    public Optional<SeenPipe> readable(String file) {
        SocketView socket = sockets.get(file);
        if (socket == null || socket.peers().isEmpty()) {
            return pipe(file);
        }
        return Optional.of(
                new SeenPipe(
                        file,
                        socket.peers(),
                        new Reading.Known<>(new PipeState(-1, -1, socket.unread())),
                        -1));
    }

    /**
     * What is in a pipe now. Asks through a descriptor of this snapshot, if that is the pipe still.
     *
     * @param pipe one of this snapshot's
     * @return what it holds
     * @throws IOException if the page size is not told
     */
    public static Reading<PipeState> ask(PipeView pipe) throws IOException {
        PipeProbe probe = new PipeProbe();
        Reading<PipeState> state = pipe.state();
        for (PipeHolder reader : pipe.readers()) {
            state = probe.ask(reader, pipe.file());
            if (state.known().isPresent()) {
                break;
            }
        }
        return state;
    }
}
