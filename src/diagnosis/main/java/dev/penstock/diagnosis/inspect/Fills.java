package dev.penstock.diagnosis.inspect;

import dev.penstock.diagnosis.model.PipeState;
import dev.penstock.diagnosis.model.PipeView;
import dev.penstock.diagnosis.snapshot.ProcessView;
import dev.penstock.diagnosis.snapshot.Snapshot;
import dev.penstock.diagnosis.snapshot.TaskView;
import dev.penstock.diagnosis.stall.Sample;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How full the pipes are, at several moments between two looks. */
final class Fills {
    private static final int MOMENTS = 20;

    /** Of more pipes than these nobody looks at the drawing. */
    private static final int PIPES = 64;

    private Fills() {}

    /** Asks each pipe at equal distances, until the length is over. */
    static Map<String, List<Sample>> watch(Snapshot snapshot, Duration length)
            throws IOException, InterruptedException {
        Map<String, List<Sample>> fills = new LinkedHashMap<>();
        List<PipeView> pipes = sleptIn(snapshot);
        long begun = System.nanoTime();
        for (int moment = 0; moment <= MOMENTS; moment++) {
            long due = begun + length.toNanos() / MOMENTS * moment;
            long nanos = Math.max(0, due - System.nanoTime());
            Thread.sleep(nanos / 1_000_000, (int) (nanos % 1_000_000));
            for (PipeView pipe : pipes) {
                Optional<PipeState> state = Snapshot.ask(pipe).known();
                Duration at = Duration.ofNanos(System.nanoTime() - begun);
                state.ifPresent(
                        known ->
                                fills.computeIfAbsent(pipe.file(), none -> new ArrayList<>())
                                        .add(new Sample(at, known.unread())));
            }
        }
        return fills;
    }

    /** The pipes that threads sleep in, full pipes first. */
    private static List<PipeView> sleptIn(Snapshot snapshot) {
        Set<String> full = new LinkedHashSet<>();
        Set<String> empty = new LinkedHashSet<>();
        for (ProcessView process : snapshot.processes().all()) {
            for (TaskView task : process.tasks()) {
                snapshot.wait(task).roomIn().ifPresent(full::add);
                snapshot.wait(task).bytesFrom().ifPresent(empty::add);
            }
        }
        full.addAll(empty);
        List<PipeView> pipes = new ArrayList<>();
        for (String file : full) {
            snapshot.pipe(file)
                    .filter(pipe -> !pipe.readers().isEmpty() && pipes.size() < PIPES)
                    .ifPresent(pipes::add);
        }
        return pipes;
    }
}
