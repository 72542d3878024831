package dev.penstock.diagnosis.model;

import java.util.Optional;

/** Says why nobody makes room in a full pipe: dead readers, idle ones, slow ones. */
public interface StallClassifier {
    /**
     * Classifies.
     *
     * @param blockage who waits for room
     * @param pipe in which pipe
     * @return empty where it is no stall
     */
    Optional<Finding> classify(Blockage blockage, PipeView pipe);
}
