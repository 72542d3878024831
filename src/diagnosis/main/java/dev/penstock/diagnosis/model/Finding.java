package dev.penstock.diagnosis.model;

import java.util.ArrayList;
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
 * @param evidence what was seen that proves it, and what is missing, a sentence each
 * @param pids the processes that it is about
 * @param call the call of a log that was stalled, as it was when this was found out
 * @param times how often the same was found
 */
public record Finding(
        Verdict verdict,
        String summary,
        List<Step> chain,
        boolean closed,
        Optional<Culprit> culprit,
        Optional<PipeView> pipe,
        List<String> evidence,
        Set<Integer> pids,
        Optional<StalledCall> call,
        long times) {

    /** What was found once, of processes that run. */
    public Finding(
            Verdict verdict,
            String summary,
            List<Step> chain,
            boolean closed,
            Optional<Culprit> culprit,
            Optional<PipeView> pipe,
            List<String> evidence,
            Set<Integer> pids) {
        this(verdict, summary, chain, closed, culprit, pipe, evidence, pids, Optional.empty(), 1);
    }

    /** The same, about these processes. */
    public Finding about(Set<Integer> those) {
        return new Finding(
                verdict, summary, chain, closed, culprit, pipe, evidence, those, call, times);
    }

    /** The same, with one more sentence of evidence. */
    public Finding because(String sentence) {
        List<String> more = new ArrayList<>(evidence);
        more.add(sentence);
        return new Finding(verdict, summary, chain, closed, culprit, pipe, more, pids, call, times);
    }

    /**
     * The same, of a call in a log, which is shown alone where it is no deadlock.
     *
     * @param stalled the call
     * @param in the pipe that it waits on; null where the log does not tell it
     * @return the finding
     */
    public Finding of(StalledCall stalled, PipeView in) {
        return new Finding(
                verdict,
                summary,
                chain,
                closed && verdict == Verdict.DEADLOCK,
                culprit,
                Optional.ofNullable(in),
                evidence,
                pids,
                Optional.of(stalled),
                times);
    }

    /** The same, found so often. */
    public Finding counted(long often) {
        return new Finding(
                verdict, summary, chain, closed, culprit, pipe, evidence, pids, call, often);
    }
}
