package dev.penstock.diagnosis.inspect;

import dev.penstock.diagnosis.model.Blockage;
import dev.penstock.diagnosis.model.Party;
import dev.penstock.diagnosis.model.Wait;
import dev.penstock.diagnosis.model.Watched;
import dev.penstock.diagnosis.snapshot.ProcessView;
import dev.penstock.diagnosis.snapshot.TaskView;
import dev.penstock.internal.procfs.PipeHolder;
import dev.penstock.internal.procfs.Reading.Unknown;
import dev.penstock.internal.procfs.Reading.Why;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What those do who hold the end that should be read, and do not read. */
final class Readers {
    private final LiveScene scene;

    Readers(LiveScene scene) {
        this.scene = scene;
    }

    /**
     * What a reader is at, so that it is slow and not stuck.
     *
     * @return a clause without its subject; empty where it is at nothing
     */
    Optional<String> atWork(int pid, Blockage blockage) {
        if (pid != blockage.last().pid() && waitsFor(pid, blockage.last())) {
            // What else it has to do can hardly make it read before the writer has ended.
            return scene.work.runs(pid) ? Optional.of("runs") : Optional.empty();
        }
        return scene.work
                .of(pid, blockage.pids())
                .or(
                        () ->
                                wakes(pid) && !scene.descends(blockage.last().pid(), pid)
                                        ? Optional.of("wakes now and then")
                                        : Optional.empty());
    }

    /**
     * Whether one of its threads was given a CPU for a moment. A parent may so look again and again
     * whether its child, which writes, has ended; others have no such reason not to read.
     */
    private boolean wakes(int pid) {
        for (TaskView task : programThreads(pid)) {
            Optional<TaskView> before = scene.interval.before(task);
            if (before.isPresent() && !task.runs().known().equals(before.get().runs().known())) {
                return true;
            }
        }
        return false;
    }

    /** Whether a thread of the reader waits for the end of the writer, and of nobody else. */
    private boolean waitsFor(int pid, Party writer) {
        for (TaskView task : programThreads(pid)) {
            if (scene.wait(task) instanceof Wait.ChildExit exit && exit.pid() == writer.pid()) {
                return true;
            }
        }
        return false;
    }

    /** Why a process may still come to read, a clause each. */
    List<String> mayRead(int pid) {
        List<String> reasons = new ArrayList<>();
        unclear(pid).ifPresent(reason -> reasons.add(": " + reason));
        if (waitsForItsUser(pid)) {
            reasons.add(" waits for somebody at its terminal, and may read then");
        }
        return reasons;
    }

    /** Says that it would be a deadlock, if no other thread of the reader ever read. */
    void suspicion(Party writer, List<PipeHolder> holders, List<String> evidence) {
        for (PipeHolder reader : holders) {
            for (Party thread : scene.threads(reader.pid())) {
                if (scene.wait(thread) instanceof Wait.ChildExit exit
                        && scene.children(reader.pid(), exit.pid()).contains(writer.pid())) {
                    evidence.add(
                            "a deadlock, if no other thread of %s will read: it waits in %s"
                                    .formatted(scene.name(reader.pid()), exit.text()));
                    return;
                }
            }
        }
    }

    private List<TaskView> programThreads(int pid) {
        return scene.process(pid).map(scene.runtime::others).orElse(List.of());
    }

    /** Why it is not known what one of the process's threads waits for. */
    private Optional<String> unclear(int pid) {
        if (scene.process(pid).filter(ProcessView::allTasksSeen).isEmpty()) {
            return Optional.of("not all of its threads were to be seen");
        }
        for (TaskView task : programThreads(pid)) {
            if (scene.wait(task) instanceof Wait.Unknown unknown) {
                return Optional.of(unknown.reason());
            }
            if (scene.wait(task) instanceof Wait.Events events
                    && events.polled() instanceof Unknown<?> untold
                    && untold.why() == Why.UNTOLD) {
                return Optional.of(untold.reason());
            }
        }
        return Optional.empty();
    }

    /** Whether the process reads or polls a terminal, as a pager does. */
    private boolean waitsForItsUser(int pid) {
        for (TaskView task : programThreads(pid)) {
            Wait wait = scene.wait(task);
            if (wait instanceof Wait.Outside && terminal(wait.text())) {
                return true;
            }
            for (Watched watched : wait.watched()) {
                if (watched.reads() && terminal(watched.file())) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean terminal(String text) {
        return text.contains("/dev/pts/") || text.contains("/dev/tty");
    }
}
