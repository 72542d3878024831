package dev.penstock.diagnosis.rule;

import dev.penstock.diagnosis.model.Finding;
import dev.penstock.diagnosis.model.Findings;
import dev.penstock.diagnosis.model.Party;
import dev.penstock.diagnosis.model.PipeView;
import dev.penstock.diagnosis.model.Rule;
import dev.penstock.diagnosis.model.Scene;
import dev.penstock.diagnosis.model.Step;
import dev.penstock.diagnosis.model.Verdict;
import dev.penstock.diagnosis.model.Wait;
import dev.penstock.diagnosis.model.Watched;
import dev.penstock.internal.procfs.PipeHolder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Readers of an empty pipe whose every writer holds its end by mistake, most often by inheritance:
 * ORPHAN_WRITER. One that means to write is enough to make the wait an ordinary one.
 */
final class InheritedEndRule implements Rule {
    @Override
    public void find(Scene scene, Findings findings) {
        Map<List<Integer>, Finding> found = new LinkedHashMap<>();
        for (Party reader : scene.threads()) {
            for (String file : waitsToRead(scene, reader)) {
                scene.readable(file)
                        .flatMap(pipe -> look(scene, reader, pipe))
                        .ifPresent(
                                finding ->
                                        found.merge(
                                                List.of(
                                                        reader.pid(),
                                                        finding.culprit().get().pid()),
                                                finding,
                                                InheritedEndRule::first));
            }
        }
        for (Finding finding : found.values()) {
            Step reader = finding.chain().get(0);
            findings.add(finding, Set.of(new Party(reader.pid(), reader.tid())));
        }
    }

    /** Of two findings about the same processes keeps that of the lower descriptor. */
    private static Finding first(Finding one, Finding other) {
        return one.culprit().get().fd() <= other.culprit().get().fd() ? one : other;
    }

    /** A reader must sleep all the time; of an event loop's threads now one waits, now another. */
    private static List<String> waitsToRead(Scene scene, Party reader) {
        Wait wait = scene.wait(reader);
        List<String> files = new ArrayList<>();
        wait.bytesFrom().filter(file -> scene.still(reader)).ifPresent(files::add);
        for (Watched watched : wait.watched()) {
            if (watched.reads()) {
                files.add(watched.file());
            }
        }
        return files;
    }

    private static Optional<Finding> look(Scene scene, Party reader, PipeView pipe) {
        boolean polls = scene.wait(reader).bytesFrom().isEmpty();
        boolean bytesLeft = pipe.state().known().map(state -> state.unread() > 0).orElse(false);
        if (bytesLeft || pipe.moved() || !scene.allHoldersKnown(pipe)) {
            return Optional.empty();
        }
        Map<PipeHolder, String> signs = new LinkedHashMap<>();
        for (PipeHolder writer : pipe.writers()) {
            Optional<String> sign = scene.mistake(pipe, writer, reader);
            // An event loop has pipes to itself, to wake itself up.
            if (sign.isEmpty() || polls && writer.pid() == reader.pid()) {
                return Optional.empty();
            }
            signs.put(writer, sign.get());
        }
        return signs.isEmpty()
                ? Optional.empty()
                : Optional.of(finding(scene, reader, pipe, signs));
    }

    private static Finding finding(
            Scene scene, Party reader, PipeView pipe, Map<PipeHolder, String> signs) {
        PipeHolder culprit = signs.keySet().iterator().next();
        Set<Integer> pids = new LinkedHashSet<>(List.of(reader.pid()));
        signs.keySet().forEach(writer -> pids.add(writer.pid()));
        List<Step> chain = new ArrayList<>(List.of(scene.step(reader)));
        if (culprit.pid() != reader.pid()) {
            scene.speaker(culprit.pid()).map(scene::step).ifPresent(chain::add);
        }
        return new Finding(
                Verdict.ORPHAN_WRITER,
                scene.words().noEnd(reader, pipe),
                chain,
                culprit.pid() == reader.pid(),
                Optional.of(scene.culprit(culprit, "writer")),
                Optional.of(pipe),
                scene.words().noEndEvidence(reader, pipe, signs),
                pids);
    }
}
