package dev.penstock.diagnosis.inspect;

import dev.penstock.diagnosis.snapshot.Holder;
import dev.penstock.diagnosis.snapshot.PipeView;
import dev.penstock.diagnosis.snapshot.ProcessView;
import dev.penstock.diagnosis.snapshot.TaskView;
import dev.penstock.diagnosis.snapshot.Wait;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Readers of an empty pipe whose every writer holds its end by mistake. One that means to write is
 * enough to make the wait an ordinary one.
 */
final class OrphanWriters {
    private final Scene scene;
    private final Sentence say;
    private final Accident accident;

    OrphanWriters(Scene scene) {
        this.scene = scene;
        this.say = new Sentence(scene);
        this.accident = new Accident(scene);
    }

    void find(Told told) {
        Map<List<Integer>, Finding> found = new LinkedHashMap<>();
        for (TaskView task : scene.tasks()) {
            for (String file : waitsToRead(task)) {
                scene.interval
                        .last()
                        .readable(file)
                        .flatMap(pipe -> look(task, pipe))
                        .ifPresent(
                                finding ->
                                        found.merge(
                                                List.of(task.pid(), finding.culprit().get().pid()),
                                                finding,
                                                OrphanWriters::first));
            }
        }
        for (Finding finding : found.values()) {
            Step reader = finding.chain().get(0);
            told.add(finding, Set.of(new Node(reader.pid(), reader.tid())));
        }
    }

    /** Of two that are about the same processes, as where output and errors are both held. */
    private static Finding first(Finding one, Finding other) {
        return one.culprit().get().fd() <= other.culprit().get().fd() ? one : other;
    }

    /** A reader must sleep all the time; of an event loop's threads now one waits, now another. */
    private List<String> waitsToRead(TaskView task) {
        Wait wait = scene.wait(task);
        List<String> files = new ArrayList<>();
        if (wait instanceof Wait.Bytes bytes && scene.interval.still(task)) {
            files.add(bytes.file());
        } else if (wait instanceof Wait.Receive receive && scene.interval.still(task)) {
            files.add(receive.file());
        } else if (wait instanceof Wait.Events events) {
            for (Wait.Watched watched : events.watched().known().orElse(List.of())) {
                if (watched.reads()) {
                    files.add(watched.file());
                }
            }
        }
        return files;
    }

    private Optional<Finding> look(TaskView task, PipeView pipe) {
        ProcessView reader = scene.process(task.pid()).orElseThrow();
        boolean polls = scene.wait(task) instanceof Wait.Events;
        List<Holder> writers = pipe.writers();
        boolean bytesLeft = pipe.state().known().map(state -> state.unread() > 0).orElse(false);
        if (writers.isEmpty()
                || bytesLeft
                || scene.interval.moved(pipe)
                || !scene.unseen.mayHold(pipe.holders()).isEmpty()) {
            return Optional.empty();
        }
        Map<Holder, String> signs = new LinkedHashMap<>();
        for (Holder writer : writers) {
            Optional<String> sign = accident.of(pipe, writer, reader);
            // An event loop has pipes to itself, to wake itself up.
            if (sign.isEmpty() || polls && writer.pid() == task.pid()) {
                return Optional.empty();
            }
            signs.put(writer, sign.get());
        }
        return Optional.of(finding(task, pipe, signs));
    }

    private Finding finding(TaskView task, PipeView pipe, Map<Holder, String> signs) {
        Holder culprit = signs.keySet().iterator().next();
        List<String> evidence = new ArrayList<>();
        Set<Integer> pids = new LinkedHashSet<>(List.of(task.pid()));
        evidence.add(
                scene.name(task.pid())
                        + " waited all the time in "
                        + scene.wait(task).text()
                        + " (two looks "
                        + say.apart()
                        + ")");
        evidence.add(say.fill(pipe));
        signs.forEach(
                (writer, sign) -> {
                    pids.add(writer.pid());
                    evidence.add(say.holds(writer.pid(), writer.fd(), "write") + ": " + sign);
                    evidence.add(say.doing(writer.pid()));
                });
        for (ProcessView child : scene.interval.last().processes().children(task.pid())) {
            if (child.stat().ended()) {
                evidence.add(
                        "child "
                                + child.pid()
                                + " ("
                                + child.stat().comm()
                                + ") of the reader has ended and is not reaped");
            }
        }
        String summary =
                scene.name(task.pid())
                        + " waits for the end of a pipe that "
                        + (culprit.pid() == task.pid() ? "it" : scene.name(culprit.pid()))
                        + " keeps open for writing as fd "
                        + culprit.fd();
        List<Step> chain = new ArrayList<>(List.of(scene.step(task)));
        if (culprit.pid() != task.pid()) {
            scene.speaker(culprit.pid()).map(scene::step).ifPresent(chain::add);
        }
        return new Finding(
                Verdict.ORPHAN_WRITER,
                summary,
                chain,
                culprit.pid() == task.pid(),
                Optional.of(
                        new Culprit(
                                culprit.pid(),
                                culprit.fd(),
                                "writer",
                                scene.command(culprit.pid()))),
                Optional.of(pipe),
                scene.unreadBefore(pipe),
                evidence,
                pids);
    }
}
