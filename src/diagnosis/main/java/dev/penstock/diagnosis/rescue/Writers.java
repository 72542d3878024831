package dev.penstock.diagnosis.rescue;

import dev.penstock.diagnosis.stall.SleepingWrite;
import dev.penstock.diagnosis.stall.WriterSearch;
import dev.penstock.internal.procfs.PipeHolder;
import dev.penstock.internal.procfs.PipeHolders;
import dev.penstock.internal.procfs.ProcFs;
import dev.penstock.internal.procfs.Reading;
import dev.penstock.internal.procfs.TaskIo;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Who writes into a pipe or a socket, and whether one of them is stuck there. For one thread. This
 * process is left out, whatever it holds.
 */
public final class Writers {
    private static final Duration QUIET = Duration.ofMillis(300);
    private static final int BETWEEN_LOOKS_MILLIS = 20;

    private final ProcFs proc;
    private final WriterSearch search;
    private final List<PipeHolder> writers = new ArrayList<>();
    private final List<PipeHolder> readers = new ArrayList<>();
    private final Map<Integer, String> commands = new HashMap<>();
    private int unreadable;

    private Writers(ProcFs proc, boolean socket) {
        this.proc = proc;
        this.search = new WriterSearch(proc, socket);
    }

    /**
     * Looks at every process.
     *
     * @param proc where to look
     * @param backlog what they write into
     * @return those that are found now
     * @throws IOException if {@code /proc} cannot be listed
     */
    public static Writers find(ProcFs proc, Backlog backlog) throws IOException {
        boolean socket = !backlog.writtenTo().equals(backlog.readFrom());
        Writers found = new Writers(proc, socket);
        long self = ProcessHandle.current().pid();
        PipeHolders writing = PipeHolders.find(proc, backlog.writtenTo());
        for (PipeHolder holder : writing.writers()) {
            if (holder.pid() != self) {
                found.writers.add(holder);
            }
        }
        PipeHolders reading = socket ? PipeHolders.find(proc, backlog.readFrom()) : writing;
        for (PipeHolder holder : reading.readers()) {
            if (holder.pid() != self) {
                found.readers.add(holder);
            }
        }
        found.commands.putAll(reading.commands());
        found.commands.putAll(writing.commands());
        found.unreadable = writing.unreadable();
        return found;
    }

    /**
     * Those who can write.
     *
     * @return one for each descriptor
     */
    public List<PipeHolder> writers() {
        return List.copyOf(writers);
    }

    /**
     * Those who should read.
     *
     * @return one for each descriptor
     */
    public List<PipeHolder> readers() {
        return List.copyOf(readers);
    }

    /**
     * The command line of one of those, shortened for people.
     *
     * @return as it was when they were found
     */
    public String command(int pid) {
        return commands.get(pid);
    }

    /**
     * How many processes may not be looked at and might be among them.
     *
     * @return 0 if all were seen
     */
    public int unreadable() {
        return unreadable;
    }

    /**
     * One that is asleep in a write at this moment.
     *
     * @return the first such thread; empty if none is seen
     */
    public Optional<SleepingWrite> asleep() {
        return search.find(writers);
    }

    /**
     * One that stays asleep: in a write all the time, of which nothing has returned.
     *
     * @param length how long to look
     * @return empty as soon as there is none, or it has moved
     * @throws InterruptedException if this thread is interrupted
     */
    public Optional<SleepingWrite> stuck(Duration length) throws InterruptedException {
        long end = System.nanoTime() + length.toNanos();
        Optional<SleepingWrite> first = asleep();
        Optional<SleepingWrite> last = first;
        long runs = runs(first);
        while (last.isPresent() && System.nanoTime() - end < 0) {
            Thread.sleep(BETWEEN_LOOKS_MILLIS);
            last = asleep();
            if (last.isPresent() && (last.get().tid() != first.get().tid() || runs(last) != runs)) {
                return Optional.empty();
            }
        }
        return last;
    }

    /**
     * Waits until one is stuck, or nobody has been asleep in a write for 300 ms.
     *
     * @param patience how long at most
     * @return who is stuck; empty also where somebody moves all the time
     * @throws InterruptedException if this thread is interrupted
     */
    public Optional<SleepingWrite> settle(Duration patience) throws InterruptedException {
        long awake = System.nanoTime();
        long end = awake + patience.toNanos();
        while (System.nanoTime() - end < 0 && System.nanoTime() - awake < QUIET.toNanos()) {
            if (asleep().isPresent()) {
                Optional<SleepingWrite> stuck = stuck(QUIET);
                if (stuck.isPresent()) {
                    return stuck;
                }
                awake = System.nanoTime();
            }
            Thread.sleep(BETWEEN_LOOKS_MILLIS);
        }
        return Optional.empty();
    }

    /** How often the kernel has given it a CPU; −1 if that is not told. */
    private long runs(Optional<SleepingWrite> asleep) {
        return asleep.flatMap(task -> proc.runs(task.pid(), task.tid()).known()).orElse(-1L);
    }

    /**
     * How many write-like calls of these processes have returned, to whatever file.
     *
     * @return empty if one may not be looked at
     */
    public OptionalLong returned() {
        long returned = 0;
        int seen = -1;
        for (PipeHolder holder : writers) {
            Reading<TaskIo> io = proc.io(holder.pid());
            if (holder.pid() != seen && proc.stat(holder.pid()).known().isPresent()) {
                if (io.known().isEmpty()) {
                    return OptionalLong.empty();
                }
                returned += io.known().get().syscw();
            }
            seen = holder.pid();
        }
        return OptionalLong.of(returned);
    }
}
