package dev.penstock.diagnosis.rule;

import dev.penstock.diagnosis.model.Finding;
import dev.penstock.diagnosis.model.Findings;
import dev.penstock.diagnosis.model.Rule;
import dev.penstock.diagnosis.model.Scene;
import java.util.List;

/** All rules there are, for processes that run and for logs. */
public final class Rules {
    /** In this order: what one has found, those after it leave out. */
    private static final List<Rule> ALL =
            List.of(
                    new InheritedEndRule(),
                    new DeadlockRule(),
                    new StoppedRule(),
                    new FullPipeRule(),
                    new FullSocketRule(),
                    new PolledSocketRule());

    private Rules() {}

    /**
     * Has each rule look.
     *
     * @param scene at what
     * @return what was found, in the order of the rules
     */
    public static List<Finding> find(Scene scene) {
        Findings findings = new Findings();
        for (Rule rule : ALL) {
            rule.find(scene, findings);
        }
        return findings.all();
    }
}
