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
import dev.penstock.internal.procfs.PipeHolder;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Readers whose every writer is kept from running: stopped, traced or frozen. It is no deadlock,
 * since whoever did that can undo it: STOPPED.
 */
final class StoppedRule implements Rule {
    @Override
    public void find(Scene scene, Findings findings) {
        for (Party reader : scene.threads()) {
            scene.wait(reader)
                    .bytesFrom()
                    .filter(file -> scene.still(reader) && !findings.about(file))
                    .flatMap(scene::readable)
                    .flatMap(pipe -> look(scene, reader, pipe))
                    .ifPresent(found -> findings.add(found, Set.of(reader)));
        }
    }

    private static Optional<Finding> look(Scene scene, Party reader, PipeView pipe) {
        boolean bytesLeft = pipe.state().known().map(state -> state.unread() > 0).orElse(true);
        Set<Integer> writers = new LinkedHashSet<>();
        pipe.writers().forEach(writer -> writers.add(writer.pid()));
        writers.remove(reader.pid());
        if (bytesLeft || pipe.moved() || writers.isEmpty() || !scene.allHoldersKnown(pipe)) {
            return Optional.empty();
        }
        List<String> evidence = new ArrayList<>();
        evidence.add(scene.words().slept(reader));
        evidence.add(scene.words().contents(pipe));
        List<Step> chain = new ArrayList<>(List.of(scene.step(reader)));
        String state = "";
        for (int writer : writers) {
            if (!scene.stopped(writer)) {
                return Optional.empty();
            }
            evidence.add(scene.words().doing(writer));
            Party thread = scene.threads(writer).get(0);
            if (chain.size() == 1 && scene.wait(thread) instanceof Wait.Stopped stopped) {
                chain.add(scene.step(thread));
                state = scene.name(writer) + ", which " + stopped.state();
            }
        }
        PipeHolder culprit =
                pipe.writers().stream().filter(one -> one.pid() != reader.pid()).findFirst().get();
        Set<Integer> pids = new LinkedHashSet<>(List.of(reader.pid()));
        pids.addAll(writers);
        return chain.size() == 1
                ? Optional.empty()
                : Optional.of(
                        new Finding(
                                Verdict.STOPPED,
                                scene.name(reader.pid()) + " waits for bytes from " + state,
                                chain,
                                false,
                                Optional.of(scene.culprit(culprit, "writer")),
                                pipe.socket() ? Optional.empty() : Optional.of(pipe),
                                evidence,
                                pids));
    }
}
