package dev.penstock.diagnosis.inspect;

import dev.penstock.diagnosis.model.Blockage;
import dev.penstock.diagnosis.model.Finding;
import dev.penstock.diagnosis.model.Party;
import dev.penstock.diagnosis.model.PipeView;
import dev.penstock.diagnosis.model.StallClassifier;
import dev.penstock.diagnosis.model.Verdict;
import dev.penstock.diagnosis.model.Wait;
import dev.penstock.diagnosis.snapshot.ProcessView;
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
    private final Readers readers;

    LiveClassifier(LiveScene scene) {
        this.scene = scene;
        this.readers = new Readers(scene);
    }

    @Override
    public Optional<Finding> classify(Blockage blockage, PipeView pipe) {
        Party writer = blockage.last();
        if (scene.still(writer)) {
            return Optional.of(
                    pipe.moved()
                            ? slow(blockage, pipe, Optional.empty())
                            : stalled(blockage, pipe));
        }
        boolean waitedBefore =
                scene.waitBefore(writer)
                        .flatMap(Wait::roomIn)
                        .map(blockage.file()::equals)
                        .orElse(false);
        return waitedBefore
                ? Optional.of(slow(blockage, pipe, Optional.empty()))
                : Optional.empty();
    }

    private Finding stalled(Blockage blockage, PipeView pipe) {
        Party writer = blockage.last();
        List<String> evidence = new ArrayList<>();
        evidence.add(scene.words().slept(writer));
        if (scene.wait(writer).roomIn().isEmpty()) {
            evidence.add(scene.name(writer.pid()) + " polls the pipe for room, and there is none");
        }
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
        for (PipeHolder reader : pipe.readers()) {
            evidence.add(scene.words().holds(pipe, reader, "read"));
            evidence.add(scene.words().doing(reader.pid()));
            Optional<String> work = scene.work(reader.pid(), blockage.pids());
            if (work.isPresent()) {
                return slow(
                        blockage, pipe, Optional.of(scene.name(reader.pid()) + " " + work.get()));
            }
        }
        Verdict verdict = verdict(blockage, pipe, evidence);
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
                                outcome(verdict, culprit.pid())),
                Optional.of(pipe),
                Optional.of(culprit),
                evidence);
    }

    private String outcome(Verdict verdict, int reader) {
        if (verdict == Verdict.UNREAD) {
            return ", and does not";
        }
        return scene.held(reader).map(stopped -> ", but that " + stopped.state()).orElse("");
    }

    private Finding slow(Blockage blockage, PipeView pipe, Optional<String> work) {
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
        work.ifPresent(evidence::add);
        if (still && !pipe.moved()) {
            evidence.add(
                    "nothing was taken meanwhile: look longer, with --for, to tell whether it ever"
                            + " is");
        }
        Optional<PipeHolder> reader = Optional.ofNullable(culprit(pipe, writer));
        return blockage.finding(
                scene,
                Verdict.SLOW,
                "%s waits for %s"
                        .formatted(
                                scene.name(writer.pid()),
                                work.map(LiveClassifier::clause)
                                        .orElseGet(
                                                () ->
                                                        reader.map(one -> scene.name(one.pid()))
                                                                        .orElse("its reader")
                                                                + ", which is at work")),
                Optional.of(pipe),
                reader,
                evidence);
    }

    /** "cat (12) runs" as what follows a comma: "cat (12), which runs". */
    private static String clause(String sentence) {
        int end = sentence.indexOf(')') + 1;
        return sentence.substring(0, end) + ", which" + sentence.substring(end);
    }

    /** The reader to name: one that does not write to the pipe itself, where there is one. */
    private PipeHolder culprit(PipeView pipe, Party writer) {
        PipeHolder best = null;
        for (PipeHolder reader : pipe.readers()) {
            if (best == null || rank(pipe, reader, writer) > rank(pipe, best, writer)) {
                best = reader;
            }
        }
        return best;
    }

    private int rank(PipeView pipe, PipeHolder reader, Party writer) {
        return (reader.pid() == writer.pid() ? 0 : 4)
                + (writes(pipe, reader.pid()) ? 0 : 2)
                + (scene.held(reader.pid()).isPresent() ? 1 : 0);
    }

    /** DEAD_CONSUMER, UNREAD, or UNKNOWN where one may still come to read. */
    private Verdict verdict(Blockage blockage, PipeView pipe, List<String> evidence) {
        boolean held = false;
        boolean onlyWriters = true;
        boolean mayYet = false;
        for (PipeHolder reader : pipe.readers()) {
            int pid = reader.pid();
            onlyWriters &= writes(pipe, pid);
            held |= scene.held(pid).isPresent();
            List<String> reasons = readers.mayRead(pid);
            mayYet |= !reasons.isEmpty();
            reasons.forEach(reason -> evidence.add(scene.name(pid) + reason));
        }
        readers.suspicion(blockage.last(), pipe.readers(), evidence);
        since(blockage, pipe, evidence);
        List<ProcessView> unseen = scene.unreadable.mayHold(pipe.holders());
        if (!unseen.isEmpty()) {
            evidence.add(
                    (unseen.size() == 1 ? "1 process that" : unseen.size() + " processes that")
                            + " may hold it too may not be looked at");
        }
        if (onlyWriters) {
            evidence.add(
                    "every holder of the read end writes to the pipe itself: whoever was to read"
                            + " has gone, and the end that they inherited keeps EPIPE from them");
        }
        if (mayYet || !unseen.isEmpty()) {
            return Verdict.UNKNOWN;
        }
        return held || onlyWriters ? Verdict.DEAD_CONSUMER : Verdict.UNREAD;
    }

    /** Since when it has stood: the kernel knows when each was given a CPU for the last time. */
    private void since(Blockage blockage, PipeView pipe, List<String> evidence) {
        scene.words().asleep(blockage.last().pid()).ifPresent(evidence::add);
        for (PipeHolder reader : pipe.readers()) {
            if (reader.pid() != blockage.last().pid()) {
                scene.words().asleep(reader.pid()).ifPresent(evidence::add);
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
}
