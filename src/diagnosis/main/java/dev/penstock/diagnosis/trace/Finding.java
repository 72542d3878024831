package dev.penstock.diagnosis.trace;

import dev.penstock.diagnosis.inspect.Culprit;
import dev.penstock.diagnosis.inspect.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * One thing that was found out, with what shows it.
 *
 * @param verdict what it is; the same words as inspect's
 * @param summary one sentence that names who waits for whom
 * @param pipe the pipe that it is about; empty for a descriptor of which the log does not say what
 *     it is
 * @param stall the call that was stalled, as it was when this was found out
 * @param chain who waits, the first for the second and so on
 * @param closed the last of the chain waits for the first again
 * @param culprit who could have ended it
 * @param evidence what the log shows of it, a sentence each
 * @param line the line at which it was found out
 * @param times how often the same was found
 */
public record Finding(
        Verdict verdict,
        String summary,
        Optional<Pipe> pipe,
        Stall stall,
        List<Step> chain,
        boolean closed,
        Optional<Culprit> culprit,
        List<String> evidence,
        long line,
        long times) {

    Finding again() {
        return new Finding(
                verdict, summary, pipe, stall, chain, closed, culprit, evidence, line, times + 1);
    }
}
