package dev.penstock.diagnosis.model;

/**
 * A descriptor that is waited for along with others.
 *
 * @param file as its link names it
 * @param reads for something to read
 * @param writes for room
 * @param edgeTriggered it is told of a change once, and sleeps on although it is ready
 */
public record Watched(int fd, String file, boolean reads, boolean writes, boolean edgeTriggered) {
    /** How a pidfd is named in {@link #file}: this, and the process's id. */
    public static final String PIDFD = "pidfd of process ";
}
