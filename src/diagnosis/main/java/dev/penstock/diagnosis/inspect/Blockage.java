package dev.penstock.diagnosis.inspect;

import dev.penstock.diagnosis.snapshot.Holder;
import dev.penstock.diagnosis.snapshot.PipeView;
import dev.penstock.diagnosis.snapshot.SocketView;
import dev.penstock.diagnosis.snapshot.TaskView;
import dev.penstock.diagnosis.snapshot.Wait;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Writers that wait for each other's room, from the first to the one whose reader fails: where a
 * writer's only reader is itself a writer in a full pipe, the fault is further down.
 *
 * @param writers the first waits for the second to read, and so on
 * @param file what the last one writes to
 * @param pids all processes that wait in it, those of other branches too
 */
record Blockage(List<TaskView> writers, String file, Set<Integer> pids) {
    /** From one thread, which waits for room, downwards. */
    static Blockage from(Scene scene, TaskView first) {
        Set<TaskView> writers = new LinkedHashSet<>();
        TaskView at = first;
        while (at != null && writers.add(at)) {
            at = next(scene, at);
        }
        List<TaskView> chain = List.copyOf(writers);
        Set<Integer> pids = new LinkedHashSet<>();
        chain.forEach(task -> pids.add(task.pid()));
        return new Blockage(
                chain, file(scene.wait(chain.get(chain.size() - 1))).orElseThrow(), pids);
    }

    /** What a writer waits to write to. */
    static Optional<String> file(Wait wait) {
        if (wait instanceof Wait.Room room) {
            return Optional.of(room.file());
        }
        return wait instanceof Wait.Send send ? Optional.of(send.file()) : Optional.empty();
    }

    /** The writer that one of its readers is. */
    private static TaskView next(Scene scene, TaskView writer) {
        String file = file(scene.wait(writer)).orElseThrow();
        for (Holder reader : readers(scene, file)) {
            for (TaskView task : scene.interval.tasks(reader.pid())) {
                boolean elsewhere = !file(scene.wait(task)).orElse(file).equals(file);
                if (reader.pid() != writer.pid() && elsewhere) {
                    return task;
                }
            }
        }
        return null;
    }

    private static List<Holder> readers(Scene scene, String file) {
        return file.startsWith("socket:[")
                ? scene.interval.last().socket(file).map(SocketView::peers).orElse(List.of())
                : scene.interval.last().pipe(file).map(PipeView::readers).orElse(List.of());
    }

    TaskView last() {
        return writers.get(writers.size() - 1);
    }

    /** The longer of two that end at the same file, with the processes of both. */
    Blockage with(Blockage other) {
        Set<Integer> all = new LinkedHashSet<>(pids);
        all.addAll(other.pids);
        return new Blockage(
                writers.size() >= other.writers.size() ? writers : other.writers, file, all);
    }

    /** The chain as it is told, without the reader at its end. */
    List<Step> steps(Scene scene) {
        List<Step> steps = new ArrayList<>();
        writers.forEach(task -> steps.add(scene.step(task)));
        return steps;
    }
}
