package dev.penstock.diagnosis.trace;

/**
 * What a log consisted of.
 *
 * @param lines all of them
 * @param calls calls that returned in it
 * @param foreign lines that are not strace's
 * @param firstForeign the first of those; 0 for none
 * @param truncated calls that break off
 * @param firstTruncated the first of those; 0 for none
 * @param unmatched ends of calls whose beginning is not there
 * @param shortened lines longer than 1 MiB, of which the middle was left out
 * @param processes how many processes it shows
 * @param guessed children whose parent had to be guessed, as several were in fork(2) at once
 * @param hiddenPipes pipes whose descriptors it leaves out, as {@code -s 0} and {@code -s 1} do
 * @param droppedPipes pipes that came and went, or of which there were too many at once, and of
 *     which nothing is kept
 * @param droppedDescriptors descriptors of pipes of which nothing is kept, for there were too many
 *     at once
 * @param unfollowed lines of which nothing was made, for there were too many threads at once
 * @param droppedFindings findings beyond some hundreds, the least grave, of which nothing is kept
 */
public record Counts(
        long lines,
        long calls,
        long foreign,
        long firstForeign,
        long truncated,
        long firstTruncated,
        long unmatched,
        long shortened,
        long processes,
        long guessed,
        long hiddenPipes,
        long droppedPipes,
        long droppedDescriptors,
        long unfollowed,
        long droppedFindings) {}
