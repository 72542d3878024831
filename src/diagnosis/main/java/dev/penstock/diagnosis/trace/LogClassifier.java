package dev.penstock.diagnosis.trace;

import dev.penstock.diagnosis.model.Blockage;
import dev.penstock.diagnosis.model.Culprit;
import dev.penstock.diagnosis.model.Finding;
import dev.penstock.diagnosis.model.PipeView;
import dev.penstock.diagnosis.model.StallClassifier;
import dev.penstock.diagnosis.model.Step;
import dev.penstock.diagnosis.model.Verdict;
import dev.penstock.diagnosis.model.Wait;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Why nobody reads what a thread of a log writes, by what the readers do at this line. */
final class LogClassifier implements StallClassifier {
    private final LogScene scene;
    private final LogWords words;

    LogClassifier(LogScene scene, LogWords words) {
        this.scene = scene;
        this.words = words;
    }

    @Override
    public Optional<Finding> classify(Blockage blockage, PipeView view) {
        TracedThread writer = scene.thread();
        TracedPipe pipe = writer.pipe;
        List<TracedProcess> readers = pipe.processes(false);
        List<String> evidence = new ArrayList<>(List.of(scene.words().contents(pipe)));
        String begin =
                writer.process.name() + " writes to " + pipe.file() + ", fd " + words.fd(writer);
        List<Step> chain = new ArrayList<>(List.of(scene.step(blockage.last())));
        if (readers.isEmpty()) {
            evidence.add(
                    pipe.seen()
                            ? "nobody in the log holds its read end any more"
                            : "it was there before the log begins; record with -f and -y from the"
                                    + " start to see who else holds it");
            return Optional.of(
                    finding(
                            Verdict.UNKNOWN,
                            begin + ", and the log does not show who should read",
                            chain,
                            pipe,
                            evidence));
        }
        boolean own = true;
        boolean stopped = true;
        boolean reading = pipe.outLine > writer.line;
        for (TracedProcess reader : readers) {
            own &= reader == writer.process;
            stopped &= reader.stopped;
            evidence.add(words.doing(reader));
            for (TracedThread other : reader.tasks) {
                reading |= other.asleep() && other.pipe == pipe && !other.writes;
                // One that has read before, and sleeps for a while in between.
                reading |= pipe.out() > 0 && scene.wait(scene.party(other)) instanceof Wait.Timer;
            }
        }
        evidence.addAll(LogWords.holders(pipe));
        Verdict verdict =
                own || stopped ? Verdict.DEAD_CONSUMER : reading ? Verdict.SLOW : Verdict.UNREAD;
        String who = readers.get(0).name();
        String rest =
                own
                        ? ", whose read end nobody but itself holds"
                        : stopped
                                ? ", whose reader, " + who + ", is stopped"
                                : reading
                                        ? ", which " + who + " reads more slowly"
                                        : ", which " + who + " does not read";
        if (verdict == Verdict.UNREAD) {
            readers.get(0).tasks.stream()
                    .filter(TracedThread::asleep)
                    .findFirst()
                    .ifPresent(other -> chain.add(scene.step(scene.party(other))));
        }
        return Optional.of(finding(verdict, begin + rest, chain, pipe, evidence));
    }

    /** A write that waited and then returned. */
    Finding slow() {
        TracedThread writer = scene.thread();
        List<TracedProcess> readers = writer.pipe.processes(false);
        return finding(
                Verdict.SLOW,
                "%s waited in a write to %s, fd %s, until %s had read"
                        .formatted(
                                writer.process.name(),
                                writer.pipe.file(),
                                words.fd(writer),
                                readers.isEmpty() ? "somebody" : readers.get(0).name()),
                List.of(scene.step(scene.party(writer))),
                writer.pipe,
                List.of(scene.words().contents(writer.pipe)));
    }

    /** A write to a descriptor of which the log does not say what it is. */
    Finding unknown() {
        TracedThread writer = scene.thread();
        return finding(
                Verdict.UNKNOWN,
                "%s is in %s, and the log does not show what fd %s is"
                        .formatted(writer.process.name(), words.call(writer), words.fd(writer)),
                List.of(scene.step(scene.party(writer))),
                null,
                List.of("record with -y, which writes each descriptor's file beside it"));
    }

    private Finding finding(
            Verdict verdict,
            String summary,
            List<Step> chain,
            TracedPipe pipe,
            List<String> evidence) {
        Optional<Culprit> culprit =
                pipe == null
                        ? Optional.empty()
                        : pipe.readers().stream()
                                .findFirst()
                                .map(holder -> scene.culprit(holder, "reader"));
        Set<Integer> pids = new LinkedHashSet<>();
        chain.forEach(step -> pids.add(step.pid()));
        return new Finding(
                verdict,
                summary,
                List.copyOf(chain),
                false,
                culprit,
                Optional.ofNullable(pipe),
                List.copyOf(evidence),
                pids);
    }
}
