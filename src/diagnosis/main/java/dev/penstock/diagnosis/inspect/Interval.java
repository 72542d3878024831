package dev.penstock.diagnosis.inspect;

import dev.penstock.diagnosis.model.Wait;
import dev.penstock.diagnosis.snapshot.ProcessView;
import dev.penstock.diagnosis.snapshot.Snapshot;
import dev.penstock.diagnosis.snapshot.TaskView;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Two looks, and what did not change between them. One look shows who waits; only two show who
 * still does.
 *
 * @param first the earlier look
 * @param last the later one
 * @param length from the end of the first to the beginning of the last
 */
record Interval(Snapshot first, Snapshot last, Duration length) {
    /**
     * Whether a thread of the last look slept all the time, in one and the same wait. One that its
     * runtime says to wait for a lock counts as well: it cannot leave before the lock's owner has
     * gone on, however often it wakes to look.
     */
    boolean still(TaskView task) {
        Optional<TaskView> before = before(task);
        return before.isPresent()
                && last.wait(task).equals(first.wait(before.get()))
                && (last.wait(task).outlastsWaking() || task.sleptSince(before.get()));
    }

    /** The same thread at the first look. */
    Optional<TaskView> before(TaskView task) {
        Optional<ProcessView> now = last.processes().process(task.pid());
        return first.processes()
                .process(task.pid())
                .filter(
                        then ->
                                now.isPresent()
                                        && then.stat().started() == now.get().stat().started())
                .flatMap(then -> then.task(task.tid()));
    }

    /** What the thread waited for at the first look. */
    Optional<Wait> waitBefore(TaskView task) {
        return before(task).map(first::wait);
    }

    List<TaskView> tasks(int pid) {
        return last.processes().process(pid).map(ProcessView::tasks).orElse(List.of());
    }
}
