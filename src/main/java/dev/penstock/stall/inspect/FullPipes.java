package dev.penstock.stall.inspect;

import dev.penstock.stall.snapshot.Holder;
import dev.penstock.stall.snapshot.PipeView;
import dev.penstock.stall.snapshot.ProcessView;
import dev.penstock.stall.snapshot.TaskView;
import dev.penstock.stall.snapshot.Wait;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Writers in a full pipe, as far as they are in no knot: why nobody reads. */
final class FullPipes {
    private final Scene scene;
    private final Sentence say;

    FullPipes(Scene scene) {
        this.scene = scene;
        this.say = new Sentence(scene);
    }

    void find(Told told) {
        for (ProcessView process : scene.interval.last().processes().all()) {
            for (TaskView task : process.tasks()) {
                if (scene.wait(task) instanceof Wait.Room room && !told.about(room.file())) {
                    scene.interval
                            .last()
                            .pipe(room.file())
                            .flatMap(pipe -> look(task, pipe))
                            .ifPresent(found -> told.add(found, room.file(), Node.of(task)));
                }
            }
        }
    }

    private Optional<Finding> look(TaskView writer, PipeView pipe) {
        if (!scene.interval.still(writer) || scene.interval.moved(pipe)) {
            boolean before =
                    scene.interval
                            .waitBefore(writer)
                            .map(Wait.Room.class::isInstance)
                            .orElse(false);
            return before ? Optional.of(slow(writer, pipe)) : Optional.empty();
        }
        List<String> evidence = new ArrayList<>();
        evidence.add(
                scene.name(writer.pid())
                        + " slept all the time in "
                        + scene.wait(writer).text()
                        + " (two looks "
                        + say.apart()
                        + ")");
        evidence.add(say.fill(pipe));
        List<Holder> readers = pipe.readers();
        if (readers.isEmpty()) {
            return Optional.of(unknown(writer, pipe, evidence));
        }
        Verdict verdict = Verdict.UNREAD;
        boolean onlyWriters = true;
        for (Holder reader : readers) {
            evidence.add(say.holds(reader.pid(), reader.fd(), "read"));
            evidence.add(say.doing(reader.pid()));
            onlyWriters &= writes(pipe, reader.pid());
            if (stopped(reader.pid())) {
                verdict = Verdict.DEAD_CONSUMER;
                evidence.add(scene.name(reader.pid()) + " is stopped: SIGCONT continues it");
            } else if (busy(reader.pid())) {
                return Optional.of(slow(writer, pipe));
            }
        }
        if (onlyWriters) {
            verdict = Verdict.DEAD_CONSUMER;
            evidence.add(
                    "every holder of the read end writes to the pipe itself: whoever was to read has"
                            + " gone, and the read end that they inherited keeps EPIPE from them");
        }
        suspicion(writer, readers, evidence);
        List<ProcessView> unseen = scene.unseen.mayHold(pipe);
        if (!unseen.isEmpty()) {
            evidence.add(unseen.size() + " processes that may hold it too may not be looked at");
        }
        Holder culprit = readers.get(0);
        return Optional.of(finding(verdict, writer, pipe, culprit, evidence));
    }

    private Finding finding(
            Verdict verdict,
            TaskView writer,
            PipeView pipe,
            Holder culprit,
            List<String> evidence) {
        String summary =
                scene.name(writer.pid())
                        + " writes to a full pipe that "
                        + (culprit.pid() == writer.pid() ? "only it" : scene.name(culprit.pid()))
                        + " could read, as fd "
                        + culprit.fd()
                        + (verdict == Verdict.UNREAD ? ", and does not" : "");
        List<Step> chain = new ArrayList<>(List.of(scene.step(writer)));
        if (culprit.pid() != writer.pid()) {
            scene.speaker(culprit.pid()).map(scene::step).ifPresent(chain::add);
        }
        Set<Integer> pids = new LinkedHashSet<>(List.of(writer.pid()));
        for (Holder reader : pipe.readers()) {
            pids.add(reader.pid());
        }
        return new Finding(
                verdict,
                summary,
                chain,
                false,
                Optional.of(
                        new Culprit(
                                culprit.pid(),
                                culprit.fd(),
                                "reader",
                                scene.command(culprit.pid()))),
                Optional.of(pipe),
                scene.unreadBefore(pipe),
                evidence,
                pids);
    }

    private Finding unknown(TaskView writer, PipeView pipe, List<String> evidence) {
        evidence.add(
                "nobody is seen to hold its read end, and yet somebody does, or the write would fail"
                        + " with EPIPE: one of the "
                        + scene.unseen.count()
                        + " processes that may not be looked at; run as root to see it");
        return new Finding(
                Verdict.UNKNOWN,
                scene.name(writer.pid()) + " writes to a full pipe whose reader is not to be seen",
                List.of(scene.step(writer)),
                false,
                Optional.empty(),
                Optional.of(pipe),
                scene.unreadBefore(pipe),
                evidence,
                Set.of(writer.pid()));
    }

    private Finding slow(TaskView writer, PipeView pipe) {
        Set<Integer> pids = new LinkedHashSet<>(List.of(writer.pid()));
        List<String> evidence = new ArrayList<>();
        evidence.add(
                scene.interval.still(writer)
                        ? scene.name(writer.pid())
                                + " slept all the time in "
                                + scene.wait(writer).text()
                        : scene.name(writer.pid()) + " wrote between two looks " + say.apart());
        evidence.add(say.fill(pipe));
        for (Holder reader : pipe.readers()) {
            pids.add(reader.pid());
            evidence.add(say.holds(reader.pid(), reader.fd(), "read"));
            evidence.add(say.doing(reader.pid()));
        }
        return new Finding(
                Verdict.SLOW,
                scene.name(writer.pid())
                        + " waits for its reader"
                        + (pipe.readers().isEmpty()
                                ? ""
                                : ", " + scene.name(pipe.readers().get(0).pid()) + ",")
                        + " which is at work",
                List.of(scene.step(writer)),
                false,
                Optional.empty(),
                Optional.of(pipe),
                scene.unreadBefore(pipe),
                evidence,
                pids);
    }

    /** What would make it a deadlock, where other threads of the reader are not accounted for. */
    private void suspicion(TaskView writer, List<Holder> readers, List<String> evidence) {
        for (Holder reader : readers) {
            for (TaskView task : scene.interval.tasks(reader.pid())) {
                if (scene.wait(task) instanceof Wait.ChildExit exit
                        && (exit.pid() == writer.pid() || exit.pid() <= 0)
                        && reader.pid() != writer.pid()) {
                    evidence.add(
                            "a deadlock, if no other thread of "
                                    + scene.name(reader.pid())
                                    + " will read: it waits in "
                                    + exit.text());
                    return;
                }
            }
        }
    }

    private boolean writes(PipeView pipe, int pid) {
        for (Holder writer : pipe.writers()) {
            if (writer.pid() == pid) {
                return true;
            }
        }
        return false;
    }

    private boolean stopped(int pid) {
        List<TaskView> tasks = scene.interval.tasks(pid);
        for (TaskView task : tasks) {
            if (!(scene.wait(task) instanceof Wait.Stopped)) {
                return false;
            }
        }
        return !tasks.isEmpty();
    }

    /** One of its threads was on a CPU, or ready for one, at both looks. */
    private boolean busy(int pid) {
        for (TaskView task : scene.interval.tasks(pid)) {
            boolean before =
                    scene.interval.before(task).map(then -> then.state() == 'R').orElse(false);
            if (task.state() == 'R' && before) {
                return true;
            }
        }
        return false;
    }
}
