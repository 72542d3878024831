package dev.penstock.diagnosis.inspect;

import dev.penstock.diagnosis.snapshot.PipeView;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One thing that was found out, with what proves it.
 *
 * @param verdict what it is
 * @param summary one sentence that names who waits for whom
 * @param chain who waits, the first for the second and so on
 * @param closed the last of the chain waits for the first again
 * @param culprit who could end it
 * @param pipe what it is about, at the last look
 * @param unreadBefore how many bytes were in that pipe at the first look; −1 if that is not known
 * @param evidence what was seen that proves it, and what is missing, a sentence each
 * @param pids the processes that it is about
 */
public record Finding(
        Verdict verdict,
        String summary,
        List<Step> chain,
        boolean closed,
        Optional<Culprit> culprit,
        Optional<PipeView> pipe,
        long unreadBefore,
        List<String> evidence,
        Set<Integer> pids) {

    /** The same, about more processes. */
    Finding about(Set<Integer> those) {
        return new Finding(
                verdict, summary, chain, closed, culprit, pipe, unreadBefore, evidence, those);
    }
}
