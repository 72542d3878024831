package dev.penstock.diagnosis.model;

/**
 * A call of a log on a pipe that took long or did not return.
 *
 * @param writes a write waited for room; otherwise a read waited for bytes or their end
 * @param asked how many bytes the call was to move at most; −1 if that is not told
 * @param line the line in which it began
 * @param time when that was
 * @param nanos how long it took; −1 if that is not told
 * @param ending how it ended
 */
public record StalledCall(
        boolean writes,
        int pid,
        int tid,
        String command,
        int fd,
        long asked,
        long line,
        long time,
        long nanos,
        Ending ending) {
    /** How such a call ended. */
    public enum Ending {
        /** It returned. */
        RETURNED,
        /** A signal interrupted it, or its process was killed in it. */
        INTERRUPTED,
        /** The log ends first. */
        OPEN
    }
}
