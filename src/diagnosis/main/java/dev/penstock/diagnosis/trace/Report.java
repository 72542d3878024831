package dev.penstock.diagnosis.trace;

import dev.penstock.diagnosis.inspect.Verdict;
import java.util.List;

/**
 * What a log tells.
 *
 * @param findings the gravest first
 * @param pipes those of which something is kept, in the order of the log
 * @param counts what it consisted of
 * @param begin the time of its first line; −1 where it has none
 * @param end the time of its last
 */
public record Report(
        List<Finding> findings, List<Pipe> pipes, Counts counts, long begin, long end) {
    /** The gravest verdict; IDLE where nothing was found. */
    public Verdict verdict() {
        return findings.isEmpty() ? Verdict.IDLE : findings.get(0).verdict();
    }
}
