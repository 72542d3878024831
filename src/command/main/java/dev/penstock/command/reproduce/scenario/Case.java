package dev.penstock.command.reproduce.scenario;

import java.util.List;
import java.util.Optional;

/**
 * One program of the corpus, and what is true of it.
 *
 * @param scenario what happens, whatever the language
 * @param language what it is written in
 * @param run the program's arguments; for C, the program before them
 * @param needs programs that must be installed beside the language
 * @param stands when it has come to where it stays
 * @param asked the role of the process that a person would ask about
 * @param pipe a descriptor that is an end of the pipe which it is about
 * @param culprit who is in the way; empty where all is well
 * @param verdicts the right ones, the best first
 * @param drains whether it goes on once somebody reads what lies in the pipe
 * @param rescued where {@code penstock rescue} gets it going; empty where it cannot
 * @param why a sentence for people
 * @param cure another; empty where all is well
 * @param frozen whose control group is frozen once it stands; empty mostly
 * @param source the public report that it is made after; empty where it was thought out here
 */
public record Case(
        String scenario,
        Language language,
        List<String> run,
        List<String> needs,
        List<Standing> stands,
        String asked,
        Optional<End> pipe,
        Optional<Culprit> culprit,
        List<String> verdicts,
        boolean drains,
        Optional<Rescued> rescued,
        String why,
        String cure,
        Optional<String> frozen,
        String source) {
    /**
     * A descriptor of one process of the case.
     *
     * @param role which process
     */
    public record End(String role, int fd) {}

    /**
     * What a rescue makes of it.
     *
     * @param end what to name to it
     * @param ends whether the process that is started first then ends by itself, and well
     * @param total how many bytes are drained, or read and told of by that process; 0 if it does
     *     not tell
     */
    public record Rescued(End end, boolean ends, long total) {}

    /**
     * The process in the way.
     *
     * @param role which process
     * @param writes whether it is its write end that matters, or its read end
     */
    public record Culprit(String role, boolean writes) {}

    /** Unique in the corpus: {@code wait-unread.py}, which for all but C is the file's name too. */
    public String name() {
        return scenario + "." + language.ending();
    }

    /** Whether something is wrong, so that a person has to be told. */
    public boolean hangs() {
        return culprit.isPresent() || !cure.isEmpty();
    }

    /** What is missing here to run it, for people; empty if nothing is. */
    public Optional<String> missing() {
        for (String program : needs) {
            if (Programs.find(program).isEmpty()) {
                return Optional.of(program + " is not installed");
            }
        }
        if (frozen.isPresent() && !FrozenGroup.usable()) {
            return Optional.of("only root can freeze a control group");
        }
        return language.missing(this);
    }
}
