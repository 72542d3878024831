package dev.penstock.stall.inspect;

import java.time.Duration;
import java.util.List;

/**
 * What an inspection found.
 *
 * @param findings the gravest first
 * @param length how long the looks were apart
 * @param looks how many there were
 * @param unreadable how many processes may not be looked at
 */
public record Inspection(List<Finding> findings, Duration length, int looks, int unreadable) {
    /**
     * The gravest verdict.
     *
     * @return that of the first finding; IDLE where there is none
     */
    public Verdict verdict() {
        return findings.isEmpty() ? Verdict.IDLE : findings.get(0).verdict();
    }
}
