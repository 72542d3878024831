package dev.penstock.diagnosis.model;

/** Looks for one thing that can be wrong with pipes. Has no state: one serves all scenes. */
@FunctionalInterface
public interface Rule {
    /**
     * Adds what it finds.
     *
     * @param scene who waits for what
     * @param findings what the rules before it have found, which is not to be found again
     */
    void find(Scene scene, Findings findings);
}
