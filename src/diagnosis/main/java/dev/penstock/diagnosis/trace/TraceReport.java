package dev.penstock.diagnosis.trace;

import dev.penstock.diagnosis.model.Diagnosis;
import dev.penstock.diagnosis.model.Finding;
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
public record TraceReport(
        List<Finding> findings, List<TracedPipe> pipes, Counts counts, long begin, long end)
        implements Diagnosis {}
