package dev.penstock.diagnosis.rule;

import dev.penstock.diagnosis.model.Blockage;
import dev.penstock.diagnosis.model.Findings;
import dev.penstock.diagnosis.model.Rule;
import dev.penstock.diagnosis.model.Scene;

/** Writers in full pipes, as far as they are in no deadlock: DEAD_CONSUMER, UNREAD or SLOW. */
final class FullPipeRule implements Rule {
    @Override
    public void find(Scene scene, Findings findings) {
        for (Blockage blockage : scene.blockages()) {
            if (!findings.about(blockage.file())) {
                scene.pipe(blockage.file())
                        .flatMap(pipe -> scene.classifier().classify(blockage, pipe))
                        .ifPresent(found -> findings.add(found, blockage.file(), blockage.last()));
            }
        }
    }
}
