package dev.penstock.diagnosis.inspect;

import dev.penstock.diagnosis.model.Blockage;
import dev.penstock.diagnosis.model.Finding;
import dev.penstock.diagnosis.model.Party;
import dev.penstock.diagnosis.model.PipeView;
import dev.penstock.diagnosis.model.StallClassifier;
import dev.penstock.diagnosis.model.Verdict;
import dev.penstock.diagnosis.model.Wait;
import dev.penstock.diagnosis.model.Watched;
import dev.penstock.diagnosis.snapshot.ProcessView;
import dev.penstock.diagnosis.snapshot.TaskView;
import dev.penstock.internal.procfs.PipeHolder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Why those who hold the read end of a full pipe do not read. That they do not is seen already: the
 * pipe is readable, and whoever read or polled it would have been woken.
 */
final class LiveClassifier implements StallClassifier {
    private final LiveScene scene;

    LiveClassifier(LiveScene scene) {
        this.scene = scene;
    }

    @Override
    public Optional<Finding> classify(Blockage blockage, PipeView pipe) {
        Party writer = blockage.last();
        if (scene.still(writer)) {
            return Optional.of(pipe.moved() ? slow(blockage, pipe) : stalled(blockage, pipe));
        }
        boolean waitedBefore =
                scene.waitBefore(writer)
                        .flatMap(Wait::roomIn)
                        .map(blockage.file()::equals)
                        .orElse(false);
        return waitedBefore ? Optional.of(slow(blockage, pipe)) : Optional.empty();
    }

    private Finding stalled(Blockage blockage, PipeView pipe) {
        Party writer = blockage.last();
        List<String> evidence = new ArrayList<>();
        evidence.add(scene.words().slept(writer));
        evidence.add(scene.words().contents(pipe));
        if (pipe.readers().isEmpty()) {
            evidence.add(
                    "nobody is seen to hold its read end, and yet somebody does, or the write would"
                            + " fail with EPIPE: one of the "
                            + scene.unreadable.count()
                            + " processes that may not be looked at; run as root to see it");
            return blockage.finding(
                    scene,
                    Verdict.UNKNOWN,
                    scene.name(writer.pid())
                            + " writes to a full pipe whose reader is not to be seen",
                    Optional.of(pipe),
                    Optional.empty(),
                    evidence);
        }
        Verdict verdict = verdict(pipe, writer, evidence);
        if (verdict == Verdict.SLOW) {
            return slow(blockage, pipe);
        }
        PipeHolder culprit = culprit(pipe, writer);
        String whose = culprit.pid() == writer.pid() ? "only it" : scene.name(culprit.pid());
        return blockage.finding(
                scene,
                verdict,
                "%s writes to a full pipe that %s could read as fd %s%s"
                        .formatted(
                                scene.name(writer.pid()),
                                whose,
                                culprit.fd(),
                                verdict == Verdict.UNREAD ? ", and does not" : ""),
                Optional.of(pipe),
                Optional.of(culprit),
                evidence);
    }

    private Finding slow(Blockage blockage, PipeView pipe) {
        Party writer = blockage.last();
        boolean still = scene.still(writer);
        List<String> evidence = new ArrayList<>();
        evidence.add(
                still
                        ? scene.words().slept(writer)
                        : scene.name(writer.pid()) + " wrote between " + scene.words().looks());
        evidence.add(scene.words().contents(pipe));
        for (PipeHolder reader : pipe.readers()) {
            evidence.add(scene.words().holds(pipe, reader, "read"));
            evidence.add(scene.words().doing(reader.pid()));
        }
        if (still && !pipe.moved()) {
            evidence.add(
                    "its reader runs, but took nothing meanwhile: it computes or it spins; look"
                            + " longer, with --for, to tell");
        }
        Optional<PipeHolder> reader = Optional.ofNullable(culprit(pipe, writer));
        return blockage.finding(
                scene,
                Verdict.SLOW,
                "%s waits for %s, which is at work"
                        .formatted(
                                scene.name(writer.pid()),
                                reader.map(holder -> scene.name(holder.pid()))
                                        .orElse("its reader")),
                Optional.of(pipe),
                reader,
                evidence);
    }

    /** The reader to name: one that does not write to the pipe itself, where there is one. */
    private static PipeHolder culprit(PipeView pipe, Party writer) {
        PipeHolder best = null;
        for (PipeHolder reader : pipe.readers()) {
            if (best == null || rank(pipe, reader, writer) > rank(pipe, best, writer)) {
                best = reader;
            }
        }
        return best;
    }

    private static int rank(PipeView pipe, PipeHolder reader, Party writer) {
        return (reader.pid() == writer.pid() ? 0 : 2) + (writes(pipe, reader.pid()) ? 0 : 1);
    }

    /**
     * DEAD_CONSUMER, UNREAD, UNKNOWN where one may still come to read, SLOW where one is at work.
     */
    private Verdict verdict(PipeView pipe, Party writer, List<String> evidence) {
        boolean stopped = false;
        boolean onlyWriters = true;
        boolean mayYet = false;
        for (PipeHolder reader : pipe.readers()) {
            int pid = reader.pid();
            evidence.add(scene.words().holds(pipe, reader, "read"));
            evidence.add(scene.words().doing(pid));
            onlyWriters &= writes(pipe, pid);
            if (busy(pid)) {
                return Verdict.SLOW;
            }
            stopped |= scene.stopped(pid);
            List<String> reasons = mayRead(pid);
            mayYet |= !reasons.isEmpty();
            reasons.forEach(reason -> evidence.add(scene.name(pid) + reason));
        }
        suspicion(writer, pipe.readers(), evidence);
        List<ProcessView> unseen = scene.unreadable.mayHold(pipe.holders());
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

    /** Why a process may still come to read. */
    private List<String> mayRead(int pid) {
        List<String> reasons = new ArrayList<>();
        unclear(pid).ifPresent(reason -> reasons.add(": " + reason));
        if (waitsForItsUser(pid)) {
            reasons.add(" waits for somebody at its terminal, and may read then");
        }
        if (sleepsForATime(pid)) {
            reasons.add(" may read when that sleep ends: look longer than it, with --for");
        }
        return reasons;
    }

    /** Says that it would be a deadlock, if no other thread of the reader ever read. */
    private void suspicion(Party writer, List<PipeHolder> readers, List<String> evidence) {
        for (PipeHolder reader : readers) {
            for (Party thread : scene.threads(reader.pid())) {
                if (scene.wait(thread) instanceof Wait.ChildExit exit
                        && (exit.pid() == writer.pid() || exit.pid() <= 0)
                        && reader.pid() != writer.pid()) {
                    evidence.add(
                            "a deadlock, if no other thread of %s will read: it waits in %s"
                                    .formatted(scene.name(reader.pid()), exit.text()));
                    return;
                }
            }
        }
    }

    private static boolean writes(PipeView pipe, int pid) {
        for (PipeHolder writer : pipe.writers()) {
            if (writer.pid() == pid) {
                return true;
            }
        }
        return false;
    }

    private List<TaskView> programThreads(int pid) {
        return scene.process(pid).map(scene.runtime::others).orElse(List.of());
    }

    /** Why it is not known what one of the process's threads waits for. */
    private Optional<String> unclear(int pid) {
        for (TaskView task : programThreads(pid)) {
            if (scene.wait(task) instanceof Wait.Unknown unknown) {
                return Optional.of(unknown.reason());
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

    /** Whether a thread of the process was on a CPU, or ready for one, at both looks. */
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
        List<TaskView> tasks = programThreads(pid);
        if (tasks.size() != 1 || !scene.interval.still(tasks.get(0))) {
            return false;
        }
        Wait wait = scene.wait(tasks.get(0));
        if (wait instanceof Wait.ChildExit) {
            for (Party child : scene.graph().waitsFor(tasks.get(0).party())) {
                if (sleepsForATime(child.pid())) {
                    return true;
                }
            }
        }
        return wait.timed() && !wait.parked();
    }
}
