package dev.penstock.diagnosis.stall;

/**
 * Where a stalled child of equal writes is, by arithmetic: those of its bytes that lie in the pipe
 * are whole writes, and the beginning of the one that sleeps.
 *
 * @param returned how many writes returned
 * @param bytes how many bytes those were
 * @param inside how many bytes of the sleeping write are in the pipe
 */
public record WriteCount(long returned, long bytes, long inside) {
    /**
     * Counts.
     *
     * @param unread bytes in a pipe that nobody has read from
     * @param chunk bytes of each write, more than 0
     * @return the counts
     */
    public static WriteCount of(long unread, long chunk) {
        long returned = unread / chunk;
        return new WriteCount(returned, returned * chunk, unread % chunk);
    }
}
