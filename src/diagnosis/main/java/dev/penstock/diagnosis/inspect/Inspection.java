package dev.penstock.diagnosis.inspect;

import dev.penstock.diagnosis.model.Diagnosis;
import dev.penstock.diagnosis.model.Finding;
import dev.penstock.diagnosis.stall.Sample;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What an inspection found.
 *
 * @param findings the gravest first
 * @param length how long the looks were apart
 * @param looks how many there were
 * @param unreadable how many processes may not be looked at
 * @param fills how full pipes were between the looks, by their descriptors' links; nothing unless
 *     that was asked for
 */
public record Inspection(
        List<Finding> findings,
        Duration length,
        int looks,
        int unreadable,
        Map<String, List<Sample>> fills)
        implements Diagnosis {}
