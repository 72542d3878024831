package dev.penstock.command.finding;

import dev.penstock.diagnosis.model.Finding;
import dev.penstock.diagnosis.model.Verdict;
import java.util.List;

/**
 * What helps against what was found.
 *
 * @param actions what frees it now, the mildest first; none for what a log tells
 * @param change what to change in the program; empty where nothing is wrong with it
 */
public record Remedy(List<Action> actions, String change) {
    /** What goes before the change of the program. */
    static final String CHANGE = "So that it does not come back";

    /**
     * Something to do now.
     *
     * @param command as it can be pasted; empty where there is only something to know
     * @param effect what it does, a clause
     */
    public record Action(String command, String effect) {}

    /** What goes before the actions. */
    static String heading(Verdict verdict) {
        return verdict.stalled() ? "To free it now" : "To learn more";
    }

    /** Of one finding. */
    public static Remedy of(Finding finding) {
        return new Remedy(
                finding.call().isPresent() ? List.of() : new Actions(finding).all(),
                ProgramChange.of(finding));
    }
}
