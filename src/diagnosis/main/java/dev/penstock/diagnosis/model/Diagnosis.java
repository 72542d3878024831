package dev.penstock.diagnosis.model;

import java.util.List;

/** What was found, in whichever way. */
public interface Diagnosis {
    /**
     * All of it.
     *
     * @return the gravest first
     */
    List<Finding> findings();

    /**
     * The gravest verdict.
     *
     * @return that of the first finding; IDLE where there is none
     */
    default Verdict verdict() {
        return findings().isEmpty() ? Verdict.IDLE : findings().get(0).verdict();
    }
}
