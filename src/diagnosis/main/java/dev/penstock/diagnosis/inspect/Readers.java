package dev.penstock.diagnosis.inspect;

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
            if ((wait instanceof Wait.Outside || wait instanceof Wait.Terminal)
                    && terminal(wait.text())) {
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
