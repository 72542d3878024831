package dev.penstock.diagnosis.inspect;

import dev.penstock.diagnosis.snapshot.Holder;
import dev.penstock.diagnosis.snapshot.PipeView;
import dev.penstock.diagnosis.snapshot.ProcessView;
import dev.penstock.diagnosis.snapshot.TaskView;
import dev.penstock.diagnosis.snapshot.Wait;
import java.util.List;
import java.util.Optional;

/**
 * Why those who hold the read end of a full pipe do not read. That they do not is seen already: the
 * pipe is readable, and whoever read or polled it would have been woken.
 */
final class Readers {
    private final Scene scene;
    private final Sentence say;

    Readers(Scene scene) {
        this.scene = scene;
        this.say = new Sentence(scene);
    }

    /** Whom to name: one that does not write to the pipe itself, where there is one. */
    Holder culprit(PipeView pipe, TaskView writer) {
        Holder best = null;
        for (Holder reader : pipe.readers()) {
            if (best == null || rank(pipe, reader, writer) > rank(pipe, best, writer)) {
                best = reader;
            }
        }
        return best;
    }

    private static int rank(PipeView pipe, Holder reader, TaskView writer) {
        return (reader.pid() == writer.pid() ? 0 : 2) + (writes(pipe, reader.pid()) ? 0 : 1);
    }

    /**
     * DEAD_CONSUMER, UNREAD, UNKNOWN where one may still come to read, SLOW where one is at work.
     */
    Verdict verdict(PipeView pipe, TaskView writer, List<String> evidence) {
        boolean stopped = false;
        boolean onlyWriters = true;
        boolean mayYet = false;
        for (Holder reader : pipe.readers()) {
            int pid = reader.pid();
            evidence.add(say.holds(pid, reader.fd(), "read"));
            evidence.add(say.doing(pid));
            onlyWriters &= writes(pipe, pid);
            if (busy(pid)) {
                return Verdict.SLOW;
            }
            if (stopped(pid)) {
                stopped = true;
            }
            Optional<String> unclear = unclear(pid);
            if (unclear.isPresent()) {
                mayYet = true;
                evidence.add(scene.name(pid) + ": " + unclear.get());
            }
            if (waitsForItsUser(pid)) {
                mayYet = true;
                evidence.add(
                        scene.name(pid) + " waits for somebody at its terminal, and may read then");
            }
            if (sleepsForATime(pid)) {
                mayYet = true;
                evidence.add(
                        scene.name(pid)
                                + " may read when that sleep ends: look longer than it, with --for");
            }
        }
        suspicion(writer, pipe.readers(), evidence);
        List<ProcessView> unseen = scene.unseen.mayHold(pipe.holders());
        if (!unseen.isEmpty()) {
            evidence.add(
                    unseen.size()
                            + " processes that may hold it too may not be looked at; root may");
        }
        if (onlyWriters) {
            evidence.add(
                    "every holder of the read end writes to the pipe itself: whoever was to read"
                            + " has gone, and the end that they inherited keeps EPIPE from them");
        }
        if (mayYet || !unseen.isEmpty()) {
            return Verdict.UNKNOWN;
        }
        return stopped || onlyWriters ? Verdict.DEAD_CONSUMER : Verdict.UNREAD;
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

    private static boolean writes(PipeView pipe, int pid) {
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

    /** What one of its threads waits for is not known, so it may itself wait for somebody. */
    private Optional<String> unclear(int pid) {
        for (TaskView task : scene.process(pid).map(scene.helpers::others).orElse(List.of())) {
            if (scene.wait(task) instanceof Wait.Unknown unknown) {
                return Optional.of(unknown.reason());
            }
        }
        return Optional.empty();
    }

    /** Reads or polls a terminal, as a pager does. */
    private boolean waitsForItsUser(int pid) {
        for (TaskView task : scene.process(pid).map(scene.helpers::others).orElse(List.of())) {
            Wait wait = scene.wait(task);
            if (wait instanceof Wait.Outside outside && terminal(outside.text())) {
                return true;
            }
            if (wait instanceof Wait.Events events) {
                for (Wait.Watched watched : events.watched().known().orElse(List.of())) {
                    if (watched.reads() && terminal(watched.file())) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static boolean terminal(String text) {
        return text.contains("/dev/pts/") || text.contains("/dev/tty");
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

    /**
     * Its only thread, or the child that this one waits for, sleeps all the time in a sleep that
     * has an end. Whoever woke between the looks, and slept again without having read, does not
     * count.
     */
    private boolean sleepsForATime(int pid) {
        List<TaskView> tasks = scene.process(pid).map(scene.helpers::others).orElse(List.of());
        if (tasks.size() != 1 || !scene.interval.still(tasks.get(0))) {
            return false;
        }
        Wait wait = scene.wait(tasks.get(0));
        if (wait instanceof Wait.ChildExit) {
            for (Node node : scene.graph.waitsFor(Node.of(tasks.get(0)))) {
                if (sleepsForATime(node.pid())) {
                    return true;
                }
            }
        }
        return wait instanceof Wait.Timer timer && timer.ends()
                || wait instanceof Wait.Events events && events.timed();
    }
}
